"""A Dockerfile's syntax, as far as one look tells: instructions, stages, here-documents. Pure.

It refuses what BuildKit's own parser (moby/buildkit 0.31, `frontend/dockerfile`) refuses for these reasons, in its
words; what it lets pass, the build itself still checks.
"""

from __future__ import annotations

import contextlib
import difflib
import json
import re
from collections.abc import Iterator
from typing import Any

from moorage.engine.providers import narrow

_INSTRUCTIONS = (
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
    *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)
_ARGUMENTS = {
    **dict.fromkeys(("ADD", "COPY"), (2, "at least two arguments")),
    **dict.fromkeys(("ARG", "EXPOSE", "VOLUME", "ENV", "LABEL", "ONBUILD"), (1, "at least one argument")),
    **dict.fromkeys(("USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER"), (1, "exactly one argument")),
}
_DIRECTIVE = re.compile(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*")
_WORD = re.compile(r"""(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+""")
_HEREDOC = re.compile(r"\d*<<-?([^<]+)")
_TAKES_HEREDOC = ("ADD", "COPY", "RUN")
_OWN_SYNTAX = "docker/dockerfile:1"


def problem(text: str) -> str:
    """Return what is wrong, with its line, or nothing. Another syntax than Docker's own is not judged."""
    directives = dict(_directives(text))
    if directives.get("syntax", _OWN_SYNTAX) != _OWN_SYNTAX:
        return ""
    escape = directives.get("escape", "\\")
    stages = count = 0
    try:
        for number, line in _instructions(text, escape):
            count += 1
            word, _, rest = line.partition(" ")
            if wrong := _instruction(word, rest.split(), stages):
                return f"line {number}: {wrong}" if number else wrong
            stages += word.upper() == "FROM"
    except EOFError:
        return "unterminated heredoc"
    return "" if count else "file with no instructions"


def _directives(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        found = _DIRECTIVE.fullmatch(line.strip())
        if not found:
            return
        yield found[1].lower(), found[2]


def _instructions(text: str, escape: str) -> Iterator[tuple[int, str]]:
    # Logical lines: continued ones joined, comments and empty lines dropped, the bodies of here-documents passed over.
    lines = iter(enumerate(text.removeprefix("\ufeff").splitlines(), 1))
    start, joined = 0, ""
    for number, raw in lines:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        start = start or number
        if line.endswith(escape):
            joined += line[:-1].rstrip() + " "
            continue
        whole = " ".join((joined + line).split(None, 1)) if (joined + line).strip() else ""
        if whole.split(" ", 1)[0].upper() in _TAKES_HEREDOC:
            for word in _WORD.findall(whole):
                if found := _HEREDOC.fullmatch(word):
                    _pass_over(lines, re.sub(r"['\"]", "", found[1]))
        yield start, whole
        start, joined = 0, ""
    if joined.strip():
        yield start, " ".join(joined.split(None, 1)).strip()


def _pass_over(lines: Iterator[tuple[int, str]], end: str) -> None:
    for _number, line in lines:
        if line.lstrip("\t") == end:
            return
    raise EOFError


def _instruction(word: str, arguments: list[str], stages: int) -> str:
    name = word.upper()
    if name not in _INSTRUCTIONS:
        near = difflib.get_close_matches(name, _INSTRUCTIONS, 1, 0.6)
        return f"unknown instruction: {word}" + (f" (did you mean {near[0]}?)" if near else "")
    if name == "FROM":
        words = [word for word in arguments if not word.startswith("--")]
        good = len(words) == 1 or (len(words) == 3 and words[1].upper() == "AS")
        return "" if good else "FROM requires either one or three arguments"
    if not stages and name != "ARG":
        return "no build stage in current context"
    least, wording = _ARGUMENTS.get(name, (0, ""))
    given = _values(arguments)
    if len(given) < least:
        return f"{name} requires {wording}"
    return (
        f"{name} must have two arguments"
        if name in ("ENV", "LABEL") and given[1:] == [] and "=" not in given[0]
        else ""
    )


def _values(arguments: list[str]) -> list[str]:
    # What an instruction is given beside its options: words, or a JSON list of them.
    given = [word for word in arguments if not word.startswith("--")]
    with contextlib.suppress(ValueError):
        words: Any = json.loads(" ".join(given))
        return narrow.sequence(words) or given
    return given
