"""Random cases: a program and its edits, with faults and drift between. The same seed gives the same case."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from tests.engine.model import description, model
from tests.engine.model.description import Alias, Declared, Program, Run, Use

_NAMES = [f"{letter}{number}" for number in range(12) for letter in "abcd"]


@dataclass(frozen=True)
class Size:
    """How large cases become."""

    resources: int = 40
    edits: int = 5


def case(seed: int, size: Size) -> tuple[Run, ...]:
    """Return the case of a seed: a first run and `size.edits` more, each one that the model is sure of."""
    dice = random.Random(seed)  # noqa: S311 -- no secret
    declared = program(dice, dice.randint(2, dice.choice([6, 12, size.resources])))
    runs: list[Run] = []
    state = model.begin()
    while len(runs) <= size.edits:
        run = _run(dice, declared, state) if runs else Run("up", declared)
        try:
            state = model.play(state, run)
        except model.Unsure:
            declared = program(dice, dice.randint(2, 6)) if not runs else declared
            continue
        runs.append(run)
        declared = edited(dice, run.program or declared, size.resources)
    return tuple(runs)


def _run(dice: random.Random, program: Program, state: model.Expected) -> Run:
    run = Run("up", program)
    ids = sorted(row.id for row in state.rows if row.id.partition("-")[0] not in ("", "outside", "provider"))
    urns = [row.urn for row in state.rows if not row.delete]
    mine = [description.urn(each, program) for each in program]
    choice = dice.random()
    if choice < 0.06:
        return Run("destroy", go_on=dice.random() < 0.3, targets=_few(dice, urns, 0.3), dependents=dice.random() < 0.7)
    if choice < 0.16 and ids:
        gone, drifted = _few(dice, ids, 0.5), _few(dice, ids, 0.5)
        if dice.random() < 0.5:
            return Run("refresh", gone=gone, drifted=drifted, targets=_few(dice, urns, 0.2))
        return replace(run, refresh=True, gone=gone, drifted=drifted)
    if choice < 0.30:
        keys = [each.key for each in program if each.kind == "thing"]
        old = sorted({str(row.outputs["key"]) for row in state.rows if "key" in row.outputs})
        faults = {(dice.choice(["create", "update"]), key) for key in _few(dice, keys, 0.8)}
        faults |= {("delete", key) for key in _few(dice, old, 0.4)}
        return replace(run, faults=frozenset(faults), go_on=dice.random() < 0.6)
    if choice < 0.42:
        targets = _few(dice, sorted({*urns, *mine}), 1.0)
        return replace(run, targets=targets, dependents=dice.random() < 0.5)
    if choice < 0.50:
        # the CLI refuses, before anything else, to replace what the state does not have
        things = [urn for urn, each in zip(mine, program, strict=True) if each.kind == "thing" and urn in urns]
        return replace(run, replace=_few(dice, things, 1.0))
    return run


def _few(dice: random.Random, found: list[str], chance: float) -> tuple[str, ...]:
    if not found or dice.random() >= chance:
        return ()
    return tuple(sorted(dice.sample(found, min(len(found), dice.choice([1, 1, 2, 3])))))


def program(dice: random.Random, count: int) -> Program:
    """Return a program of `count` resources."""
    found: Program = ()
    for _ in range(count):
        found = _with_another(dice, found)
    return found


def _with_another(dice: random.Random, program: Program, at: int | None = None) -> Program:
    used = {each.name for each in program}
    free = [name for name in _NAMES if name not in used]
    at = len(program) if at is None else at
    before = program[:at]
    key = next(key for key in iter(lambda: f"k{dice.randrange(1000)}", "") if all(each.key != key for each in program))
    kind = dice.choices(["thing", "group", "seen"], [8, 2, 1])[0]
    made = Declared(key, dice.choice(free[:8]), kind)  # pyright: ignore[reportArgumentType] -- one of the three
    if kind == "seen":
        made = replace(made, id=dice.choice(description.OUTSIDE))
    if kind == "thing":
        made = replace(made, value=dice.randrange(3), fixed=dice.randrange(2), secret=dice.random() < 0.1)
    for change in dice.sample(_OPTIONS, dice.choice([1, 2, 3])):
        made = change(dice, made, before)
    return (*before, made, *program[at:])


def _customs(before: Program) -> list[str]:
    return [each.key for each in before if each.kind != "group"]


def _things(before: Program) -> list[str]:
    return [each.key for each in before if each.kind == "thing"]


def _uses(dice: random.Random, one: Declared, before: Program) -> Declared:
    keys = _customs(before)
    if one.kind != "thing" or not keys:
        return one
    names = dice.sample(["in0", "in1", "fixed0", "fixed1"], dice.choice([1, 1, 2]))
    return replace(one, uses=tuple(Use(name, dice.choice(keys), _output(dice)) for name in sorted(names)))


def _output(dice: random.Random) -> Literal["serial", "value"]:
    return dice.choice(["serial", "value"])


def _after(dice: random.Random, one: Declared, before: Program) -> Declared:
    return replace(one, after=_few(dice, _customs(before), 0.8))


def _parent(dice: random.Random, one: Declared, before: Program) -> Declared:
    keys = [each.key for each in before if each.kind != "seen"]
    return replace(one, parent=dice.choice([*keys, ""])) if keys else one


def _flags(dice: random.Random, one: Declared, before: Program) -> Declared:
    if one.kind != "thing":
        return one
    return replace(
        one,
        protect=dice.random() < 0.1,
        retain=dice.random() < 0.15,
        exclusive=dice.random() < 0.3,
        ignore=dice.choice([(), (), ("value",), ("fixed",), ("fixed", "value")]),
        delete_first=dice.choice([None, None, True, True, False]),
    )


def _bonds(dice: random.Random, one: Declared, before: Program) -> Declared:
    keys = _things(before)
    if one.kind != "thing" or not keys:
        return one
    return replace(one, deleted_with=dice.choice([*keys, "", "", ""]), replace_with=_few(dice, keys, 0.4))


_OPTIONS: list[Callable[[random.Random, Declared, Program], Declared]] = [
    *(_uses, _after, _parent, _flags, _bonds),
    *(_uses, _flags),
]


def edited(dice: random.Random, program: Program, most: int = 40) -> Program:
    """Return a program after a few edits; it has `most` resources at most."""
    for _ in range(dice.choice([1, 1, 2, 3, 4])):
        program = _edit(dice, program, most)
    return program


def _edit(dice: random.Random, program: Program, most: int) -> Program:
    choice = dice.random()
    if not program or (choice < 0.15 and len(program) < most):
        return _with_another(dice, program, dice.randint(0, len(program)))
    at = dice.randrange(len(program))
    one = program[at]
    if choice < 0.24:
        return _without(program, one.key)
    if choice < 0.34:
        return _renamed(dice, program, at)
    if choice < 0.42:
        moved = _parent(dice, one, program[:at])
        if dice.random() < 0.7 and one.kind != "seen":
            moved = replace(moved, aliases=(Alias(one.name, one.parent, parents=True),))
        return (*program[:at], moved, *program[at + 1 :])
    if choice < 0.75:
        value, fixed = dice.choice([(dice.randrange(4), one.fixed), (one.value, (one.fixed + 1) % 3)])
        changed = replace(one, value=value, fixed=fixed) if one.kind == "thing" else one
    else:
        changed = dice.choice(_OPTIONS)(dice, one, program[:at])
        changed = replace(changed, parent=one.parent, aliases=one.aliases)
    return (*program[:at], changed, *program[at + 1 :])


def _renamed(dice: random.Random, program: Program, at: int) -> Program:
    one = program[at]
    free = [name for name in _NAMES[:16] if name not in {each.name for each in program}]
    if not free:
        return program
    named = replace(one, name=dice.choice(free))
    if dice.random() < 0.7 and one.kind != "seen":
        named = replace(named, aliases=(Alias(one.name), *one.aliases[:1]))
    return (*program[:at], named, *program[at + 1 :])


def _without(program: Program, key: str) -> Program:
    """Return a program without a resource and whatever was said of it."""

    def forget(one: Declared) -> Declared:
        return replace(
            one,
            uses=tuple(use for use in one.uses if use.key != key),
            parent="" if one.parent == key else one.parent,
            after=tuple(each for each in one.after if each != key),
            deleted_with="" if one.deleted_with == key else one.deleted_with,
            replace_with=tuple(each for each in one.replace_with if each != key),
            aliases=tuple(alias for alias in one.aliases if alias.parent != key),
        )

    return tuple(forget(one) for one in program if one.key != key)
