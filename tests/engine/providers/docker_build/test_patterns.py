"""Patterns of ignore files mean what they mean to Docker."""

from __future__ import annotations

import pytest

from moorage.engine.providers.docker_build import patterns


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", []),
        (b"\xef\xbb\xbfa\r\n\r\n # b\n#c\n  d  \n", ["a", "# b", "d"]),
        (b"/a/b\n!/c\n! d/\n./e//f/../g\n", ["a/b", "!c", "!d", "e/g"]),
        (b"/\n!\n", ["/", "!"]),
    ],
)
def test_reading(content: bytes, found: list[str]) -> None:
    """Comments start in the first column; paths are cleaned and lose their first slash."""
    assert patterns.read(content) == found


@pytest.mark.parametrize(
    ("given", "path", "out"),
    [
        (["a"], "a", True),
        (["a"], "a/b", True),
        (["a"], "b/a", False),
        (["**/a"], "b/a", True),
        (["**/a"], "a", True),
        (["**"], "x/y", True),
        (["*"], "x/y", True),
        (["*.py"], "a.py", True),
        (["*.py"], "b/a.py", False),
        (["**/*.py"], "b/a.py", True),
        (["a/**"], "a/b/c", True),
        (["a/**/z"], "a/z", True),
        (["a/**/z"], "a/b/c/z", True),
        (["?"], "é", True),
        (["[a-c]x"], "bx", True),
        (["[^a-c]x"], "bx", False),
        (["a.b"], "axb", False),
        (["\\*"], "*", True),
        (["\\*"], "x", False),
        (["*", "!a"], "a", False),
        (["*", "!a"], "a/b", False),
        (["*", "!a/b"], "a/c", True),
        (["*", "!a", "a/b"], "a/b", True),
        (["**foo"], "x/barfoo", True),
    ],
)
def test_matching(given: list[str], path: str, out: bool) -> None:
    """The last pattern that speaks about a path, or a folder above it, decides."""
    assert patterns.Matcher(given).alone(path) is out


@pytest.mark.parametrize("text", ["[", "a[", "[]", "[a-]", "[]a]", "\\", "[\\"])
def test_a_broken_pattern_is_refused(text: str) -> None:
    """A class or escape that is left open is an error, as it is to Docker."""
    with pytest.raises(patterns.PatternError, match="not a pattern"):
        patterns.Matcher([text])


def test_a_lone_exclamation_mark_is_refused() -> None:
    """An exception to nothing is an error, as it is to Docker."""
    with pytest.raises(patterns.PatternError, match="an exception needs a pattern"):
        patterns.Matcher(["!"])


@pytest.mark.parametrize(
    ("given", "folder", "walked"),
    [
        (["*"], "a", False),
        (["*", "!a/b"], "a", True),
        (["*", "!a/b"], "c", False),
        (["*", "!a/**"], "a", True),
        (["*", "!**/b"], "c", True),
    ],
)
def test_a_folder_with_exceptions_in_it_is_walked(given: list[str], folder: str, walked: bool) -> None:
    """A folder that is left out is read only when something in it may come back."""
    assert patterns.Matcher(given).may_hold_exceptions(folder) is walked
