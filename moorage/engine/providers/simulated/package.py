"""A provider that knows nothing of its package: inputs pass unchecked, and what an effect tells is unknown."""

from __future__ import annotations

from typing import Any, NoReturn, cast

from moorage.engine import values
from moorage.engine.providers import host, narrow, protocol

_DEFAULTS = "__defaults"
"""The keys that nobody gave, in each object of the inputs that a bridged provider recorded."""


class Simulated:
    """Answers previews of one package. The run marks each of its steps as simulated, and says so once."""

    version = ""

    def __init__(self, package: str) -> None:
        self.package = package
        self._host = host.Host()

    @property
    def host(self) -> host.Host:
        """Return the run, which the engine sets: it hears at once that this package is simulated."""
        return self._host

    @host.setter
    def host(self, run: host.Host) -> None:
        self._host = run
        run.simulates(self.package)

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Take any configuration."""
        return protocol.Checked(inputs)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Leave the comparison to the engine; whether resources would be replaced is not known."""
        del old, new
        return protocol.Diff(changes="unknown")

    def configure(self, inputs: values.Values) -> None:
        """Take any configuration."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Let any inputs pass, with the defaults that the real provider filled in before.

        Raises:
            ProviderError: It is no preview.
        """
        if not context.preview:
            self._refuse()
        return protocol.Checked(_filled(old, new))

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Leave the comparison of inputs to the engine; whether a change replaces is not known."""
        del context, id, old_inputs, old_outputs, new
        return protocol.Diff(changes="unknown")

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Return the inputs; every other output is unknown to the program, as in each preview."""
        if not context.preview:
            self._refuse()
        return "", inputs

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return what is recorded: the cloud is not asked."""
        if not context.preview:
            self._refuse()
        return id, inputs, outputs

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Return the recorded outputs with the new inputs over them."""
        del id, old_inputs
        if not context.preview:
            self._refuse()
        return {**old_outputs, **new}

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Refuse: a preview deletes nothing."""
        del context, id, inputs, outputs
        self._refuse()

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Answer that only the real provider can tell."""
        del arguments
        self._host.say("warning", f"{token}: simulated: what it returns is not known")
        raise protocol.UnansweredError

    def _refuse(self) -> NoReturn:
        raise protocol.ProviderError(f"package {self.package}: is simulated here, in previews only")


def _filled(old: values.Values, new: values.Values) -> values.Values:
    names = [*narrow.sequence(old.get(_DEFAULTS)), _DEFAULTS]
    kept = {key: old[key] for key in names if key in old}
    return {**kept, **{key: _inner(old.get(key), value) for key, value in new.items()}}


def _inner(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return _filled(cast("values.Values", old), cast("values.Values", new))
    if isinstance(old, list) and isinstance(new, list):
        before = cast("list[Any]", old)
        return [
            _inner(before[at] if at < len(before) else None, item) for at, item in enumerate(cast("list[Any]", new))
        ]
    return new
