"""The package `pulumi` in process: `Stash`, `StackReference`, and the functions that read another stack.

Source of the rules: `pkg/resource/deploy/builtins.go` of pulumi/pulumi.
"""

from __future__ import annotations

import uuid
from typing import Final

from moorage.engine import marks, values
from moorage.engine import urn as urns
from moorage.engine.providers import host, protocol

_REFERENCE: Final = "pulumi:pulumi:StackReference"
_STASH: Final = "pulumi:index:Stash"
_INPUT: Final = {_REFERENCE: "name", _STASH: "input"}
"""The one input of each type."""

_OUTPUTS: Final = "pulumi:pulumi:readStackOutputs"
_RESOURCES: Final = "pulumi:pulumi:readStackResourceOutputs"


class Builtin:
    """What needs nothing outside of the engine. It holds nothing back: values pass with their marks."""

    package = "pulumi"
    version = ""

    def __init__(self) -> None:
        self.urn = ""
        self.host = host.Host()

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """The package has no configuration: whatever is given is dropped."""
        del inputs
        return protocol.Checked({})

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """There is nothing to compare."""
        del old, new
        return protocol.Diff(changes="none")

    def configure(self, inputs: values.Values) -> None:
        """There is nothing to take."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse anything but the one input."""
        del old
        only = _only(context.type)
        if context.type == _REFERENCE:
            context.log("warning", _DEPRECATED)
        for key in new:
            if key != only:
                return protocol.Checked({}, [protocol.Failure(key, f'unknown property "{key}"')])
        if only not in new:
            return protocol.Checked({}, [protocol.Failure(only, f'missing required property "{only}"')])
        if context.type == _REFERENCE and not isinstance(new[only], str | values.Unknown):
            return protocol.Checked({}, [protocol.Failure(only, f'property "{only}" must be a string')])
        return protocol.Checked(new)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Another stack is another reference; another input of a stash only waits for its next replacement."""
        del id, old_outputs
        only = _only(context.type)
        if marks.strip(old_inputs.get(only)) == marks.strip(new.get(only)):
            return protocol.Diff(changes="none")
        if context.type == _REFERENCE:
            return protocol.Diff(changes="some", replace_keys=(only,))
        return protocol.Diff(changes="some", changed_keys=(only,))

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Keep the input, or read the other stack."""
        made = "" if context.preview else str(uuid.uuid4())
        if context.type == _REFERENCE:
            return made, self._read(marks.strip(inputs["name"]))
        _only(context.type)
        return made, {"input": inputs["input"], "output": inputs["input"]}

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Read the other stack anew; a stash is what it was."""
        only = _only(context.type)
        what = "stack reference" if context.type == _REFERENCE else "stash"
        if only not in inputs:
            raise protocol.ProviderError(f"{what} can not be imported")
        if context.type == _REFERENCE:
            return id, inputs, self._read(marks.strip(inputs["name"]))
        return id, inputs, outputs

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Note a stash's new input; its output stays."""
        del id, old_inputs
        _only(context.type)
        return {"input": new["input"], "output": old_outputs["output"]}

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Nothing outside the state is left."""
        del id, inputs, outputs
        _only(context.type)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Read another stack's outputs, or those of its resources."""
        if token == _OUTPUTS:
            return self._read(_text(token, arguments, "name"))
        if token == _RESOURCES:
            name = _text(token, arguments, "stackName")
            found: values.Values = {
                row.urn: {"type": row.type, "outputs": row.outputs} for row in self.host.rows(name) if not row.delete
            }
            return {"name": name, "outputs": found}
        raise protocol.ProviderError(f"unrecognized function name: '{token}'")

    def _read(self, name: str) -> values.Values:
        stacks = [row for row in self.host.rows(name) if row.type == urns.STACK_TYPE and not row.delete]
        outputs = stacks[0].outputs if stacks else {}
        secret = sorted(key for key, value in outputs.items() if marks.has_secret(value))
        return {"name": name, "outputs": outputs, "secretOutputNames": secret}


_DEPRECATED: Final = (
    f'The "{_REFERENCE}" resource type is deprecated. Update your SDK or if already up to date raise an issue at '
    "https://github.com/pulumi/pulumi/issues."
)


def _only(type: str) -> str:
    if type not in _INPUT:
        raise protocol.ProviderError(f"unrecognized resource type '{type}'")
    return _INPUT[type]


def _text(token: str, arguments: values.Values, key: str) -> str:
    found = marks.strip(arguments.get(key))
    if not isinstance(found, str):
        raise protocol.ProviderError(f"{token}: {key} must be a text")
    return found
