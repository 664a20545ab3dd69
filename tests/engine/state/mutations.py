"""Damaged state files, each previewed and destroyed: never a traceback, never the wrong object deleted.

The full count by `python -m tests.engine.state.mutations --count 10000`; it prints what came of them.
"""

from __future__ import annotations

import argparse
import collections
import copy
import dataclasses
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from moorage.engine import files, marks, request, run, values
from moorage.engine.project import project, stackfile
from moorage.engine.providers import protocol
from moorage.engine.state import backend, crypto
from moorage.engine.state.store import StateError, Store
from tests.engine.core import things
from tests.engine.state import mutate
from tests.engine.state.puppet import SECRET, Declared, Puppet

PROGRAM = [
    Declared("group", custom=False),
    Declared("net"),
    Declared("data", {"size": 3}, parent="group"),
    Declared(
        "db", {"password": {**SECRET, "value": "canary"}, "list": [1, {"a": None}]}, parent="group", needs=("net",)
    ),
    Declared("web", {"size": 2}, needs=("db", "net"), deleted_with="net"),
    Declared("kept", retain=True, needs=("web",)),
    Declared("last", {"map": {"x": "y"}}, parent="group", needs=("web", "data")),
]
"""What the state is of, and what is previewed over the damaged one: the last two are gone from it, one is new."""
NEXT = [*PROGRAM[:-2], Declared("new", needs=("web",))]

_DEFECT = re.compile(r"Traceback|\b(?!Runtime)[A-Z][A-Za-z]*(?:Error|Exception)\b")


class Watched(things.Things):
    """Notes each delete of an object that does not carry the name that the state records of it."""

    wrong: list[str] = []  # noqa: RUF012 # one for all instances of a run, cleared by it

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Compare names first."""
        named = [
            part["name"] for part in (marks.strip(inputs), marks.strip(outputs)) if isinstance(part.get("name"), str)
        ]
        there = self._cloud.things.get(id)
        if there and named and there["name"] not in named:
            self.wrong.append(f"{context.urn}: {id} is {there['name']}, recorded as {named}")
        super().delete(context, id, inputs, outputs)


@dataclasses.dataclass
class World:
    """A project with a state, and all that it has made."""

    root: Path
    keys: crypto.Keys
    cloud: things.Cloud = dataclasses.field(default_factory=things.Cloud)
    said: list[str] = dataclasses.field(default_factory=list[str])

    def __post_init__(self) -> None:
        (self.root / "Pulumi.yaml").write_text("name: toy\nruntime: python\nbackend: {url: 'file://.'}\n")
        (self.root / "__main__.py").write_text("")
        self.project = project.find(self.root)

    @property
    def store(self) -> Store:
        """Return the stack's store, which has read nothing yet."""
        return backend.open(self.project, {}).stack("dev", self.keys)

    def request(self, declared: list[Declared]) -> request.Request:
        """Return what is asked of the engine."""
        puppet: Any = Puppet(declared)
        return request.Request(
            self.project, "dev", stackfile.load(self.project, "dev"), self.store, find=self._find, started=puppet
        )

    def _find(self, package: str) -> protocol.Provider:
        if package != "test":
            raise protocol.ProviderError(f"package {package}: no such provider")
        return Watched(self.cloud)

    def sink(self, event: dict[str, Any]) -> None:
        """Keep what is said."""
        for name in ("diagnosticEvent", "resOpFailedEvent"):
            if name in event:
                self.said.append(str(event[name].get("message") or event[name]))


def base(root: Path, keys: crypto.Keys) -> tuple[World, bytes]:
    """Return a world whose stack is up, and its state."""
    world = World(root, keys)
    outcome = run.up(world.request(PROGRAM), world.sink)
    assert outcome.ok, world.said
    return world, world.store.path.read_bytes()


def judge(world: World, data: bytes, objects: dict[str, values.Values]) -> tuple[str, list[str]]:
    """Preview and destroy over a damaged state; return how it went and what is wrong with that."""
    shutil.rmtree(world.root / ".pulumi", ignore_errors=True)
    files.write(world.store.path, data)
    world.cloud.things = copy.deepcopy(objects)
    world.said.clear()
    Watched.wrong.clear()
    try:
        world.store.load()
        previewed = run.preview(world.request(NEXT), world.sink)
        run.destroy(world.request([]), world.sink, planning=True)
        untouched = world.cloud.things == objects and world.store.path.read_bytes() == data
        destroyed = run.destroy(world.request([]), world.sink)
    except (StateError, request.RunError) as error:
        text = str(error)
        defects = (
            [] if ("\n" not in text and str(world.store.path) in text) or "urn:" in text else [f"not one line: {text}"]
        )
        defects += [] if world.store.path.read_bytes() == data else ["the refused file was changed"]
        return "refused", [*defects, *_defects([text])]
    defects = [*Watched.wrong, *_defects(world.said)]
    if not untouched:
        defects.append("a preview changed something")
    return "taken" if previewed.ok and destroyed.ok else "failed", defects


def _defects(said: Iterable[str]) -> list[str]:
    return [text for text in said if _DEFECT.search(text)]


def campaign(root: Path, keys: crypto.Keys, seeds: Iterable[int]) -> tuple[collections.Counter[str], list[str]]:
    """Judge one damaged file per seed; return how many went how, and every defect with its seed."""
    world, data = base(root, keys)
    objects = copy.deepcopy(world.cloud.things)
    counts: collections.Counter[str] = collections.Counter()
    defects: list[str] = []
    for seed in seeds:
        how, damaged = mutate.mutate(data, seed)
        try:
            came, wrong = judge(world, damaged, objects)
        except Exception as error:  # that there is none is what is shown
            came, wrong = "raised", [f"{type(error).__name__}: {error}"]
        counts[came] += 1
        defects += [f"seed {seed} ({how}): {each}" for each in wrong]
    return counts, defects


def main() -> int:
    """Run the campaign that the command line asks for; return 1 when it finds a defect."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000, help="how many damaged files")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    arguments = parser.parse_args()
    # nothing here has to outlive the machine: memory, where there is one, saves waiting for the disk
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        seeds = range(arguments.first, arguments.first + arguments.count)
        counts, defects = campaign(Path(folder), crypto.Keys("throwaway"), seeds)
    for line in (*defects, *(f"{how}: {number}" for how, number in sorted(counts.items()))):
        sys.stdout.write(f"{line}\n")
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
