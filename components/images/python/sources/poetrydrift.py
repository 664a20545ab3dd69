"""Whether poetry.lock was made from this pyproject.toml: the hash that Poetry itself compares.

The rule is that of `Locker._get_content_hash` in Poetry 2.5.1; before 2.3.0 it left `[dependency-groups]` out, and
before 2.0.0 there was `[tool.poetry]` alone, which comes to the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from components.images.python.sources import pyproject

_LEGACY = ("dependencies", "source", "extras", "dev-dependencies")
_PROJECT = ("requires-python", "dependencies", "optional-dependencies")


def fresh(found: Mapping[str, Any], content_hash: str) -> bool:
    """Say whether a lock with this hash belongs to the content of a pyproject.toml."""
    poetry = pyproject.tool(found, "poetry")
    before = {key: poetry.get(key) for key in _LEGACY}  # 1.0 and 1.1 had no groups, and hash none
    return content_hash in (_hash(_content(found, groups=True)), _hash(_content(found, groups=False)), _hash(before))


def _content(found: Mapping[str, Any], *, groups: bool) -> dict[str, Any]:
    project = {key: value for key, value in pyproject.project(found).items() if key in _PROJECT}
    listed: dict[str, Any] = found.get("dependency-groups", {}) if groups else {}
    poetry = pyproject.tool(found, "poetry")
    standard = bool(project or listed)
    kept = {key: poetry[key] for key in (*_LEGACY, "group") if poetry.get(key) is not None}
    if not standard:
        return {**dict.fromkeys(_LEGACY), **kept}
    made: dict[str, Any] = {"project": project} if project else {}
    if listed:
        made["dependency-groups"] = listed
    return {**made, "tool": {"poetry": kept}}


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
