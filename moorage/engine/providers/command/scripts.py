"""A command as a resource: run when it is created, updated and deleted, wherever its runner runs it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.command import difference

Runner: TypeAlias = Callable[[protocol.Context, Path, str, values.Values, values.Values], values.Values]
"""Runs a command with its inputs and the results of the run before; returns the results."""

_ALWAYS = ("stdout", "stderr")
_RESULTS = (*_ALWAYS, "assets", "archive")


class Script:
    """`command:local:Command` and `command:remote:Command`, which differ in shape and runner alone."""

    def __init__(self, shape: shapes.Record, run: Runner) -> None:
        self._shape = shape
        self._run = run

    @property
    def shape(self) -> shapes.Record:
        """Return the inputs that it takes."""
        return self._shape

    def diff(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Every change of inputs is an update; triggers that come or go as a whole replace, as in the real one."""
        return protocol.Diff(difference.detailed(old, new, lambda path: path == "triggers"))

    def create(self, context: protocol.Context, directory: Path, inputs: values.Values) -> tuple[str, values.Values]:
        """Run `create`, if there is one."""
        if context.preview:
            return "", {**inputs, **dict.fromkeys(_ALWAYS, values.UNKNOWN)}
        results = self._ran(context, directory, inputs.get("create"), inputs, {})
        return context.name + secrets.token_hex(4), {**inputs, **results}

    def update(
        self,
        context: protocol.Context,
        directory: Path,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Run `update`, else `create`, else nothing.

        In a preview the results are unknown only when an input that was there changes or an input is unknown: the real
        provider takes an added input for no reason to doubt them.
        """
        previous = _results(old_outputs)
        if context.preview:
            changed = any(new.get(key) != value for key, value in old_inputs.items())
            unknown = any(isinstance(value, values.Unknown) for value in new.values())
            return {**new, **(dict.fromkeys(previous, values.UNKNOWN) if changed or unknown else previous)}
        return {**new, **self._ran(context, directory, new.get("update", new.get("create")), new, previous)}

    def delete(self, context: protocol.Context, directory: Path, outputs: values.Values) -> None:
        """Run `delete`, if there is one."""
        self._ran(context, directory, outputs.get("delete"), outputs, _results(outputs))

    def _ran(
        self,
        context: protocol.Context,
        directory: Path,
        command: str | None,
        inputs: values.Values,
        previous: values.Values,
    ) -> values.Values:
        # What a run does not collect again stays as the run before collected it, as in the real one.
        kept = _results(previous)
        return kept if command is None else {**kept, **self._run(context, directory, command, inputs, kept)}


def _results(outputs: values.Values) -> values.Values:
    return {**dict.fromkeys(_ALWAYS, ""), **{key: outputs[key] for key in _RESULTS if key in outputs}}
