"""Names of base images: `repository:tag`, and which tags are too loose to build on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.core.errors import SettingsError

_NAME = re.compile(
    r"(?P<repository>(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
    r"(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
CODENAMES = frozenset({"bullseye", "bookworm", "trixie", "forky", "focal", "jammy", "noble"})
"""Releases of Debian and Ubuntu that tags name."""

_DISTRIBUTIONS = frozenset({"debian", "ubuntu"})


@dataclass(frozen=True)
class Reference:
    """A base image's name, taken apart; an empty part was not given."""

    repository: str
    tag: str
    digest: str

    @property
    def canonical(self) -> str:
        """Return the repository with its registry: `python` is `docker.io/library/python`."""
        first, slash, _ = self.repository.partition("/")
        if slash and ("." in first or ":" in first or first == "localhost"):
            return self.repository
        return f"docker.io/{self.repository if slash else f'library/{self.repository}'}"


def parse(name: str, path: str) -> Reference:
    """Take a name apart.

    Raises:
        SettingsError: at `path`, when it is not the name of an image.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise SettingsError(path, f"{name!r} should be the name of an image, such as python:3.11-slim-bookworm")
    return Reference(found["repository"], found["tag"] or "", found["digest"] or "")


def check(name: str, path: str, profile: str) -> Reference:
    """Return the name, taken apart, if it may be built on.

    Raises:
        SettingsError: not a name; a tag that means another image tomorrow; in prod, one that names no release.
    """
    given = parse(name, path)
    if given.digest:
        return given
    if given.tag in ("", "latest"):
        raise SettingsError(path, f"{name!r} has a floating tag; name a release, such as python:3.11-slim-bookworm")
    if profile == "prod" and not _names_a_release(given):
        raise SettingsError(path, f"{name!r} names no release, which prod needs; such as python:3.11-slim-bookworm")
    return given


def _names_a_release(given: Reference) -> bool:
    words = set(given.tag.split("-"))
    if given.repository in _DISTRIBUTIONS:
        return bool(words & CODENAMES) or re.match(r"\d+", given.tag) is not None
    return re.search(r"\d+\.\d+", given.tag) is not None
