"""A world in which bases are decided: a registry and a package archive, played."""

from __future__ import annotations

import pathlib

import pytest

from components.images import bases, decide, lock, registry
from components.images.local import make, recipes

NAME = "python:3.11-slim-bookworm"
DIGEST = f"sha256:{'1' * 64}"
GONE = registry.Unreachable("no such host")
FOUND = registry.Found(DIGEST, ("linux/amd64", "linux/arm64"))


class World:
    """Registry and package archive, played; counts what is asked of them."""

    def __init__(self, folder: pathlib.Path, patch: pytest.MonkeyPatch) -> None:
        self.root, self.cache = folder / "project", folder / "cache"
        self.root.mkdir()
        self.answer: registry.Answer = GONE
        self.archive, self.unpacker = b"one", b"busybox"
        self.asked: list[str] = []
        self.made: list[str] = []
        self.said: list[str] = []
        self.shop = make.Workshop(self.cache, self.said.append, install=True)
        patch.setattr(registry, "ask", self._ask)
        patch.setattr(make, "make", self.make)

    def decide(
        self,
        name: str = NAME,
        *,
        refresh: bool = False,
        root: pathlib.Path | None = None,
        platforms: tuple[str, ...] = ("linux/amd64",),
    ) -> lock.Lock:
        """Decide on one name."""
        return decide.decide(
            root or self.root,
            [bases.Wanted(name)],
            self.shop,
            platforms=platforms,
            refresh=refresh,
        )

    def _ask(self, name: str) -> registry.Answer:
        self.asked.append(name)
        return self.answer

    def make(self, wanted: bases.Wanted, recipe: recipes.Recipe, platform: str, shop: make.Workshop) -> lock.Made:
        """Make a base out of what the archive holds now."""
        self.made.append(wanted.key)
        kept: list[lock.Archive] = []
        for content, suffix in ((self.archive, ".tar.gz"), (self.unpacker, ".busybox")):
            file = shop.cache / "new"
            file.write_bytes(content)
            kept.append(make._keep(file, shop.cache, suffix))
        return lock.Made(
            recipe=recipe.name,
            suite=recipe.suite,
            platform=platform,
            root=kept[0],
            unpacker=kept[1],
            packages={name: self.archive.decode() for name in recipe.asked},
            date="2026-01-02",
        )
