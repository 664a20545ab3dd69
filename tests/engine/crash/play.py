"""A run without a program process: goals are registered one after the other, against the real store."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Sequence
from concurrent import futures
from pathlib import Path

from moorage.engine import events, marks, request, resource, run, session, values
from moorage.engine.deploy import defaults, effects, goal, register, registry, removal, world
from moorage.engine.project import project, stackfile
from moorage.engine.providers import protocol
from moorage.engine.state import crypto, store

PROJECT = "crash"
KEYS = crypto.Keys("x")
SALT = KEYS.create().salt
"""One for all, so that its key is derived once."""

Find = Callable[[str], protocol.Provider]


def thing(name: str, inputs: values.Values, of: Sequence[str] = ()) -> goal.Goal:
    """Ask for a resource that depends on others, by name."""
    return goal.Goal("world:index:Thing", name, custom=True, inputs=inputs, dependencies=[_urn(each) for each in of])


def _urn(name: str) -> str:
    return f"urn:pulumi:dev::{PROJECT}::world:index:Thing::{name}"


def open_store(folder: Path) -> store.Store:
    """Return the store of the stack `dev` in a folder."""
    return store.Store(folder / ".pulumi", PROJECT, "dev", KEYS, SALT)


def asked(folder: Path, find: Find, **options: object) -> request.Request:
    """Return a request about the stack `dev` in a folder."""
    (folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
    found = project.find(folder)
    made = request.Request(found, "dev", stackfile.load(found, "dev"), open_store(folder), find=find)
    return dataclasses.replace(made, **options)


def up(
    folder: Path,
    find: Find,
    goals: Sequence[goal.Goal],
    said: list[events.Event] | None = None,
    at_once: int = 1,
) -> run.Outcome:
    """Bring the stack to the goals, deleting what is not among them; so many are registered at once."""
    one_request = asked(folder, find)
    emitter = events.Emitter((said if said is not None else list[events.Event]()).append, preview=False)
    with contextlib.ExitStack() as held:
        held.enter_context(one_request.store.lock())
        settings = session.settle(one_request)
        one = session.begin(one_request, settings, emitter, "update", held, preview=False)
        ok = False
        with contextlib.suppress(world.StoppedError, effects.EffectError):
            one.recover()
            one.run.going()
            _register(one.run, goals, at_once)
            removal.delete(one.run, removal.leftovers(one.run), one_request.parallel)
            ok = True
        return one.finish(ok=ok)


def _register(run_: world.World, goals: Sequence[goal.Goal], at_once: int) -> None:
    reference = defaults.Defaults(run_, {}, frozenset()).default(registry.Package("world"))
    wanted = [dataclasses.replace(each, provider=reference) for each in goals]
    if at_once == 1:  # what is killed here must not have threads of its own in the way
        for each in wanted:
            register.register(run_, each)
        return
    with futures.ThreadPoolExecutor(at_once) as pool:
        list(pool.map(lambda each: register.register(run_, each), wanted))


def rows(folder: Path) -> dict[str, resource.Resource]:
    """Return the recorded things by id; no operation may be pending and no journal left."""
    found = open_store(folder)
    snapshot = found.load()
    assert snapshot is not None
    assert snapshot.operations == []
    assert list((folder / ".pulumi" / "journal").rglob("*.journal")) == []
    return {row.id: row for row in snapshot.resources if row.type == "world:index:Thing"}


def told(goals: Sequence[goal.Goal]) -> dict[str, values.Values]:
    """Return the inputs that the goals ask for, by name, without marks."""
    return {each.name: marks.strip(each.inputs) for each in goals}


def plain(row: resource.Resource) -> values.Values:
    """Return the inputs of a row without marks and without the name that the provider gave."""
    stripped = {key: marks.strip(value) for key, value in row.inputs.items()}
    return {key: value for key, value in stripped.items() if key != "name"}
