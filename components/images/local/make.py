"""Make a base on this machine, into the cache, and record what it was made of."""

from __future__ import annotations

import datetime
import hashlib
import pathlib
import tempfile
from collections.abc import Callable

from components.images import bases, lock, staging
from components.images.local import mmdebstrap, root
from components.images.local.recipes import Recipe


def make(
    wanted: bases.Wanted, recipe: Recipe, platform: str, cache: pathlib.Path, say: Callable[[str], None]
) -> lock.Made:
    """Make the base that is wanted and keep its files in `cache`, each under its hash.

    Raises:
        OperationError: mmdebstrap is missing or failed.
    """
    mmdebstrap.ensure(say)
    count = "Debian packages unpacked" if recipe.variant == "extract" else "Debian packages installed"
    say(f"making {wanted.key} from Debian {recipe.suite} ({count}, about a minute)")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=cache) as folder:
        archive, packed = pathlib.Path(folder) / "root.tar", pathlib.Path(folder) / "root.tar.gz"
        mmdebstrap.make(recipe, archive)
        parts = root.keep(archive, packed, recipe.name)
        kept = _keep(packed, cache, ".tar.gz")
        unpacker = _store(parts.unpacker, pathlib.Path(folder), cache, ".busybox")
        pip = _store(parts.pip, pathlib.Path(folder), cache, ".whl") if parts.pip is not None else None
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return lock.Made(
        recipe=recipe.name,
        suite=recipe.suite,
        platform=platform,
        root=kept,
        unpacker=unpacker,
        pip=pip,
        packages=dict(parts.packages),
        date=today,
    )


def _store(content: bytes, folder: pathlib.Path, cache: pathlib.Path, suffix: str) -> lock.Archive:
    file = folder / f"part{suffix}"
    file.write_bytes(content)
    return _keep(file, cache, suffix)


def _keep(file: pathlib.Path, cache: pathlib.Path, suffix: str) -> lock.Archive:
    """Move a file to its place, with the mode and time that a staged one has, because staged ones link to it."""
    with file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    size = file.stat().st_size
    staging.settle(file, sha256, executable=suffix == ".busybox")
    file.replace(cache / f"{sha256}{suffix}")
    return lock.Archive(sha256=sha256, size=size)
