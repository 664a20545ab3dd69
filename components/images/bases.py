"""Bases: what an image stands on, as recorded, and how a Dockerfile starts from it."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from components.images import instructions as i
from components.images import reference, staging

STAGE = "base"
FOLDER = ".moorage"
"""Folder of a build context that holds what is moorage's own; no path of an application starts with it."""

SHOWN = "/mnt"
"""Where an empty stage sees that folder while it is filled."""

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, order=True)
class Wanted:
    """A base's name, and the Debian packages wanted in it: to run, and in a build stage to build as well.

    In a base of a registry the Dockerfile installs them; one that is made on this machine is made with them.
    """

    name: str
    run: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    whole: bool = False
    """It is the image itself: nothing that is made on this machine stands in for it."""

    @property
    def key(self) -> str:
        """Return what a base made on this machine is recorded under: the name, then the packages it is made with."""
        words = [self.name, "itself"] if self.whole else [self.name]
        words += [f"run:{','.join(sorted(set(self.run)))}"] if self.run else []
        words += [f"build:{','.join(sorted(set(self.build)))}"] if self.build else []
        return " ".join(words)

    @property
    def shown(self) -> str:
        """Return what it is called towards a user."""
        return self.name if self.whole else self.key


@dataclass(frozen=True)
class Registry:
    """An image of a registry, pinned."""

    name: str
    repository: str
    digest: str


@dataclass(frozen=True)
class Stored:
    """A file of this machine's cache, by its content."""

    sha256: str
    size: int
    path: pathlib.Path


@dataclass(frozen=True)
class Local:
    """A root file system made on this machine."""

    name: str
    root: Stored
    unpacker: Stored
    """A program that needs nothing around it and knows `tar`."""
    pip: Stored | None
    """The wheel of pip that goes with it, which only a build stage sees."""
    toolchain: Stored | None = None
    """A root file system with the same Python that can compile; no part of the image."""

    @property
    def stored(self) -> list[Stored]:
        """Return all its files."""
        return [self.root, self.unpacker, *(one for one in (self.pip, self.toolchain) if one is not None)]


Base: TypeAlias = Registry | Local


def identity(base: Base) -> str:
    """Return what a base is, as `sha256:` and hex: the digest in its registry, or of its root file system."""
    match base:
        case Registry(digest=digest):
            return digest
        case Local(root=root):
            return f"sha256:{root.sha256}"
        case _:
            assert_never(base)


def stage(base: Base) -> list[i.Instruction]:
    """Return the instructions of the stage called `base`."""
    match base:
        case Registry():
            tag = reference.parse(base.name, STAGE).tag
            tagged = f"{base.repository}:{tag}" if tag else base.repository
            why = "what the image stands on, pinned by digest: a tag may mean another image tomorrow (CIS 4.2)"
            return [i.From(f"{tagged}@{base.digest}", STAGE, why=why)]
        case Local():
            return _unpacked(base.root, STAGE)
        case _:
            assert_never(base)


def toolchain(base: Base, name: str) -> list[i.Instruction]:
    """Return the instructions of the stage `name` in which is built: the base, or what compiles for it."""
    if isinstance(base, Local) and base.toolchain is not None:
        return _unpacked(base.toolchain, name)
    return [i.From(STAGE, name, why="what builds is a stage of its own; nothing of it is in the image (CIS 4.3)")]


def _unpacked(root: Stored, name: str) -> list[i.Instruction]:
    argv = [f"{SHOWN}/busybox", "tar", "-xzf", f"{SHOWN}/{_name(root)}", "-C", "/"]
    return [
        i.From("scratch", name, why="a root file system made on this machine, as no registry answered (CIS 4.2)"),
        i.Run(
            argv,
            [i.Bind(FOLDER, SHOWN)],
            why="unpacked by a program that needs nothing around it; ADD is avoided (DL3020)",
        ),
        i.Env({"PATH": PATH, "LANG": "C.UTF-8"}, why="what Docker's own images of Python set as well"),
    ]


def files(base: Base) -> list[staging.Entry]:
    """Return what the stage needs in the context."""
    match base:
        case Registry():
            return []
        case Local():
            roots = [base.root] if base.toolchain is None else [base.root, base.toolchain]
            return [
                *(linked(f"{FOLDER}/{_name(root)}", root) for root in roots),
                linked(f"{FOLDER}/busybox", base.unpacker, executable=True),
            ]
        case _:
            assert_never(base)


def linked(path: str, stored: Stored, *, executable: bool = False) -> staging.Entry:
    """Return a cached file as an entry of a context."""
    return staging.Linked(path, stored.path, stored.sha256, stored.size, executable)


def _name(root: Stored) -> str:
    return f"base-{root.sha256[:12]}.tar.gz"
