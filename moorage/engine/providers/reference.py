"""Names of images: which are well formed, which name a registry, the pinned form of one, where it is kept. Pure.

Source: the grammar of github.com/distribution/reference 0.6.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_REFERENCE = re.compile(
    rf"(?P<name>(?:(?P<domain>{_DOMAIN})/)?(?P<path>{_PART}(?:/{_PART})*))"
    r"(?::(?P<tag>\w[\w.-]{0,127}))?"
    r"(?:@(?P<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?",
    re.ASCII,
)
_LONGEST_NAME = 255
_HUB, _HUB_HOST = "docker.io", "registry-1.docker.io"


def well_formed(text: str) -> bool:
    """Say whether a text names an image."""
    found = _REFERENCE.fullmatch(text)
    return found is not None and len(found["name"]) <= _LONGEST_NAME


def registry(text: str) -> str:
    """Return the registry that a full name begins with; empty for a short one (`shop:1`, `library/shop`)."""
    found = _REFERENCE.fullmatch(text)
    domain = found["domain"] if found else None
    # The first part is a host name only if it looks like one: so Docker tells `localhost/x` from `library/x`.
    if domain and (any(char in domain for char in ".:") or domain == "localhost" or domain.lower() != domain):
        return str(domain)
    return ""


def pinned(text: str, digest: str) -> str:
    """Return `name:tag@digest` for a full name, empty for a short one, as the real provider's `ref` has it."""
    found = _REFERENCE.fullmatch(text)
    if not found or not registry(text):
        return ""
    return f"{found['name']}:{found['tag'] or 'latest'}@{digest}"


def repository(text: str) -> str:
    """Return a name without tag and digest."""
    found = _REFERENCE.fullmatch(text)
    return str(found["name"]) if found else ""


@dataclass(frozen=True)
class Place:
    """Where an image is kept: the registry's host, the path of its repository there, its tag or digest."""

    host: str
    path: str
    version: str


def place(text: str) -> Place:
    """Return the place of a well-formed name; a short one is on Docker Hub."""
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no image name")
    version = found["digest"] or found["tag"] or "latest"
    host = registry(text)
    if host and host != _HUB:
        return Place(host, found["name"].removeprefix(f"{host}/"), version)
    path = found["name"].removeprefix(f"{_HUB}/")
    return Place(_HUB_HOST, path if "/" in path else f"library/{path}", version)
