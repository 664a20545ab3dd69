r"""The patterns of a `.dockerignore`: reading them, and which paths they leave out. Pure.

Source: github.com/moby/patternmatcher 0.6.1 (`patternmatcher.go`, `ignorefile.go`), whose quirks are part of the hash
of a build context and therefore kept: `|`, `{` and `}` are not escaped, say.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_ESCAPED = ".+()$"
_LONGEST_LINE = 64 * 1024
"""bytes; Go's line scanner gives up beyond"""


class PatternError(ValueError):
    """A pattern, or a file of them, that Docker refuses too."""


def clean(path: str) -> str:
    """Return the shortest path of the same meaning, as Go's `filepath.Clean`."""
    short = posixpath.normpath(path) if path else "."
    return short[1:] if short.startswith("//") else short


def read(content: bytes) -> list[str]:
    """Return the patterns of an ignore file, without comments and leading slashes."""
    found: list[str] = []
    for raw in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        if len(raw) >= _LONGEST_LINE:
            raise PatternError("a line is longer than 64 KiB")
        line = raw.removesuffix(b"\r").decode(errors="surrogateescape")
        pattern = line.strip(_SPACE)
        if line.startswith("#") or not pattern:
            continue
        invert = pattern.startswith("!")
        pattern = pattern[1:].strip(_SPACE) if invert else pattern
        if pattern:
            pattern = clean(pattern)
            pattern = pattern[1:] if len(pattern) > 1 and pattern.startswith("/") else pattern
        found.append(f"!{pattern}" if invert else pattern)
    return found


@dataclass(frozen=True)
class Pattern:
    """One pattern; `exception` takes back what earlier ones left out."""

    text: str
    exception: bool = False

    def matches(self, path: str) -> bool:
        """Say whether a path, with slashes and without a leading one, is meant."""
        return self._match(path)

    @property
    def literal(self) -> str:
        """The pattern without `/**` and `/*` at its end."""
        return self.text.removesuffix("/**").removesuffix("/*")

    @cached_property
    def _match(self) -> Callable[[str], bool]:
        kind, expression = _translated(self.text)
        text = self.text
        match kind:
            case "exact":
                return lambda path: path == text
            case "prefix":
                return lambda path: path.startswith(text[:-2])
            case "suffix":
                end = text[2:]
                return lambda path: path.endswith(end) or (end[0] == "/" and path == end[1:])
            case _:
                try:
                    compiled = re.compile(expression + r"\Z", re.ASCII)
                except re.error as error:
                    raise PatternError(f"{text}: not a pattern: {error}") from error
                return lambda path: compiled.search(path) is not None


def _translated(text: str) -> tuple[str, str]:
    # The kind of the pattern, and the regular expression that is used when it is of no simpler kind.
    kind, expression, at, count = "exact", "^", 0, 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "*" and text[at : at + 1] == "*":
            at += 1 + (text[at + 1 : at + 2] == "/")
            if at >= len(text) and kind == "exact":
                kind = "prefix"
            else:
                expression += ".*" if at >= len(text) else "(.*/)?"
                kind = "expression"
            if count == 0:
                kind = "suffix"
        elif char in "*?":
            expression += "[^/]*" if char == "*" else "[^/]"
            kind = "expression"
        elif char in _ESCAPED:
            expression += f"\\{char}"
        elif char == "\\":
            expression += f"\\{text[at : at + 1]}"
            kind = "expression" if at < len(text) else kind
            at += 1
        else:
            expression += char
            kind = "expression" if char in "[]" else kind
        count += 1
    return kind, expression


class Matcher:
    """A list of patterns in order: the last one that speaks about a path decides."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(_parsed(patterns))
        self.has_exceptions = any(pattern.exception for pattern in self.patterns)

    def below(self, path: str, parent: Sequence[bool] | None) -> tuple[bool, list[bool]]:
        """Say whether a path is left out, given what matched its parent, and return what matched itself."""
        out = False
        seen = [False] * len(self.patterns)
        for at, pattern in enumerate(self.patterns):
            match = parent is not None and parent[at]
            if not match:
                if pattern.exception != out:
                    continue
                match = pattern.matches(path)
            seen[at] = match
            if match:
                out = not pattern.exception
        return out, seen

    def alone(self, path: str) -> bool:
        """Say whether a path is left out, looking at it and its parents anew for each pattern."""
        parts = path.split("/")
        parents = ["/".join(parts[:end]) for end in range(1, len(parts))]
        out = False
        for pattern in self.patterns:
            if pattern.exception != out:
                continue
            if pattern.matches(path) or any(map(pattern.matches, parents)):
                out = not pattern.exception
        return out

    def may_hold_exceptions(self, directory: str) -> bool:
        """Say whether a directory that is left out must be walked all the same."""
        if not self.has_exceptions:
            return False
        exceptions = [pattern.literal for pattern in self.patterns if pattern.exception]
        if any(char in literal for literal in exceptions for char in "*[]?^\\"):
            return True
        return any(f"{literal}/".startswith(f"{directory}/") for literal in exceptions)


def _parsed(patterns: Sequence[str]) -> Iterator[Pattern]:
    for given in patterns:
        text = given.strip(_SPACE)
        if not text:
            continue
        text = clean(text)
        if text == "!":
            raise PatternError('"!": an exception needs a pattern')
        _check(text.removeprefix("!"))
        yield Pattern(text.removeprefix("!"), text.startswith("!"))


def _check(text: str) -> None:
    # The syntax that Go's filepath.Match asks for: closed classes with at least one range each, no lone backslash.
    single = r"(?:\\[\s\S]|[^\]\\-])"
    one = r"(?:\\[\s\S]|[^\[\\])"
    group = rf"\[\^?{single}(?:-{single})?(?:{single}(?:-{single})?)*\]"
    if not re.fullmatch(rf"(?:{group}|{one})*", text):
        raise PatternError(f"{text}: not a pattern: a [ or a \\ is left open")
