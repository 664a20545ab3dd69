"""Kept: the images of one name that stay on the host for a rollback, as the stack's state lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COUNT: Final = 3
"""How many stay: the one that is deployed and the two before it."""

SUFFIX: Final = "kept"
"""Of the resource that keeps them, after the image's name; its `stdout` is the list."""


@dataclass(frozen=True)
class Kept:
    """One image that was deployed."""

    key: str
    """Of what it was built from: the tag of an image without registry."""
    reference: str
    """What workloads run: its ID, or `repository@digest`."""
    when: str
    """When it was last deployed, as ISO 8601 in UTC."""


def parse(text: str) -> list[Kept]:
    """Return the entries of a list, the one that was deployed last first; a line that is none is passed over."""
    lines = (line.split() for line in text.splitlines())
    return [Kept(*words) for words in lines if len(words) == 3]
