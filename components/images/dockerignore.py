"""The rules of `.dockerignore`, as Docker documents them: globs from the folder's root, the last match decides."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One line; `keep` for an exception (`!`)."""

    pattern: re.Pattern[str]
    keep: bool


def parse(text: str) -> list[Rule]:
    """Return the rules of a file, in its order.

    Raises:
        ValueError: a line is not a glob; the text says which.
    """
    rules: list[Rule] = []
    for line in text.removeprefix("\ufeff").splitlines():
        glob = line.strip()
        if not glob or line.startswith("#"):
            continue
        keep = glob.startswith("!")
        glob = posixpath.normpath(glob.removeprefix("!").strip()).lstrip("/")
        if glob not in ("", "."):
            rules.append(Rule(compiled(glob), keep))
    return rules


def ignored(path: str, rules: Sequence[Rule]) -> bool:
    """Say whether `path`, relative and joined by slashes, stays out: by itself or by a folder it is in."""
    parts = path.split("/")
    prefixes = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    out = False
    for rule in rules:
        if out == rule.keep and any(rule.pattern.fullmatch(prefix) for prefix in prefixes):
            out = not rule.keep
    return out


def compiled(glob: str) -> re.Pattern[str]:
    """Return a glob as a pattern: `*` and `?` stay within a folder, `**` does not.

    Raises:
        ValueError: it ends inside brackets or after a backslash.
    """
    out, rest = "", glob
    while rest:
        if rest.startswith("**/"):
            out, rest = out + "(?:.*/)?", rest[3:]
        elif rest.startswith("**"):
            out, rest = out + ".*", rest[2:]
        elif rest[0] in "*?":
            out, rest = out + ("[^/]*" if rest[0] == "*" else "[^/]"), rest[1:]
        elif rest[0] == "[" and (found := re.match(r"\[(\^?)((?:\\.|[^\]\\])+)\]", rest)):
            out, rest = f"{out}[{found[1]}{_members(found[2])}]", rest[found.end() :]
        elif rest[0] == "[" or rest == "\\":
            msg = f"{glob!r} is not a glob"
            raise ValueError(msg)
        else:
            taken = rest[1] if rest[0] == "\\" else rest[0]
            out, rest = out + re.escape(taken), rest[2 if rest[0] == "\\" else 1 :]
    return re.compile(out, re.DOTALL)


def _members(text: str) -> str:
    """Return the inside of a bracket with all but ranges taken literally."""
    return re.sub(r"\\(.)|([\[\]^&~|])", lambda found: re.escape(found[1] or found[2]), text)
