"""Path patterns: which paths they take, recorded from pulumi-command 1.2.1 where it says so."""

from __future__ import annotations

import pytest

from moorage.engine.providers.command import globs

PATHS = ["[z]", "a.txt", "sub/b.txt", "sub/deep/c.js", "x{y}"]


@pytest.mark.parametrize(
    ("patterns", "taken"),
    [
        (["**"], PATHS),
        (["***"], PATHS),
        (["*"], ["[z]", "a.txt", "x{y}"]),
        (["*.txt", "!b*"], ["a.txt"]),
        (["!a.txt", "**.txt"], ["a.txt", "sub/b.txt"]),
        (["**", "!sub/**", "sub/deep/*"], ["[z]", "a.txt", "sub/deep/c.js", "x{y}"]),
        (["{sub,a}*"], ["a.txt"]),
        (["**/*.txt"], ["sub/b.txt"]),
        (["**.txt"], ["a.txt", "sub/b.txt"]),
        (["sub/?.txt"], ["sub/b.txt"]),
        (["sub?b.txt"], []),
        (["[!a]*"], ["[z]", "x{y}"]),
        (["[a-c]*"], ["a.txt"]),
        (["[!b-z]*"], ["[z]", "a.txt"]),
        (["[ab].txt"], ["a.txt"]),
        (["x\\{y\\}"], ["x{y}"]),
        (["\\[z\\]"], ["[z]"]),
        (["a]*", "a}*", "a,*"], []),
        (["{**/{b,c},a}.*"], ["a.txt", "sub/b.txt", "sub/deep/c.js"]),
        ([], []),
    ],
)
def test_patterns_take_paths_in_their_order(patterns: list[str], taken: list[str]) -> None:
    """The last pattern that fits a path decides, and one with `!` decides against it."""
    assert globs.chosen(PATHS, patterns) == taken


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("[a", "a bracket is not closed, or has no character or range"),
        ("[]", "a bracket is not closed, or has no character or range"),
        ("[a-cd]", "a bracket is not closed, or has no character or range"),
        ("{a,b", "a brace is not closed"),
        ("[c-a]", "bad character range c-a at position 1"),
    ],
)
def test_a_pattern_that_is_none_is_named(pattern: str, reason: str) -> None:
    """It is refused with the pattern itself."""
    with pytest.raises(globs.PatternError) as error:
        globs.chosen(PATHS, [f"!{pattern}"])
    assert str(error.value) == f"{pattern}: {reason}"
