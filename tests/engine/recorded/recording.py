"""A recording: what an engine did in a case, operation by operation, as YAML that people can read and diff."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from tests.engine.recorded import case, observation, order, project

CROSSED = ["the CLI on the engine's state", "the engine on the CLI's state"]
"""Who previews whose state."""


class _Lines(list[str]):
    """A list that is written with an item on a line."""


class _Dumper(yaml.SafeDumper):
    """Writes what fits on a line on one line, but for those lists."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything in full."""
        return True


def _represent(dumper: yaml.SafeDumper, lines: _Lines) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", lines, flow_style=False)


_Dumper.add_representer(_Lines, _represent)


@dataclass
class Recording:
    """Grows with each run; `runs` holds plain data."""

    project: project.Project
    runs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    violations: list[str] = field(default_factory=list[str])
    _rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _pending: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, operation: case.Operation, exit_code: Literal[0, 1], events: list[dict[str, Any]]) -> None:
        """Add what a run did, the state after it included."""
        steps = observation.steps(events)
        rows, pending = self._state()
        if operation.word != "preview":  # which leaves no state to say what a resource needs
            self.violations += order.violations(steps, self._rows, rows)
        run: dict[str, Any] = {"run": operation.line, "exit": exit_code, "summary": observation.changes(events)}
        run["steps"] = sorted(f"{op} {urn}" for op, urn in steps)
        if errors := observation.errors(events):
            run["errors"] = errors
        if calls := sorted(self.project.world.take_log()):
            run["calls"] = calls
        if rows != self._rows or not self.runs:
            run["state"] = rows
        if pending != self._pending:
            run["pending"] = pending
        self._rows, self._pending = rows, pending
        self.runs.append(run)

    def _state(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        if not self.project.state.exists():
            return [], []
        return observation.rows(json.loads(self.project.state.read_text()), project.KEYS)


def write(found: case.Case, document: dict[str, Any]) -> None:
    """Write a recording: the CLI's version, its runs, and what a preview of the last program says `again`.

    `crossed` says who saw the same as that on the other's final state.
    """
    found.recording.write_text(_text({**document, "runs": [_laid_out(run) for run in document["runs"]]}))


def read(found: case.Case) -> dict[str, Any]:
    """Return what the CLI did."""
    return yaml.safe_load(found.recording.read_text())


def differences(theirs: list[dict[str, Any]], ours: list[dict[str, Any]]) -> list[str]:
    """Return a diff of two lists of runs, empty when they are the same."""
    was, now = (_text([_laid_out(run) for run in runs]).splitlines() for runs in (theirs, ours))
    return list(difflib.unified_diff(was, now, "theirs", "ours", lineterm="", n=1))


def _laid_out(run: dict[str, Any]) -> dict[str, Any]:
    return {key: _Lines(value) if key in ("steps", "errors", "calls") else value for key, value in run.items()}


def _text(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, default_flow_style=None, width=118, allow_unicode=True)
