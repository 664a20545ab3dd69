"""What this machine made before, whichever clone asked for it: one machine needs one of each."""

from __future__ import annotations

import hashlib
import json
import pathlib
import urllib.parse

import pydantic

from components.images import atomic, bases, lock, staging
from components.images.local import recipes


def of(wanted: bases.Wanted, cache: pathlib.Path) -> lock.Made | None:
    """Return what was made for this, None when there is nothing, not all of it, or a recipe asks for more by now."""
    try:
        found = lock.Made.model_validate_json(_file(wanted, cache).read_text(encoding="utf-8"))
    except (OSError, pydantic.ValidationError):
        return None
    recipe = recipes.find(wanted.name, wanted.run)
    asked = set(recipe.asked) - {*recipes.ASIDE} if recipe is not None else set[str]()
    return found if asked <= set(found.packages) and present(found, cache) else None


def record(wanted: bases.Wanted, made: lock.Made, cache: pathlib.Path) -> None:
    """Keep what was made."""
    atomic.write(_file(wanted, cache), json.dumps(made.model_dump(exclude_none=True), indent=2))


def present(made: lock.Made, cache: pathlib.Path) -> bool:
    """Say whether the cache holds the files that were recorded, byte for byte."""
    return all(_matches(stored) for stored in lock.found("", made, cache).stored)


def _file(wanted: bases.Wanted, cache: pathlib.Path) -> pathlib.Path:
    name = urllib.parse.quote(wanted.key, safe="")
    if len(name) > 200:  # file systems end at 255
        name = f"{name[:120]}-{hashlib.sha256(wanted.key.encode()).hexdigest()[:32]}"
    return cache / f"{name}.json"


def _matches(stored: bases.Stored) -> bool:
    """Say whether a file is the recorded one; the time that staging derived from its content spares reading it."""
    try:
        found = stored.path.stat()
        if (found.st_size, found.st_mtime_ns) == (stored.size, staging.time(stored.sha256) * 10**9):
            return True
        with stored.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == stored.sha256
    except OSError:
        return False
