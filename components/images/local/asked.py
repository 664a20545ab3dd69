"""What comes into a runtime because the stack file asks for packages: all their files, and the links that they share.

Packages are unpacked and their scripts never run. The one thing that libraries leave to a script is which of several
gives a shared name (`update-alternatives`): that is read from the script, and the links are made as it would make them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Mapping

from components.images.local import records

LISTS = "unpacked"
"""Folder of the new root with the file list and the script of every package; no part of what is kept."""

_LIST = re.compile(LISTS + r"/(?P<package>[^/]+)\.(?P<what>files|script)")
_MERGED = re.compile(r"^(?:\./)?(s?bin|lib(?:32|64|x32)?)/")


def is_source(name: str) -> bool:
    """Say whether this module reads the file."""
    return _LIST.fullmatch(name) is not None


def packages(known: Mapping[str, records.Record], own: Iterable[str], run: Collection[str]) -> set[str]:
    """Return the packages that are there because of `run`; `own` are those that the recipe itself asks for."""
    return set(run) | (set(known) - records.reached(known, own))


def files(texts: Mapping[str, bytes], names: Collection[str]) -> set[str]:
    """Return the paths, relative to the root, of what these packages brought."""
    return {
        _MERGED.sub(r"usr/\1/", line.rstrip("/")).removeprefix("./")
        for package, text in _of(texts, "files").items()
        if package in names
        for line in text.splitlines()
    }


def links(texts: Mapping[str, bytes], names: Collection[str]) -> dict[str, str]:
    """Return the links that the scripts of these packages set up, path to target: the one of highest priority."""
    found: dict[str, tuple[int, str]] = {}
    for package, text in sorted(_of(texts, "script").items()):
        for link, target, priority in _alternatives(text) if package in names else ():
            if priority > found.get(link, (-1, ""))[0]:
                found[link] = (priority, target)
    return {link.lstrip("/"): target for link, (_, target) in sorted(found.items())}


def _of(texts: Mapping[str, bytes], what: str) -> dict[str, str]:
    found = {name: match for name in texts if (match := _LIST.fullmatch(name)) and match["what"] == what}
    return {match["package"]: texts[name].decode(errors="replace") for name, match in found.items()}


def _alternatives(script: str) -> Iterable[tuple[str, str, int]]:
    """Yield link, target and priority of each plain `update-alternatives --install`, its slaves included."""
    for line in script.replace("\\\n", " ").splitlines():
        if "update-alternatives" not in line or "--install" not in line or "$" in line:
            continue
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            continue
        at = words.index("--install") if "--install" in words else len(words)
        match words[at + 1 : at + 5]:
            case [link, _, target, priority] if priority.isdecimal():
                yield link, target, int(priority)
                slaves = words[at + 5 :]
                for start in range(0, len(slaves) - 3, 4):
                    if slaves[start] == "--slave":
                        yield slaves[start + 1], slaves[start + 3], int(priority)
            case _:
                pass
