"""Random programs whose runs are killed at random points, and then run to the end."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from moorage.engine.state import crypto
from tests.engine.model import description, generate
from tests.engine.model.killed.stack import Ended, Kill, Stack


def check(seed: int, keys: crypto.Keys, salt: str, kills: int) -> tuple[int, list[str]]:
    """Evolve one stack until `kills` runs of it were killed; returns how many were, and what is wrong."""
    dice = random.Random(seed)  # noqa: S311 -- no secret
    killed = 0
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder), keys, salt, asked=dice.random() < 0.5)
        program: description.Program = ()
        for number in range(20 * kills):
            program = generate.edited(dice, program) if program else generate.program(dice, dice.randint(3, 15))
            program = _tracked(program)
            run = description.Run("destroy" if dice.random() < 0.1 else "up", program)
            first = stack.play(run, _kill(dice))
            killed += first.killed
            last = _finish(stack, run, dice)
            wrong = [f"run {number}: {each}" for each in _wrong(stack, run, first, last)]
            if wrong or killed == kills:
                return killed, [*wrong, *([description.show((run,)), last.said] if wrong else [])]
    return killed, []


def _kill(dice: random.Random) -> Kill:
    if dice.random() < 0.3:
        return Kill(seconds=dice.uniform(0.001, 0.15))
    return Kill(effect=dice.choice([1, 1, 2, 3, 4, 6, 8]), done=dice.random() < 0.5)


def _tracked(program: description.Program) -> description.Program:
    """Return a program without what leaves objects behind on purpose or keeps them from being deleted.

    An alias that is also a name, or an alias twice, would be refused.
    """
    claimed = Counter(alias.name for each in program for alias in each.aliases)
    claimed.update(each.name for each in program)

    def own(one: description.Declared) -> tuple[description.Alias, ...]:
        return tuple(alias for alias in one.aliases[:1] if claimed[alias.name] == 1 + (alias.name == one.name))

    return tuple(
        dataclasses.replace(each, retain=False, protect=False, deleted_with="", aliases=own(each)) for each in program
    )


def _finish(stack: Stack, run: description.Run, dice: random.Random) -> Ended:
    """Run to the end, deciding about what is pending as a user does who looks at what exists."""
    last = stack.play(run)
    if not last.pending:
        return last
    made = _made(stack, last)
    # the user may record what exists, or remove it by hand and forget it
    if dice.random() < 0.5:
        for name in made.values():
            stack.world.objects.pop(name)
        made = {}
    stack.play(description.Run("refresh"), clear_pending_creates=True, import_pending_creates=made)
    return stack.play(run)


def _made(stack: Stack, ended: Ended) -> dict[str, str]:
    """Return what pending creations made, by URN: the object of their key that no row has."""
    recorded = {row.id for row in stack.rows()}
    loose = {str(held["key"]): name for name, held in stack.world.objects.items() if name not in recorded}
    return {urn: loose[key] for kind, urn, key in ended.pending if kind == "creating" and key in loose}


def _wrong(stack: Stack, run: description.Run, first: Ended, last: Ended) -> Iterator[str]:
    how = "after a kill" if first.killed else "without a kill"
    if not last.ok:
        yield f"{how}: the run that was to end it failed"
        return
    wanted = Counter(description.urn(each, run.program) for each in run.program) if run.op == "up" else Counter[str]()
    rows = [row for row in stack.rows() if row.type in description.TYPES.values()]
    have = Counter(row.urn for row in rows)
    yield from (f"{how}: lost {urn}" for urn in wanted - have)
    yield from (f"{how}: left over {urn}" for urn in have - wanted)
    ids = Counter(row.id for row in rows if row.custom and not row.external)
    there = Counter(name for name in stack.world.objects if name not in description.OUTSIDE)
    yield from (f"{how}: recorded, but does not exist: {name}" for name in ids - there)
    yield from (f"{how}: orphaned: {name}" for name in there - ids)
    again = stack.play(run)
    yield from (f"{how}: not settled: {op} {urn}" for op, urn in again.steps if op not in ("same", "read"))
