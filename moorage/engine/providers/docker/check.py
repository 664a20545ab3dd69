"""Check: new inputs against the table, then the name that nobody gave."""

from __future__ import annotations

import hashlib
from typing import Any

from moorage.engine.providers.docker import values
from moorage.engine.providers.docker.schema import Resource
from moorage.engine.providers.protocol import Checked, Context, Failure
from moorage.engine.values import Values

LONGEST_NAME = 255
"""Characters, the real provider's limit for a made-up name."""


def check(resource: Resource, context: Context, old: Values, new: Values) -> Checked:
    """Validate inputs and fill in defaults; a made-up name is kept as long as the resource lives."""
    failures: list[Failure] = []
    inputs = values.check_object(resource.properties, new, "", failures)
    if resource.named and "name" not in inputs:
        match _name(context, old):
            case Failure() as failure:
                failures.append(failure)
            case name:
                inputs["name"] = name
                inputs[values.DEFAULTS] = sorted([*inputs[values.DEFAULTS], "name"])
    return Checked(inputs, failures)


def _name(context: Context, old: dict[str, Any]) -> str | Failure:
    if old.get("name") and "name" in old.get(values.DEFAULTS, ["name"]):
        return str(old["name"])
    autonaming = context.autonaming
    if autonaming is None:
        return f"{context.name}-{hashlib.sha256(context.seed).hexdigest()[:7]}"
    if autonaming.mode == "disabled":
        return Failure("name", "is required: automatic naming is disabled")
    if autonaming.mode == "propose" and len(autonaming.proposed) > LONGEST_NAME:
        return Failure("name", f"the proposed name {autonaming.proposed!r} is longer than {LONGEST_NAME} characters")
    return autonaming.proposed
