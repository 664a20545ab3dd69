"""Make a base on this machine, into the cache, and record what it was made of."""

from __future__ import annotations

import datetime
import hashlib
import pathlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from components.images import bases, lock, staging
from components.images.local import mmdebstrap, recipes, root
from components.images.local.recipes import Recipe

Say = Callable[[str], None]
"""Takes one line for the user."""


@dataclass(frozen=True)
class Workshop:
    """Where bases are made on this machine."""

    cache: pathlib.Path
    """Folder that keeps them."""
    say: Say
    install: bool
    """What makes them may be installed on the machine when it is missing."""


def make(wanted: bases.Wanted, recipe: Recipe, platform: str, shop: Workshop) -> lock.Made:
    """Make the base that is wanted and keep its files in the cache, each under its hash.

    Raises:
        SettingsError: a package that is wanted does not exist.
        OperationError: mmdebstrap is missing or failed.
    """
    cache = shop.cache
    mmdebstrap.ensure(shop.say, install=shop.install)
    toolchain = recipes.toolchain(wanted.name, wanted.run, wanted.build) if wanted.build else None
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=cache) as name:
        folder = pathlib.Path(name)
        parts, kept = _root(recipe, wanted.name, folder, shop)
        tools = _root(toolchain, f"what compiles for {wanted.name}", folder, shop) if toolchain else None
        unpacker = _store(parts.unpacker, folder, cache, ".busybox")
        pip = _store(parts.pip, folder, cache, ".whl") if parts.pip is not None else None
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return lock.Made(
        recipe=recipe.name,
        suite=recipe.suite,
        platform=platform,
        root=kept,
        unpacker=unpacker,
        pip=pip,
        packages=dict(parts.packages),
        toolchain=lock.Toolchain(root=tools[1], packages=dict(tools[0].packages)) if tools else None,
        date=today,
    )


def _root(recipe: Recipe, what: str, folder: pathlib.Path, shop: Workshop) -> tuple[root.Parts, lock.Archive]:
    work = "unpacked" if recipe.variant == "extract" else "installed"
    besides = f" and {', '.join(recipe.run)}" if recipe.run else ""
    shop.say(f"making {what} from Debian {recipe.suite}{besides} (packages {work}, about a minute)")
    archive, packed = folder / "root.tar", folder / "root.tar.gz"
    mmdebstrap.make(recipe, archive)
    parts = root.keep(archive, packed, recipe)
    archive.unlink()
    return parts, _keep(packed, shop.cache, ".tar.gz")


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
