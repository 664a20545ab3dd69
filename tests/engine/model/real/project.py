"""A project folder for a case, its world, and what a run of the CLI in it did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engine.model import description, state

_PROGRAM = Path(__file__).with_name("program.py")


@dataclass(frozen=True)
class Observed:
    """What a run did, in the model's words."""

    ok: bool
    steps: list[tuple[str, str]]
    failures: list[tuple[str, str]]
    rows: list[state.Row]
    objects: dict[str, state.Values]
    said: str = ""


class Project:
    """A project on disk whose program is replaced from run to run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.world = root / "world"
        self.world.mkdir(parents=True)
        for name, content in state.World.begin().objects.items():
            (self.world / f"{name}.json").write_text(json.dumps(content))
        (root / "state").mkdir()
        (root / "Pulumi.yaml").write_text(
            f"name: {description.PROJECT}\nruntime:\n  name: python\n  options: {{virtualenv: {sys.prefix}}}\n"
        )
        (root / "__main__.py").write_text(_PROGRAM.read_text())

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a run."""
        return {
            **os.environ,
            "MODEL_WORLD": str(self.world),
            "PULUMI_BACKEND_URL": f"file://{self.root}/state",
            "PULUMI_CONFIG_PASSPHRASE": "model",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def prepare(self, run: description.Run) -> None:
        """Set the program, the faults and the drift of a run."""
        if run.op == "up":
            (self.root / "program.json").write_text(json.dumps(description.dump((run,))[0].get("program", [])))
        (self.world / "faults.json").write_text(json.dumps(sorted(run.faults)))
        for name in run.gone:
            (self.world / f"{name}.json").unlink(missing_ok=True)
        for name in run.drifted:
            file = self.world / f"{name}.json"
            if file.exists():
                file.write_text(json.dumps({**json.loads(file.read_text()), "value": description.DRIFT}))

    @property
    def objects(self) -> dict[str, state.Values]:
        """Return what exists."""
        return {file.stem: json.loads(file.read_text()) for file in self.world.glob("*.json") if file.stem != "faults"}


def arguments(run: description.Run) -> list[str]:
    """Return the command line of a run, for either engine."""
    found = [run.op, "--yes", "--skip-preview", "--json", "--stack", description.STACK]
    for urn in run.targets:
        found += ["--target", urn]
    for urn in run.replace:
        found += ["--replace", urn]
    found += ["--target-dependents"] * run.dependents
    found += ["--refresh"] * run.refresh
    found += ["--continue-on-error"] * run.go_on
    return found


class Cli:
    """Runs the Pulumi CLI that is on PATH."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._call("stack", "init", description.STACK)

    def _call(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *words],
            cwd=self.project.root,
            env=self.project.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def play(self, run: description.Run) -> Observed:
        """Play one run."""
        self.project.prepare(run)
        done = self._call(*arguments(run))
        steps, failures = steps_of(_documents(done.stdout))
        exported = self._call("stack", "export", "--show-secrets", "--stack", description.STACK)
        rows = [row(each) for each in json.loads(exported.stdout)["deployment"].get("resources", [])]
        said = done.stdout + done.stderr
        return Observed(done.returncode == 0, steps, failures, rows, self.project.objects, said)


def steps_of(events: Sequence[Mapping[str, Any]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the finished and the failed steps of engine events, in the order of their begin."""
    begun = [_step(event["resourcePreEvent"]) for event in events if "resourcePreEvent" in event]
    failed = [_step(event["resOpFailedEvent"]) for event in events if "resOpFailedEvent" in event]
    for each in failed:
        begun.remove(each)
    return begun, failed


def _step(event: Mapping[str, Any]) -> tuple[str, str]:
    return event["metadata"]["op"], event["metadata"]["urn"]


def _documents(text: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return [each for each in found if isinstance(each, dict)]


def row(data: Mapping[str, Any]) -> state.Row:
    """Return a row of the checkpoint in the model's words."""
    named = {key: sorted(urns) for key, urns in (data.get("propertyDependencies") or {}).items() if urns}
    return state.Row(
        urn=data["urn"],
        type=data["type"],
        custom=data.get("custom", False),
        id="provider" if data["type"].startswith("pulumi:providers:") else data.get("id", ""),
        parent=data.get("parent", ""),
        inputs=_values(data.get("inputs")),
        outputs=_values(data.get("outputs")),
        provider=data.get("provider", "").rpartition("::")[0],
        dependencies=sorted(data.get("dependencies") or []),
        property_dependencies=named,
        protect=data.get("protect", False),
        external=data.get("external", False),
        delete=data.get("delete", False),
        retain=data.get("retainOnDelete", False),
        pending=data.get("pendingReplacement", False),
        deleted_with=data.get("deletedWith", ""),
        replace_with=data.get("replaceWith") or [],
    )


def _values(data: Mapping[str, Any] | None) -> state.Values:
    return {key: _plain(value) for key, value in (data or {}).items() if not key.startswith("__")}


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and "plaintext" in value:
        return json.loads(value["plaintext"])
    return value
