"""A stage for programs: a project in a folder, a store in memory, a provider in memory."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import sys
import textwrap
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from moorage.engine import marks, request, resource, run
from moorage.engine.project import project, stackfile
from moorage.engine.state import checkpoint, history, references, replay
from tests.engine.core import things

PREFIX = "urn:pulumi:dev::stage::"
STACK = f"{PREFIX}pulumi:pulumi:Stack::stage-dev"
PROVIDER = f"{PREFIX}pulumi:providers:test::default"
HEAD = """
import pulumi
from pulumi import Alias, CustomTimeouts, ResourceOptions as Options


class Thing(pulumi.CustomResource):
    serial: pulumi.Output[int]
    size: pulumi.Output[int]

    def __init__(self, name, opts=None, **inputs):
        super().__init__("test:index:Thing", name, {"serial": None, **inputs}, opts)


class Provider(pulumi.ProviderResource):
    def __init__(self, name, opts=None, **inputs):
        super().__init__("test", name, inputs, opts)


class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None, **inputs):
        super().__init__("test:index:Group", name, inputs, opts)
"""


class Recorder:
    """Keeps the state that each write leads to."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        before = memory.load() or checkpoint.Snapshot()
        pending = [(each.resource, each.type) for each in before.operations]
        self._state = replay.State(before.resources, pending, references.rename)

    def append(self, records: Sequence[replay.Record]) -> None:
        """Follow the records."""
        for record in records:
            self._state.apply(record)
        self.save(self._state.rows(), [resource.Operation(*each) for each in self._state.operations()])

    def save(self, rows: list[resource.Resource], operations: list[resource.Operation]) -> None:
        """Keep a state."""
        if self._memory.broken:
            raise self._memory.broken
        self._memory.saved.append(checkpoint.Snapshot(rows, operations))


class Memory:
    """A store that keeps every state that was ever saved."""

    def __init__(self) -> None:
        self.saved: list[checkpoint.Snapshot] = []
        self.entries: list[history.Entry] = []
        self.broken: Exception | None = None

    def load(self) -> checkpoint.Snapshot | None:
        """Return the last state."""
        return self.saved[-1] if self.saved else None

    def recorder(self) -> Recorder:
        """Return what records a run."""
        return Recorder(self)

    def settle(self) -> bool:
        """Do nothing: what is recorded is part of the state at once."""
        return False

    @contextlib.contextmanager
    def lock(self) -> Generator[list[str]]:
        """Lock nothing."""
        yield []

    def history(self, entry: history.Entry) -> None:
        """Keep an entry."""
        self.entries.append(entry)


@dataclasses.dataclass
class Stage:
    """What a test plays on."""

    root: Path
    cloud: things.Cloud = dataclasses.field(default_factory=things.Cloud)
    store: Memory = dataclasses.field(default_factory=Memory)
    events: list[dict[str, Any]] = dataclasses.field(default_factory=list[dict[str, Any]])
    options: dict[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    config: str = "{}"

    def _request(self, program: str) -> request.Request:
        (self.root / "Pulumi.yaml").write_text("name: stage\nruntime: python\nbackend: {url: 'file://.'}\n")
        (self.root / "Pulumi.dev.yaml").write_text(f"config: {self.config}\n")
        (self.root / "__main__.py").write_text(HEAD + textwrap.dedent(program))
        # Bytecode is good for as long as a source keeps its size and second: two programs here may share both.
        shutil.rmtree(self.root / "__pycache__", ignore_errors=True)
        # the interpreter that has pulumi is the one that runs the tests
        found = dataclasses.replace(project.find(self.root), virtualenv=Path(sys.prefix))
        options: dict[str, Any] = {"find": self.cloud.find, **self.options}
        return request.Request(found, "dev", stackfile.load(found, "dev"), self.store, **options)

    def _play(self, call: Callable[..., run.Outcome], program: str) -> run.Outcome:
        self.events.clear()
        self.cloud.calls.clear()
        return call(self._request(program), self.events.append)

    def up(self, program: str) -> run.Outcome:
        """Deploy a program."""
        return self._play(run.up, program)

    def preview(self, program: str) -> run.Outcome:
        """Preview a program."""
        return self._play(run.preview, program)

    def preview_of(self, **fields: Path) -> run.Outcome:
        """Preview with other fields of the project."""
        request_ = self._request("")
        return run.preview(
            dataclasses.replace(request_, project=dataclasses.replace(request_.project, **fields)), self.events.append
        )

    def refresh(self, program: str = "") -> run.Outcome:
        """Refresh."""
        return self._play(run.refresh, program)

    def destroy(self, program: str = "") -> run.Outcome:
        """Destroy."""
        return self._play(run.destroy, program)

    @property
    def rows(self) -> dict[str, resource.Resource]:
        """Return the last saved state by resource name (the last of a name counts)."""
        return {row.urn.rpartition("::")[2]: row for row in self.store.saved[-1].resources}

    def row(self, name: str) -> resource.Resource:
        """Return one row."""
        return self.rows[name]

    def plain(self, name: str) -> Any:
        """Return the outputs of a row without marks."""
        return marks.strip(self.row(name).outputs)

    @property
    def errors(self) -> list[str]:
        """Return the text of all error events."""
        return self.said("error")

    def said(self, severity: str) -> list[str]:
        """Return the text of all events of a severity, without the final line feed."""
        found = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        return [event["message"].removesuffix("\n") for event in found if event["severity"] == severity]


def ops(outcome: run.Outcome) -> list[tuple[str, str]]:
    """Return operation and resource name of each step, without the stack's."""
    return [(op, urn.rpartition("::")[2]) for op, urn in outcome.steps if urn != STACK]
