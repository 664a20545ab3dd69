"""Plays a case on the embedded engine, in this process."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, cast

from moorage.engine import marks, request, resource, run
from moorage.engine.program import program
from moorage.engine.project import project, stackfile
from moorage.engine.providers import protocol
from tests.engine.core import stage
from tests.engine.model import description, state
from tests.engine.model.embedded import driver, provider
from tests.engine.model.real.project import Observed, steps_of


class Engine:
    """A stack in memory, and the world that it is about."""

    def __init__(self, root: Path, *, orderly: bool = True) -> None:
        self._project = prepare(root)
        self._store = stage.Memory()
        self._orderly = orderly
        self.world = state.World.begin()

    def play(self, one: description.Run) -> Observed:
        """Play one run."""
        self.world.disturb(one)
        worldly = provider.Worldly(self.world, one.faults)
        events: list[dict[str, Any]] = []
        asked = ask(self._project, self._store, worldly, one, orderly=self._orderly)
        outcome = OPERATIONS[one.op](asked, events.append)
        steps, failures = steps_of(events)
        snapshot = self._store.load()
        rows = [row(each) for each in snapshot.resources] if snapshot else []
        return Observed(outcome.ok, steps, failures, rows, copy.deepcopy(self.world.objects), said(events))


OPERATIONS = {"up": run.up, "refresh": run.refresh, "destroy": run.destroy}


def prepare(root: Path) -> project.Project:
    """Make a project in a folder: its program is there, and is never started."""
    (root / "__main__.py").touch()
    (root / "Pulumi.yaml").write_text(f"name: {description.PROJECT}\nruntime: python\n")
    return project.find(root)


def ask(
    found: project.Project, store: request.Store, worldly: protocol.Provider, one: description.Run, *, orderly: bool
) -> request.Request:
    """Return the request of a run."""

    def find(package: str) -> protocol.Provider:
        if package != description.PACKAGE:
            raise protocol.ProviderError(f"package {package}: no such provider")
        return worldly

    return request.Request(
        found,
        description.STACK,
        stackfile.load(found, description.STACK),
        store,
        find=find,
        refresh=one.refresh,
        continue_on_error=one.go_on,
        started=cast("program.Program", driver.Driver(one.program, orderly=orderly)),
        **limits(one),
    )


def limits(one: description.Run) -> dict[str, Any]:
    """Return what limits a run to some resources, or widens it."""
    found: dict[str, Any] = {}
    if one.targets:
        found |= {"targets": one.targets, "target_dependents": one.dependents}
    if one.replace:
        found |= {"replaces": one.replace}
    return found


def said(events: list[dict[str, Any]]) -> str:
    """Return what a run told the user."""
    return "\n".join(each["diagnosticEvent"]["message"] for each in events if "diagnosticEvent" in each)


def row(found: resource.Resource) -> state.Row:
    """Return a recorded row in the model's words."""
    named = {key: sorted(urns) for key, urns in found.property_dependencies.items() if urns}
    return state.Row(
        urn=found.urn,
        type=found.type,
        custom=found.custom,
        id="provider" if found.type.startswith("pulumi:providers:") else found.id,
        parent=found.parent,
        inputs=marks.strip(found.inputs),
        outputs=marks.strip(found.outputs),
        provider=found.provider.rpartition("::")[0],
        dependencies=sorted(found.dependencies),
        property_dependencies=named,
        protect=found.protect,
        external=found.external,
        delete=found.delete,
        retain=found.retain_on_delete,
        pending=found.pending_replacement,
        deleted_with=found.deleted_with,
        replace_with=list(getattr(found, "replace_with", [])),
    )
