"""What a program asks a resource to be: one registration, decoded and independent of the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from moorage.engine import marks, resource, values, wire
from moorage.engine import urn as urns
from moorage.engine.deploy import aliases
from moorage.engine.program import stubs


class GoalError(ValueError):
    """A registration that cannot be honoured."""


@dataclass(frozen=True)
class Goal:
    """The fields of a registration; see `resource.Resource` for those of the same name."""

    type: str
    name: str
    custom: bool
    inputs: values.Values
    parent: str = ""
    provider: str = ""
    dependencies: list[str] = field(default_factory=list[str])
    property_dependencies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    protect: bool = False
    retain_on_delete: bool = False
    delete_before_replace: bool | None = None
    """None leaves it to the provider."""
    ignore_changes: list[str] = field(default_factory=list[str])
    replace_on_changes: list[str] = field(default_factory=list[str])
    hide_diff: list[str] = field(default_factory=list[str])
    additional_secret_outputs: list[str] = field(default_factory=list[str])
    aliases: tuple[aliases.Alias, ...] = ()
    import_id: str = ""
    custom_timeouts: dict[str, float] = field(default_factory=dict[str, float])
    deleted_with: str = ""
    hooks: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    replace_with: list[str] = field(default_factory=list[str])
    replacement_trigger: values.Value = None

    def row(self, urn: str) -> resource.Resource:
        """Return the row that records this goal, as yet without id and outputs."""
        return resource.Resource(
            urn=urn,
            type=self.type,
            custom=self.custom,
            parent=self.parent,
            inputs=self.inputs,
            provider=self.provider,
            dependencies=self.dependencies,
            property_dependencies=self.property_dependencies,
            protect=self.protect,
            retain_on_delete=self.retain_on_delete,
            additional_secret_outputs=self.additional_secret_outputs,
            ignore_changes=self.ignore_changes,
            replace_on_changes=self.replace_on_changes,
            hide_diff=self.hide_diff,
            custom_timeouts=self.custom_timeouts,
            deleted_with=self.deleted_with,
            hooks=self.hooks,
            replace_with=self.replace_with,
            replacement_trigger=self.replacement_trigger,
            import_id=self.import_id,
        )


def decode(request: stubs.resource_pb2.RegisterResourceRequest) -> Goal:
    """Read a registration that has inherited what its parent hands down."""
    inputs, dependencies = _inputs(request)
    defined = request.deleteBeforeReplaceDefined or request.deleteBeforeReplace
    return Goal(
        type=request.type,
        name=request.name,
        custom=request.custom,
        inputs=inputs,
        parent=request.parent,
        provider=request.provider,
        dependencies=sorted(set(request.dependencies)),
        property_dependencies=dependencies,
        protect=request.protect,
        retain_on_delete=request.retainOnDelete,
        delete_before_replace=request.deleteBeforeReplace if defined else None,
        ignore_changes=list(request.ignoreChanges),
        replace_on_changes=list(request.replaceOnChanges),
        hide_diff=list(request.hideDiffs),
        additional_secret_outputs=list(request.additionalSecretOutputs),
        aliases=(*(aliases.Alias(urn=urn) for urn in request.aliasURNs), *_specs(request)),
        import_id=request.importId,
        custom_timeouts=_timeouts(request.customTimeouts),
        deleted_with=request.deletedWith,
        replace_with=list(request.replace_with),
        replacement_trigger=marks.lower(wire.decode_value(request.replacement_trigger), set()),
    )


def _inputs(request: stubs.resource_pb2.RegisterResourceRequest) -> tuple[values.Values, dict[str, list[str]]]:
    given = {key: set(item.urns) for key, item in request.propertyDependencies.items()}
    inputs: values.Values = {}
    for key, value in wire.decode(request.object).items():
        own = given.setdefault(key, set() if request.propertyDependencies else set(request.dependencies))
        inputs[key] = marks.lower(value, own)
    return inputs, {key: sorted(found) for key, found in given.items()}


def _specs(request: stubs.resource_pb2.RegisterResourceRequest) -> list[aliases.Alias]:
    # the SDK's type stub does not know the element of this field
    specs = cast("list[stubs.alias_pb2.Alias]", getattr(request, "aliases"))  # noqa: B009 - see above
    return [_alias(each) for each in specs]


def _alias(message: stubs.alias_pb2.Alias) -> aliases.Alias:
    if message.WhichOneof("alias") == "urn":
        return aliases.Alias(urn=message.urn)
    spec = message.spec
    return aliases.Alias("", spec.name, spec.type, spec.parentUrn, spec.project, spec.stack, spec.noParent)


_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")


def _timeouts(message: Any) -> dict[str, float]:
    given = {name: getattr(message, name) for name in ("create", "update", "delete", "read")}
    return {name: seconds(text) for name, text in given.items() if text}


def seconds(text: str) -> float:
    """Read a duration as Go writes it (`1h30m`, `20s`)."""
    parts = _DURATION.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise GoalError(f"custom_timeouts: {text} is no duration such as 30s or 1h30m")
    total = sum((float(number) * _UNITS[unit] for number, unit in parts), 0.0)
    return int(total) if total.is_integer() else total


def check_urns(found: Iterable[str]) -> None:
    """Refuse texts that are no URNs."""
    for urn in found:
        if urn and not urns.is_valid(urn):
            raise GoalError(f"invalid URN {urn!r}")
