"""The resources that pulumi-docker bridges from Terraform: a table and effects for each type, and what follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from moorage.engine import nearest
from moorage.engine.providers.docker import (
    check,
    drift,
    image,
    network,
    preview,
    registry_image,
    tag,
    values,
    volume,
)
from moorage.engine.providers.docker import outputs as results
from moorage.engine.providers.docker.container import resource
from moorage.engine.providers.docker.kind import Kind
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Checked, Context, Diff, ProviderError
from moorage.engine.values import UNKNOWN, Values

TYPES: Final[dict[str, Kind]] = {
    "docker:index/container:Container": resource.Container(),
    "docker:index/network:Network": network.Network(),
    "docker:index/registryImage:RegistryImage": registry_image.RegistryImage(),
    "docker:index/remoteImage:RemoteImage": image.RemoteImage(),
    "docker:index/tag:Tag": tag.Tag(),
    "docker:index/volume:Volume": volume.Volume(),
}


class Bridged:
    """The provider protocol's calls about them."""

    def __init__(self, session: Callable[[], Session]) -> None:
        self._session = session

    def check(self, context: Context, old: Values, new: Values) -> Checked:
        """Validate, and fill in defaults and the name."""
        kind = _kind(context.type)
        checked = check.check(kind.table, context, old, new)
        return dataclasses.replace(checked, failures=[*checked.failures, *kind.check(checked.inputs)])

    def diff(self, context: Context, id: str, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:  # noqa: ARG002 - the protocol's
        """Compare the recorded resource with new inputs."""
        return _kind(context.type).diff(old_inputs, old_outputs, new)

    def create(self, context: Context, inputs: Values) -> tuple[str, Values]:
        """Make it."""
        kind = _kind(context.type)
        if context.preview:
            return "", results.complete(kind.table, UNKNOWN, preview.created(kind.table, inputs))
        try:
            identity, made = kind.create(self._session(), context, inputs)
        except ProviderError as error:
            raise _completed(kind, error) from error
        return identity, results.complete(kind.table, identity, made)

    def read(self, context: Context, id: str, inputs: Values, outputs: Values) -> tuple[str, Values, Values] | None:
        """Return it as it is now, None when it is gone."""
        kind = _kind(context.type)
        if not inputs and not kind.importable:
            msg = f"{context.type}: cannot be imported"
            raise ProviderError(msg)
        found = kind.read(self._session(), context, id, inputs)
        if found is None:
            return None
        identity, recorded, now = found
        now = results.complete(kind.table, identity, {**_said_once(kind, outputs), **(now or outputs)})
        if not inputs:
            return identity, values.check_object(kind.table.properties, recorded, "", []), now
        return identity, drift.inputs(kind.table, recorded, outputs, now), now

    def find(self, context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return what a killed creation made."""
        kind = _kind(context.type)
        found = kind.find(self._session(), context, inputs)
        return found and (found[0], results.complete(kind.table, found[0], found[1]))

    def update(self, context: Context, id: str, old_inputs: Values, old_outputs: Values, new: Values) -> Values:
        """Change it in place."""
        kind = _kind(context.type)
        if context.preview:
            return results.complete(kind.table, id, preview.updated(kind.table, old_outputs, new))
        try:
            now = kind.update(self._session(), context, id, old_inputs, new)
        except ProviderError as error:
            raise _completed(kind, error) from error
        return results.complete(kind.table, id, {**_said_once(kind, old_outputs), **now})

    def delete(self, context: Context, id: str, inputs: Values, outputs: Values) -> None:
        """Remove it; already gone is fine."""
        _kind(context.type).delete(self._session(), context, id, inputs, outputs)


def _completed(kind: Kind, error: ProviderError) -> ProviderError:
    """Return an error with the outputs that are to be recorded of what exists all the same."""
    if not error.id:
        return error
    outputs = results.complete(kind.table, error.id, error.outputs or {})
    return ProviderError(str(error), id=error.id, outputs=outputs, reasons=error.reasons)


def _said_once(kind: Kind, outputs: Values) -> Values:
    """Return the outputs that no later look at the resource tells again (the logs of its first run)."""
    return {key: value for key, value in outputs.items() if key in kind.table.said_once}


def _kind(type: str) -> Kind:
    found = TYPES.get(type)
    if found is None:
        msg = f"{type}: the embedded engine does not have this type{nearest.hint(type, TYPES)}"
        raise ProviderError(msg)
    return found
