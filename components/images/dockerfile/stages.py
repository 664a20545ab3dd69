"""The stages of a Dockerfile, and what of them makes the image: all up to its own stage, and those it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.images import bases, parse
from components.images.dockerfile import variables


@dataclass(frozen=True)
class Stage:
    """One stage: its name in lower case, the image it starts from (None: a variable nobody sets), what it does."""

    name: str
    image: str | None
    start: parse.Instruction
    body: Sequence[parse.Instruction]


@dataclass(frozen=True)
class Read:
    """A Dockerfile as far as its image needs it; the last stage is the image."""

    shown: str
    """Its path as the user knows it."""
    before: Sequence[parse.Instruction]
    """What stands before the first FROM."""
    stages: Sequence[Stage]
    cut: int | None
    """Line, from 0, of the first stage that the image does not need; None: it needs all."""

    @property
    def instructions(self) -> list[parse.Instruction]:
        """Return all that is read, in order."""
        return [*self.before, *(one for stage in self.stages for one in [stage.start, *stage.body])]

    @property
    def chain(self) -> list[Stage]:
        """Return the stages of this file whose user, ports and so on the image has, itself last."""
        found = [self.stages[-1]]
        earlier = list(self.stages[:-1])
        while earlier:
            stage = earlier.pop()
            if stage.name and stage.name == (found[0].image or "").lower():
                found.insert(0, stage)
        return found

    @property
    def uses_base(self) -> bool:
        """Say whether the recorded base is asked for: a stage of the file may well have that name, too."""
        if any(stage.name == bases.STAGE for stage in self.stages):
            return False
        froms = {value.lower() for stage in self.stages for one in stage.body for value in sources(one)}
        return bases.STAGE in froms | {(stage.image or "").lower() for stage in self.stages}


def read(text: str, shown: str, target: str, args: variables.Values) -> Read | None:
    """Return the Dockerfile `text` up to the stage `target` (empty: the last); None: there is no such stage."""
    found = parse.instructions(text)
    starts = [number for number, one in enumerate(found) if one.word == "FROM"]
    before = found[: starts[0]] if starts else found
    known = variables.declared(before, args, {})
    stages: list[Stage] = []
    for start, end in zip(starts, [*starts[1:], len(found)], strict=False):
        one = _stage(found[start:end], known)
        stages.append(one)
        if target and one.name == target.lower():
            return Read(shown, before, stages, found[end].first if end < len(found) else None)
    return None if target or not stages else Read(shown, before, stages, None)


def names(text: str) -> list[str]:
    """Return the names of all stages."""
    return [name for one in parse.instructions(text) if one.word == "FROM" and (name := _name(one))]


def sources(one: parse.Instruction) -> list[str]:
    """Return what an instruction reads from besides its own context: stages, or images."""
    found = [value for name, value in one.flags if name == "from"]
    mounts = [value.split(",") for name, value in one.flags if name == "mount"]
    return found + [part.removeprefix("from=") for mount in mounts for part in mount if part.startswith("from=")]


def _stage(found: Sequence[parse.Instruction], known: variables.Values) -> Stage:
    image = (found[0].arguments or [""])[0]
    return Stage(_name(found[0]), variables.expand(image, known), found[0], found[1:])


def _name(start: parse.Instruction) -> str:
    words = start.arguments
    return words[2].lower() if len(words) >= 3 and words[1].upper() == "AS" else ""
