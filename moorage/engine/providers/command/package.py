"""The package `command` in process: commands and copies, here and over SSH, as pulumi-command 1.2.1 has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.command import copies, kind, local, remote, scripts, shape

_KINDS: Final[Mapping[str, kind.Kind]] = {
    "command:local:Command": scripts.Script(shape.LOCAL, local.run),
    "command:remote:Command": scripts.Script(shape.REMOTE, remote.run),
    "command:remote:CopyFile": copies.CopyFile(),
    "command:remote:CopyToRemote": copies.CopyToRemote(),
}
_RUN: Final = "command:local:run"


class Command:
    """Commands and copies. `directory` is the program's working directory: a relative path starts there."""

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
        """Refuse what the resource does not have, and complete its connection."""
        del old
        wanted = _kind(context.type).shape
        given = shapes.without_nulls(new)
        wrong = shapes.failures(given, wanted)
        return protocol.Checked(given if wrong else remote.completed(given), wrong)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare inputs."""
        del id, old_outputs
        ignored = {key: old_inputs[key] for key in context.ignore_changes if key in old_inputs}
        return _kind(context.type).diff(old_inputs, {**new, **ignored})

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Run or copy."""
        made, outputs = _kind(context.type).create(context, self.directory, inputs)
        return made, remote.completed(outputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return what is recorded: what a command did cannot be looked at again."""
        _kind(context.type)
        return id, remote.completed(inputs), remote.completed(outputs)

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Say None where doing it again is right, whatever is left: a copy, and a command that updates repeat.

        Raises:
            ProviderError: A command may have run, and is said to be run once.
        """
        if "create" in inputs and inputs.get("update", inputs["create"]) != inputs["create"]:
            raise protocol.ProviderError(f"{context.name}: nobody knows whether its command ran, or how far")
        return None

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Run or copy again."""
        del id
        return remote.completed(_kind(context.type).update(context, self.directory, old_inputs, old_outputs, new))

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Run `delete`, if there is one; what was copied stays."""
        del id, inputs
        _kind(context.type).delete(context, self.directory, outputs)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Run a command at once, in previews too: that is what `local.run` is."""
        if token != _RUN:
            raise protocol.ProviderError(f"{token}: {shapes.unknown('function', token, [_RUN])}")
        if wrong := shapes.failures(arguments, shape.RUN):
            raise protocol.ProviderError("; ".join(f"{token}: {one.property}: {one.reason}" for one in wrong))
        given = shapes.without_nulls(arguments)
        call = protocol.Context("", token, "")
        return {**given, **local.run(call, self.directory, given["command"], given, {})}


def _kind(type: str) -> kind.Kind:
    found = _KINDS.get(type)
    if found is None:
        raise protocol.ProviderError(f"{type}: {shapes.unknown('resource', type, _KINDS)}")
    return found
