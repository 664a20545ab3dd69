"""Dockerfile instructions as data, and their text. Values are always quoted, commands never meet a shell.

Each carries why it is there, as one clause that ends with the source of the practice where it has one. The clause is
for `moorage images explain`: it is no part of the text, so that a better wording rebuilds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never


@dataclass(frozen=True)
class From:
    """Start a stage."""

    image: str
    stage: str = ""
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Bind:
    """Show a file or folder of the context during one step; it enters no layer."""

    source: str
    target: str


@dataclass(frozen=True)
class Cache:
    """A folder that the builder keeps between builds; `locked`: one build at a time has it."""

    id: str
    target: str
    locked: bool = False


@dataclass(frozen=True)
class Secret:
    """A build secret, at /run/secrets/<id> during one step."""

    id: str


Mount: TypeAlias = Bind | Cache | Secret


@dataclass(frozen=True)
class Run:
    """Run a program, without a shell."""

    argv: Sequence[str]
    mounts: Sequence[Mount] = ()
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Copy:
    """Copy from the context, or from a stage."""

    source: str
    target: str
    stage: str = ""
    owner: str = ""
    """User and group, as numbers; empty: root."""
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Env:
    """Set variables."""

    values: Mapping[str, str]
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Label:
    """Set labels."""

    values: Mapping[str, str]
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Word:
    """An instruction with one plain argument: WORKDIR, USER, EXPOSE, STOPSIGNAL."""

    name: str
    value: str
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Health:
    """The image's own health check; times in seconds."""

    argv: Sequence[str]
    interval: int
    timeout: int
    start: int
    retries: int
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Command:
    """What a container runs."""

    argv: Sequence[str]
    why: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Comment:
    """A line for the reader, with an empty one before it."""

    text: str


Instruction: TypeAlias = From | Run | Copy | Env | Label | Word | Health | Command | Comment


@dataclass(frozen=True)
class Dockerfile:
    """A whole file."""

    instructions: Sequence[Instruction] = field(default_factory=tuple[Instruction, ...])

    def __str__(self) -> str:
        return "".join(f"{text(one)}\n" for one in self.instructions).lstrip("\n")

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Return each instruction's text and why it is there; comments are for readers of the file alone."""
        return [(text(one), one.why) for one in self.instructions if not isinstance(one, Comment)]


def text(one: Instruction) -> str:
    """Return one instruction as Dockerfile text."""
    match one:
        case From():
            return f"FROM {one.image} AS {one.stage}" if one.stage else f"FROM {one.image}"
        case Run():
            parts = [*(f"--mount={_mount(mount)}" for mount in one.mounts), json.dumps(list(one.argv))]
            return "RUN " + " \\\n    ".join(parts)
        case Copy():
            origin = f"--from={one.stage} " if one.stage else ""
            origin += f"--chown={one.owner} " if one.owner else ""
            return f"COPY {origin}{_paths(one.source, one.target)}"
        case Env():
            return f"ENV {_pairs(one.values)}"
        case Label():
            return f"LABEL {_pairs(one.values)}"
        case Word():
            return f"{one.name} {one.value}"
        case Health():
            times = f"--interval={one.interval}s --timeout={one.timeout}s --start-period={one.start}s"
            return f"HEALTHCHECK {times} --retries={one.retries} \\\n    CMD {json.dumps(list(one.argv))}"
        case Command():
            return f"CMD {json.dumps(list(one.argv))}"
        case Comment():
            return f"\n# {one.text}"
        case _:
            assert_never(one)


def _mount(mount: Mount) -> str:
    match mount:
        case Bind():
            return f"type=bind,source={mount.source},target={mount.target}"
        case Cache():
            sharing = "locked" if mount.locked else "shared"
            return f"type=cache,id={mount.id},target={mount.target},sharing={sharing}"
        case Secret():
            return f"type=secret,id={mount.id}"
        case _:
            assert_never(mount)


def _paths(source: str, target: str) -> str:
    """Return two paths; Docker expands variables in them, also inside JSON."""
    return json.dumps([source, target]).replace("$", "\\\\$")


def _pairs(values: Mapping[str, str]) -> str:
    return " \\\n    ".join(f"{key}={quoted(value)}" for key, value in values.items())


def quoted(value: str) -> str:
    """Return a value in double quotes in which nothing is expanded."""
    for special in ("\\", '"', "$"):
        value = value.replace(special, "\\" + special)
    return f'"{value}"'
