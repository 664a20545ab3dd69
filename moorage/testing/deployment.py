"""A program deployed by the embedded engine to providers in memory, and evolved by a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from moorage.engine import events, marks, providers, request, resource, run, values
from moorage.engine.program import program
from moorage.engine.project import project, stackfile
from moorage.engine.providers import protocol
from moorage.engine.state import crypto, store
from moorage.testing import fake, inline

PROJECT = "test"
STACK = "dev"


_Operation = Callable[[request.Request, events.Sink], run.Outcome]


class DeploymentError(AssertionError):
    """A run that failed; the text is what it told as errors."""


@dataclass(frozen=True)
class Deployed:
    """What the last run did, and what there is after it."""

    ok: bool
    steps: list[tuple[str, str]]
    """Operation (`create`, `update`, `replace`, `delete`, `same`, ...) and resource name of each finished step, in
    order, without those of the stack and of default providers."""
    changes: Mapping[str, int]
    """How many resources, by operation; the stack itself counts."""
    outputs: values.Values
    """The stack's, with secrets in clear."""
    errors: list[str]


@dataclass
class Deployment:
    """One stack. Each method is one run; it raises `DeploymentError` when the run fails, unless `fails=True`."""

    folder: Path
    config: Mapping[str, str]
    fakes: Mapping[str, fake.Fake]
    real: frozenset[str]
    keys: crypto.Keys
    cloud: fake.Cloud = field(default_factory=fake.Cloud)
    """What exists, what was called, and what is to fail: see `fake.Cloud`."""
    last: Deployed = Deployed(ok=True, steps=[], changes={}, outputs={}, errors=[])

    def update(self, body: inline.Body, *, fails: bool = False) -> Deployed:
        """Bring the stack to what a program asks for."""
        return self._play(run.up, body, fails=fails)

    def preview(self, body: inline.Body, *, fails: bool = False) -> Deployed:
        """Tell what `update` would do."""
        return self._play(run.preview, body, fails=fails)

    def refresh(self, *, fails: bool = False) -> Deployed:
        """Bring the state to what exists."""
        return self._play(run.refresh, _nothing, fails=fails)

    def destroy(self, *, fails: bool = False) -> Deployed:
        """Delete everything."""
        return self._play(run.destroy, _nothing, fails=fails)

    @property
    def resources(self) -> dict[str, resource.Resource]:
        """Return the recorded resources by name, without the stack and default providers, secrets in clear."""
        snapshot = self._store().load()
        rows = [row for row in snapshot.resources if _shown(row.urn)] if snapshot else []
        for row in rows:
            row.inputs, row.outputs = marks.strip(row.inputs), marks.strip(row.outputs)
        return {_name(row.urn): row for row in rows}

    def _store(self) -> store.Store:
        return store.Store(self.folder / ".pulumi", PROJECT, STACK, self.keys)

    def _find(self, package: str) -> protocol.Provider:
        if package in self.real:
            return providers.find(package)
        found = self.fakes.get(package) or fake.Fake()
        found.package, found.cloud = package, self.cloud
        return found

    def _play(self, call: _Operation, body: inline.Body, *, fails: bool) -> Deployed:
        told: list[events.Event] = []
        found = project.find(self.folder)
        asked = request.Request(
            found,
            STACK,
            stackfile.load(found, STACK),
            self._store(),
            find=self._find,
            started=cast("program.Program", inline.Inline(body)),
        )
        outcome = call(asked, told.append)
        said = [event["diagnosticEvent"] for event in told if "diagnosticEvent" in event]
        errors = [each["message"].strip() for each in said if each["severity"] == "error"]
        steps = [(op, _name(urn)) for op, urn in outcome.steps if _shown(urn)]
        self.last = Deployed(outcome.ok, steps, outcome.changes, marks.strip(outcome.outputs), errors)
        if outcome.ok == fails:
            raise DeploymentError("\n".join(errors) or "the run succeeded, and was to fail")
        return self.last


def begin(
    folder: Path,
    keys: crypto.Keys,
    config: Mapping[str, str],
    fakes: Mapping[str, fake.Fake],
    real: frozenset[str],
) -> Deployment:
    """Make an empty project in a folder."""
    (folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
    (folder / "__main__.py").touch()
    lines = [f"  {key}: {value!r}\n" for key, value in config.items()]
    (folder / f"Pulumi.{STACK}.yaml").write_text("config:\n" + "".join(lines) if lines else "{}\n")
    return Deployment(folder, config, fakes, real, keys)


def _nothing() -> None:
    """Register nothing."""


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _shown(urn: str) -> bool:
    kind = urn.split("::")[2]
    return kind != "pulumi:pulumi:Stack" and not (kind.startswith("pulumi:providers:") and "::default" in urn)
