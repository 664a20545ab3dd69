"""Record: what an image is built from, kept in state as an input of its component, small enough to be there."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

from components.core.delivery import Buildah
from components.core.traits import Traits
from components.images import staging

FILES = 200
"""Entries at most: of more files, those of the deepest folders are recorded together, by folder."""

DIGITS = 8
"""Of a file's hash, in hex: that two versions of one file share them happens once in four thousand million times."""

TEXT = 80
"""Characters of a setting; of a longer one there are some, and its hash."""

USUAL = Traits()
"""A target that says nothing."""

Record: TypeAlias = Mapping[str, Any]
"""`key`, and by name as text: `files` (hash of mode and content), `bases` (what they are), `settings`, `target`."""


def of(context: staging.Context, traits: Traits = USUAL) -> Record:
    """Return the record of a context, and of what builds it again at another target: `traits` are the target's."""
    return {
        "key": context.key[:12],
        "files": folded(context.manifest),
        "bases": dict(context.bases),
        "settings": {key: _short(text) for key, text in context.settings.items()},
        "target": _target(context, traits),
    }


def folded(manifest: Mapping[str, str]) -> dict[str, str]:
    """Return a short hash by path, of folders (`app/static/`) where there are too many files."""
    depth = max((path.count("/") for path in manifest), default=0)
    for allowed in range(depth, -1, -1):
        found = dict(_grouped(manifest, allowed))
        if len(found) <= FILES:
            return found
    return {"": _hash("".join(f"{path}\0{one}\0" for path, one in sorted(manifest.items())))}


def settings(given: Mapping[str, object], path: str = "") -> dict[str, str]:
    """Return settings as text by dotted path: `{"ports": {"http": 80}}` is `ports.http: 80`."""
    found: dict[str, str] = {}
    for key, value in given.items():
        if isinstance(value, dict) and value:
            found |= settings(cast(dict[str, object], value), f"{path}{key}.")
        else:
            found[f"{path}{key}"] = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return found


def _target(context: staging.Context, traits: Traits) -> dict[str, str]:
    registry = {"registry": traits.registry.repository} if traits.registry is not None else {}
    if isinstance(traits.builder, Buildah):
        # Buildah is always told the platform; BuildKit only those that an image states.
        return {**registry, "builder": "buildah", "platform": context.settings.get("platform", traits.platform)}
    return {**registry, "builder": f"buildkit {traits.builder.builder}".rstrip()}


def _grouped(manifest: Mapping[str, str], depth: int) -> Iterator[tuple[str, str]]:
    def group(path: str) -> str:
        parts = path.split("/")
        return path if len(parts) <= depth + 1 else "/".join(parts[: depth + 1]) + "/"

    for name, paths in itertools.groupby(sorted(manifest, key=group), group):
        hashes = [(path, manifest[path]) for path in paths]
        one = hashes[0][1][:DIGITS] if not name.endswith("/") else _hash("".join(f"{p}\0{h}\0" for p, h in hashes))
        yield name, one


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _short(text: str) -> str:
    return text if len(text) <= TEXT else f"{text[: TEXT - DIGITS - 4]}... {_hash(text)}"
