"""`.dockerignore`: the rules that Docker documents, compared with the matcher of Docker's builder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.images import dockerignore
from moorage.engine.providers.docker_build import patterns


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
def test_like_dockers_builder(globs: list[str], path: str, kept: list[str]) -> None:
    """Any list of globs and exceptions decides as Docker's builder does, whose matcher the engine has in full."""
    lines = [*globs, *(f"!{glob}" for glob in kept)]
    theirs = patterns.Matcher(lines).alone(path)
    assert dockerignore.ignored(path, dockerignore.parse("\n".join(lines))) == theirs
