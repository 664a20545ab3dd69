"""`.dockerignore`: the rules that Docker documents, compared with Docker's own client library."""

from __future__ import annotations

from typing import Any

import pytest
from docker.utils import build as docker_build
from hypothesis import given
from hypothesis import strategies as st

from components.images import dockerignore

docker_py: Any = docker_build


@pytest.mark.parametrize(
    ("text", "path", "out"),
    [
        ("*/temp*", "somedir/temporary.txt", True),
        ("*/temp*", "temporary.txt", False),
        ("*/*/temp*", "somedir/subdir/temporary.txt", True),
        ("temp?", "tempa", True),
        ("temp?", "tempab", False),
        ("**/*.go", "a/b/c.go", True),
        ("**/*.go", "c.go", True),
        ("*.md\n!README.md", "README.md", False),
        ("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", True),
        ("*.md\nREADME-secret.md\n!README*.md", "README-secret.md", False),
        ("# comment\n\n  build  \n", "build/x/y", True),
        ("/foo/bar", "foo/bar", True),
        ("./foo/../bar/", "bar/x", True),
        ("*\n!src/**", "src/a/b", False),
        ("*\n!src/**", "other", True),
        ("*\n!src\nsrc/x", "src/x", True),
        ("[a-c]x", "bx", True),
        ("[^a-c]x", "bx", False),
        (r"a\*b", "a*b", True),
        (r"a\*b", "axb", False),
        ("a.b", "axb", False),
        ("\ufeffx", "x", True),
    ],
)
def test_documented_rules(text: str, path: str, *, out: bool) -> None:
    """The examples of Docker's documentation, and what they leave open."""
    assert dockerignore.ignored(path, dockerignore.parse(text)) is out


@pytest.mark.parametrize("text", ["[abc", "x\\"])
def test_no_glob_is_an_error(text: str) -> None:
    """A glob that is none is named."""
    with pytest.raises(ValueError, match="is not a glob"):
        dockerignore.parse(text)


PARTS = st.sampled_from(["a", "b", "ab", "*", "**", "?", "a*"])
GLOBS = st.lists(st.lists(PARTS, min_size=1, max_size=3).map("/".join), min_size=1, max_size=3)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "abc"]), min_size=1, max_size=4).map("/".join)


@given(globs=GLOBS, path=PATHS, kept=GLOBS)
def test_like_dockers_client(globs: list[str], path: str, kept: list[str]) -> None:
    """Any list of globs and exceptions decides as docker-py's matcher does."""
    lines = [*globs, *(f"!{glob}" for glob in kept)]
    theirs = docker_py.PatternMatcher(lines).matches(path)
    assert dockerignore.ignored(path, dockerignore.parse("\n".join(lines))) == theirs
