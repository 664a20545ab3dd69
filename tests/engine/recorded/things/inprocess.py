"""The package as an in-process provider of the engine."""
# ruff: noqa: D102 -- the methods are those of the protocol

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from moorage.engine import values
from moorage.engine import wire as engine_wire
from moorage.engine.providers import protocol
from tests.engine.recorded.things import rules, wire, world

T = TypeVar("T")


class InProcess:
    """One provider over a world in a folder."""

    package = "thing"
    version = "1.0.0"

    def __init__(self, folder: Path) -> None:
        self._things = rules.Things(world.World(folder))

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        return protocol.Checked(inputs)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        return _diff(rules.provider_diff(_plain(old), _plain(new)))

    def configure(self, inputs: values.Values) -> None:
        self._things.configure(_plain(inputs))

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        proposed = context.autonaming.proposed if context.autonaming else ""
        inputs, failures = self._things.check(_kind(context), _plain(old), _plain(new), proposed)
        return protocol.Checked(_values(inputs), [protocol.Failure(*each) for each in failures.items()])

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        return _diff(self._things.diff(_kind(context), _plain(old_inputs), _plain(new)))

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        identity, outputs = _called(
            lambda: self._things.create(context.name, _plain(inputs), context.timeout, preview=context.preview)
        )
        return identity, _values(outputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        found = _called(lambda: self._things.read(context.name, id))
        return None if found is None else (id, _values(found[0]), _values(found[1]))

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        return _values(
            _called(
                lambda: self._things.update(context.name, id, _plain(new), context.timeout, preview=context.preview)
            )
        )

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        _called(lambda: self._things.delete(context.name, id, context.timeout))

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        return _values(_called(lambda: self._things.invoke(token, _plain(arguments))))


def _kind(context: protocol.Context) -> str:
    return context.type.rpartition(":")[2]


def _plain(given: values.Values) -> dict[str, Any]:
    return wire.read(engine_wire.encode(given))


def _values(data: dict[str, Any]) -> values.Values:
    return engine_wire.decode(wire.write(data))


def _called(call: Callable[[], T]) -> T:
    try:
        return call()
    except rules.FaultError as fault:
        if fault.half:
            identity, outputs = fault.half
            raise protocol.ProviderError(str(fault), id=identity, outputs=_values(outputs)) from fault
        raise protocol.ProviderError(str(fault)) from fault


def _diff(found: rules.Difference) -> protocol.Diff:
    match found.says:
        case "nothing":
            return protocol.Diff(changes="unknown")
        case "keys":
            return protocol.Diff(
                delete_before_replace=found.delete_first,
                changes="some" if found.detailed else "none",
                replace_keys=rules.keys(found.replaces),
                changed_keys=rules.keys(found.detailed),
            )
        case "detail":
            detailed = {path: protocol.PropertyDiff(kind) for path, kind in found.detailed.items()}
            return protocol.Diff(detailed, found.delete_first)
