"""Plays a random case on the model and on the embedded engine, and says where they part."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.engine.model import agreement, description, generate, model
from tests.engine.model.embedded import engine

SIZE = generate.Size(resources=40, edits=5)


def compare(seed: int, size: generate.Size = SIZE) -> list[str]:
    """Return the lines of a report on the first run that differs; none when all agree."""
    case = generate.case(seed, size)
    before = model.begin()
    with tempfile.TemporaryDirectory() as folder:
        stack = engine.Engine(Path(folder))
        for number, run in enumerate(case):
            before, found = model.play(before, run), stack.play(run)
            if before.overcautious:
                break
            differences = agreement.differences(before, found)
            if differences:
                told = [
                    description.show(case[max(number - 1, 0) : number + 1]),
                    f"the engine said: {found.said}",
                    f"expected steps: {_steps(before)}",
                    f"found steps:    {_steps(found)}",
                ]
                return [f"seed {seed}, run {number}:", *differences, *told]
    return []


def _steps(account: agreement.Account) -> str:
    return ", ".join(f"{op} {urn.rpartition('::')[2]}" for op, urn in agreement.seen(account.steps))
