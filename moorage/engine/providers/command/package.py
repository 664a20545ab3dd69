"""The package `command` in process: `command:local:Command` and `command:local:run`, as version 1.2.1 has them."""

from __future__ import annotations

import secrets
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import changes, protocol, shapes
from moorage.engine.providers.command import running, shape

_COMMAND = "command:local:Command"
_RUN = "command:local:run"
_RESULTS = ("stdout", "stderr")


class Command:
    """Local commands. `directory` is the program's working directory: a relative `dir` starts there."""

    package = "command"
    version = "1.2.1"

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or Path.cwd()

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """The package has no configuration."""
        return shapes.configuration(inputs, shapes.Record())

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Nothing that may change matters to a resource."""
        del old, new
        return protocol.Diff()

    def configure(self, inputs: values.Values) -> None:
        """There is nothing to take."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what the command resource does not have."""
        del old
        _known(context.type)
        return protocol.Checked(shapes.without_nulls(new), shapes.failures(new, shape.COMMAND))

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Every change of inputs is an update; triggers that come or go as a whole replace, as in the real one."""
        del id, old_outputs
        _known(context.type)
        ignored = {key: old_inputs[key] for key in context.ignore_changes if key in old_inputs}
        return protocol.Diff(
            changes.detailed(old_inputs, {**new, **ignored}, replaces=lambda path: path == "triggers", input=False)
        )

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Run `create`, if there is one."""
        _known(context.type)
        if context.preview:
            return "", {**inputs, **dict.fromkeys(_RESULTS, values.UNKNOWN)}
        results = self._run(context, inputs.get("create"), inputs, dict.fromkeys(_RESULTS, ""))
        return context.name + secrets.token_hex(4), {**inputs, **results}

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return what is recorded: a command that ran cannot be looked at again."""
        _known(context.type)
        return id, inputs, outputs

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Run `update`, else `create`, else nothing.

        In a preview the results are unknown only when an input that was there changes or an input is unknown: the real
        provider takes an added input for no reason to doubt them.
        """
        del id
        _known(context.type)
        previous = {key: old_outputs.get(key, "") for key in _RESULTS}
        if context.preview:
            changed = any(new.get(key) != value for key, value in old_inputs.items())
            unknown = any(isinstance(value, values.Unknown) for value in new.values())
            return {**new, **(dict.fromkeys(_RESULTS, values.UNKNOWN) if changed or unknown else previous)}
        return {**new, **self._run(context, new.get("update", new.get("create")), new, previous)}

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Run `delete`, if there is one."""
        del id, inputs
        _known(context.type)
        self._run(context, outputs.get("delete"), outputs, outputs)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Run a command at once, in previews too: that is what `local.run` is."""
        if token != _RUN:
            raise protocol.ProviderError(f"{token}: {shapes.unknown('function', token, [_RUN])}")
        if wrong := shapes.failures(arguments, shape.RUN):
            raise protocol.ProviderError("; ".join(f"{token}: {one.property}: {one.reason}" for one in wrong))
        given = shapes.without_nulls(arguments)
        return {
            **given,
            **running.run(given["command"], given, {}, directory=self.directory, status=lambda _text: None),
        }

    def _run(
        self, context: protocol.Context, command: str | None, inputs: values.Values, previous: values.Values
    ) -> values.Values:
        if command is None:
            return {key: previous.get(key, "") for key in _RESULTS}
        return running.run(
            command, inputs, previous, directory=self.directory, status=context.status, timeout=context.timeout
        )


def _known(type: str) -> None:
    if type != _COMMAND:
        raise protocol.ProviderError(f"{type}: {shapes.unknown('resource', type, [_COMMAND])}")
