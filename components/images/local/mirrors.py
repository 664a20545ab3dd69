"""Mirrors: where this machine gets Debian's packages from, so that a root file system comes from the same place."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable, Iterator

FOLDER = pathlib.Path("/etc/apt")

_OPTIONS = re.compile(r"\[[^\]]*\]")


def of_host(suite: str, folder: pathlib.Path = FOLDER) -> list[str]:
    """Return the host's sources of a suite, its updates and its security fixes; empty: it has none."""
    files = [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]
    found: list[str] = []
    for file in files:
        if file.is_file() and file.suffix in (".list", ".sources"):
            text = file.read_text(encoding="utf-8", errors="replace")
            found += lines(text, suite) if file.suffix == ".list" else stanzas(text, suite)
    return list(dict.fromkeys(found))


def lines(text: str, suite: str) -> list[str]:
    """Return the lines, in the form `deb URI SUITE COMPONENT...`, that belong to a suite."""
    found: list[str] = []
    for line in text.splitlines():
        words = _OPTIONS.sub(" ", line.partition("#")[0]).split()
        if len(words) > 3 and words[0] == "deb":
            found += _sources([words[1]], [words[2]], words[3:], suite)
    return found


def stanzas(text: str, suite: str) -> list[str]:
    """Return the same from a file of deb822 stanzas."""
    found: list[str] = []
    for stanza in re.split(r"\n\s*\n", text):
        fields = _fields(stanza.splitlines())
        if "deb" in fields.get("types", []) and fields.get("enabled", ["yes"]) != ["no"]:
            found += _sources(fields.get("uris", []), fields.get("suites", []), fields.get("components", []), suite)
    return found


def _sources(uris: Iterable[str], suites: Iterable[str], components: Iterable[str], suite: str) -> Iterator[str]:
    wanted = {suite, f"{suite}-updates", f"{suite}-security", f"{suite}/updates"}
    words = [word for word in components if word == "main"]
    for uri in uris:
        for name in suites:
            if name in wanted and words:
                yield f"deb {uri} {name} main"


def _fields(stanza: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    key = ""
    for line in stanza:
        if line.startswith("#"):
            continue
        if line[:1] not in (" ", "\t"):
            key, _, line = line.partition(":")
        found.setdefault(key.strip().lower(), []).extend(line.split())
    return found
