"""What Docker says of a container -> the outputs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from moorage.engine.providers.docker import records, same, values
from moorage.engine.providers.docker.container import limits, network, observed
from moorage.engine.providers.docker.container.schema import CONTAINER, LIMITS
from moorage.engine.values import Values

MUTABLE: Final = (*LIMITS, "name", "networksAdvanced")
"""What can change while a container lives; of the rest, what was asked for is what there is."""


def outputs(inputs: Values, inspected: Mapping[str, Any]) -> Values:
    """Return the outputs of a container: the inputs, what Docker filled in, and what changed by other hands."""
    found = values.bare(inputs)
    for key, value in observe(inputs, inspected).items():
        item = CONTAINER.properties[key]
        if key not in found:
            if value is not None:
                found[key] = value
        elif key == "ports":
            # As Docker has them: an external port that it chose is told.
            found[key] = value
        elif key in MUTABLE:
            found[key] = same.answer(item, found[key], value)
    return {**found, **_running(found, records.members(inspected, "State")), "__meta": CONTAINER.meta}


def observe(inputs: Values, inspected: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that Docker tells of a container."""
    return {**observed.settings(inspected), **limits.observed(inspected), **network.observed(inputs, inspected)}


def _running(found: Values, state: Mapping[str, Any]) -> Values:
    if state.get("Running"):
        return {}
    exited: Values = {"exitCode": state.get("ExitCode") or 0}
    # The real provider notes it so; the next diff sees that the container must run and does not, and starts it.
    return exited | ({"mustRun": False} if found.get("mustRun") else {})
