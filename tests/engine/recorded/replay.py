"""A case on the embedded engine."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moorage.engine import providers, run
from moorage.engine.project import project as projects
from moorage.engine.project import stackfile
from moorage.engine.providers import protocol
from moorage.engine.state import backend
from tests.engine.recorded import case, forked, project, recording
from tests.engine.recorded.things import inprocess

Find = Callable[[str], protocol.Provider]

_FLAGS = {
    "--target": "targets",
    "--replace": "replaces",
    "--target-dependents": "target_dependents",
    "--exclude": "excludes",
    "--exclude-dependents": "exclude_dependents",
    "--continue-on-error": "continue_on_error",
    "--refresh": "refresh",
}
"""The request's field of a flag."""


def play(found: case.Case, folder: Path, find: Find | None = None) -> recording.Recording:
    """Run all operations of a case in an empty folder and return what was done.

    `find` finds providers, by default package `thing` in process.
    """
    place = project.Project(folder)
    place.make()
    result = recording.Recording(place)
    for operation in found.operations:
        if operation.is_run:
            events: list[dict[str, Any]] = []
            ok = execute(place, found, operation, events.append, find)
            result.add(operation, 0 if ok else 1, events)
        else:
            place.play(operation)
    return result


def execute(
    place: project.Project,
    found: case.Case,
    operation: case.Operation,
    sink: Callable[[dict[str, Any]], None],
    find: Find | None = None,
) -> bool:
    """Run one operation on the state in a folder; say whether it succeeded."""
    if operation.program:
        place.program(found.source(operation.program))
    request = _request(place, operation.flags, find)
    if operation.program:
        request = dataclasses.replace(request, started=forked.Program())
    try:
        match operation.word:
            case "up":
                outcome = run.up(request, sink)
            case "preview":
                outcome = run.preview(request, sink)
            case "refresh":
                outcome = run.refresh(request, sink)
            case _:
                outcome = run.destroy(request, sink)
    except run.RunError:
        return False  # it did not begin; the CLI says why on stderr, not in its events
    return outcome.ok


def _request(place: project.Project, flags: list[str], find: Find | None) -> run.Request:
    # the interpreter that has pulumi is the one that runs the tests
    found = dataclasses.replace(projects.find(place.root), virtualenv=Path(sys.prefix))
    file = stackfile.load(found, project.STACK)
    states = backend.open(found, {})
    own = states.stack(project.STACK, project.KEYS, project.SALT)

    def in_process(package: str) -> protocol.Provider:
        return inprocess.InProcess(place.root / "world") if package == "thing" else providers.find(package)

    crypter = project.KEYS.open(project.SALT)
    options: dict[str, Any] = {
        "find": find or in_process,
        "stacks": lambda name: states.stack(name, project.KEYS),
        **_options(flags),
    }
    return run.Request(found, project.STACK, file, own, crypter, **options)


def _options(flags: list[str]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    words = iter(flags)
    for word in words:
        name = _FLAGS[word]
        if word in ("--target", "--replace", "--exclude"):
            options[name] = (*options.get(name, ()), next(words))
        else:
            options[name] = True
    return options
