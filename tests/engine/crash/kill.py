"""Seeded runs that are killed again and again, then run to the end: `python -m tests.engine.crash.kill --count 500`.

Each seed is a stack whose program changes at random; its runs are processes of their own, ended by SIGKILL at a random
effect, by themselves, or at a random time, from outside. Exit code 1 when anything is lost, doubled or left over.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from moorage.engine import run, values
from moorage.engine.deploy import goal
from tests.engine.crash import play, worlds

NAMES = "abcdefgh"
ROUNDS = 4
"""How many runs of a stack are killed before the one that is not."""


def program(source: random.Random) -> list[goal.Goal]:
    """Ask for some things, each depending on some before it; a word of their inputs changes from program to program."""
    goals: list[goal.Goal] = []
    for name in NAMES:
        if source.random() < 0.3:
            continue
        inputs: values.Values = {"size": source.randrange(2), "fixed": source.randrange(2)}
        if name in "cf":
            inputs["first"] = True
        if name in "de":
            inputs["secret"] = values.Secret("s3cret")
        of = [each.name for each in goals if source.random() < 0.3]
        goals.append(play.thing(name, inputs, of))
    return goals


def killed(folder: Path, provider: type[worlds.Silent], goals: Sequence[goal.Goal], source: random.Random) -> bool:
    """Run in a process that is killed at a random effect or a random time; say whether it was before its end."""
    left = source.randrange(1, 2 * len(NAMES)) if source.random() < 0.7 else sys.maxsize
    after = source.uniform(0.001, 0.15)
    child = os.fork()
    if child == 0:
        _until_killed(folder, provider, goals, left)
    if left == sys.maxsize:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _until_killed(folder: Path, provider: type[worlds.Silent], goals: Sequence[goal.Goal], left: int) -> None:
    def effect() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        _up(folder, provider, goals, effect)
        code = 0
    finally:
        os._exit(code)


def _up(
    folder: Path, provider: type[worlds.Silent], goals: Sequence[goal.Goal], effect: Callable[[], None] = lambda: None
) -> run.Outcome:
    world = provider(folder / "world", effect)
    outcome = play.up(folder, lambda _: world, goals)
    if not outcome.pending:
        return outcome
    _decide(folder, world, outcome)
    return play.up(folder, lambda _: world, goals)


def _decide(folder: Path, world: worlds.Silent, outcome: run.Outcome) -> None:
    """Do what the message asks of the user: look what is there, and say so."""
    there = world.things()
    names = {each.resource.urn: str(each.resource.inputs["name"]) for each in outcome.pending if not each.resource.id}
    ids = {urn: name for urn, name in names.items() if name in there}
    asked = play.asked(folder, lambda _: world, clear_pending_creates=True, import_pending_creates=ids)
    done = run.refresh(asked, lambda _: None)
    assert done.ok, "a refresh after the decision failed"


def check(folder: Path, goals: Sequence[goal.Goal]) -> None:
    """Compare what is recorded, what exists and what the program asks for."""
    recorded, there, wanted = play.rows(folder), worlds.Silent(folder / "world").things(), play.told(goals)
    assert sorted(recorded) == sorted(there), f"recorded {sorted(recorded)}, there {sorted(there)}"
    by_name = {row.urn.rpartition("::")[2]: play.plain(row) for row in recorded.values()}
    assert len(by_name) == len(recorded), f"twice: {sorted(recorded)}"
    assert by_name == wanted, f"recorded {by_name}, wanted {wanted}"
    for id_, row in recorded.items():
        assert {key: there[id_][key] for key in there[id_] if key != "name"} == play.plain(row), f"{id_} differs"


def one(seed: int) -> int:
    """Play one seed; return how many of its runs were killed before their end."""
    source = random.Random(seed)  # noqa: S311 -- a seeded test, no secret
    provider = worlds.Findable if seed % 2 else worlds.Silent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kills = sum(killed(folder, provider, program(source), source) for _ in range(ROUNDS))
        last = program(source)
        outcome = _up(folder, provider, last)
        assert outcome.ok, f"the last run failed: {outcome}"
        check(folder, last)
    return kills


def main() -> int:
    """Play the seeds that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many runs are to be killed")
    parser.add_argument("--first", type=int, default=0, help="the seed to begin with")
    asked = parser.parse_args()
    kills, seed, wrong = 0, asked.first, 0
    play.KEYS.open(play.SALT).encrypt("")  # once, for all processes
    while kills < asked.count:
        try:
            kills += one(seed)
        except Exception as error:
            # said, counted, and the next seed has its turn
            wrong += 1
            sys.stdout.write(f"seed {seed}: {type(error).__name__}: {error}\n")
        seed += 1
    sys.stdout.write(f"{kills} runs killed, {seed - asked.first} stacks, {wrong} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
