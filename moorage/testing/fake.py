"""A provider that stands in for any package: what it is asked to make exists in memory, with its inputs as outputs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from moorage.engine import values
from moorage.engine.providers import protocol

Method = Literal["create", "read", "update", "delete"]
Outputs = Callable[[str, values.Values], values.Values]
"""Type token and inputs -> what the real provider would add to the inputs."""


@dataclass
class Object:
    """Something that exists: its type token, its resource's name and its properties."""

    type: str
    name: str
    properties: values.Values


@dataclass
class Cloud:
    """Everything that fakes made, by id; shared by all packages of a deployment."""

    objects: dict[str, Object] = field(default_factory=dict[str, Object])
    calls: list[tuple[Method, str]] = field(default_factory=list[tuple[Method, str]])
    """Method and resource name of each effect, in order."""
    failures: dict[tuple[Method, str], str] = field(default_factory=dict[tuple[Method, str], str])
    """What to fail with, by method and resource name, until it is taken out."""
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))


def no_more(_type: str, _inputs: values.Values) -> values.Values:
    """Add nothing."""
    return {}


class Fake:
    """One package. What it is to do like the real one is said by its arguments.

    Args:
        replaces: properties, by type token (or `*` for any type), whose change needs a new resource.
        outputs: what the real provider would compute, added to the inputs; its result replaces inputs of the same name.
        delete_first: whether a replaced resource must go before the new one comes.
    """

    def __init__(
        self,
        replaces: Mapping[str, frozenset[str] | set[str]] | None = None,
        outputs: Outputs = no_more,
        *,
        delete_first: bool = False,
    ) -> None:
        self.package = ""
        self.version = ""
        self.cloud = Cloud()
        self._replaces = replaces or {}
        self._outputs = outputs
        self._delete_first = delete_first

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Accept any configuration."""
        return protocol.Checked(inputs)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Call another configuration a change in place."""
        return protocol.Diff({key: protocol.PropertyDiff("update") for key in _changed(old, new)})

    def configure(self, inputs: values.Values) -> None:
        """Take any configuration."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Accept any inputs."""
        return protocol.Checked(new)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare inputs; what `replaces` names needs a new resource."""
        fixed = {*self._replaces.get(context.type, ()), *self._replaces.get("*", ())}
        kinds: dict[str, protocol.DiffKind] = {
            key: "update-replace" if key in fixed else "update" for key in _changed(old_inputs, new)
        }
        return protocol.Diff({key: protocol.PropertyDiff(kind) for key, kind in kinds.items()}, self._delete_first)

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make an object; its id is the resource's name and a number."""
        if context.preview:
            return "", dict(inputs)
        self._effect("create", context.name)
        made = f"{context.name}-{next(self.cloud.numbers)}"
        properties = {**inputs, **self._outputs(context.type, inputs)}
        self.cloud.objects[made] = Object(context.type, context.name, properties)
        return made, dict(properties)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return an object as it is now."""
        self._effect("read", context.name)
        found = self.cloud.objects.get(id)
        if found is None:
            return None
        return id, {key: found.properties.get(key) for key in inputs or found.properties}, dict(found.properties)

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Change an object in place."""
        if context.preview:
            return {**old_outputs, **new}
        self._effect("update", context.name)
        self.cloud.objects[id].properties = {**new, **self._outputs(context.type, new)}
        return dict(self.cloud.objects[id].properties)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove an object."""
        self._effect("delete", context.name)
        self.cloud.objects.pop(id, None)

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Tell what a killed run made: nothing outlives the process of a test."""
        return None

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Answer a function with what `outputs` says of its token and arguments."""
        return self._outputs(token, arguments)

    def _effect(self, method: Method, name: str) -> None:
        failure = self.cloud.failures.get((method, name))
        if failure:
            raise protocol.ProviderError(failure)
        self.cloud.calls.append((method, name))


def _changed(old: values.Values, new: values.Values) -> list[str]:
    def differs(key: str) -> bool:
        if key not in old or key not in new:
            return True
        unknown = isinstance(old[key], values.Unknown) or isinstance(new[key], values.Unknown)
        return unknown or old[key] != new[key]

    return [key for key in sorted({*old, *new}) if differs(key)]
