"""One row of the checkpoint: `apitype.ResourceV3` of pulumi/pulumi, its field names, order and omissions."""

from __future__ import annotations

from typing import Any

from moorage.engine.resource import Operation, Resource
from moorage.engine.state import propertyjson

_ALWAYS = ("urn", "custom", "type")
FIELDS: dict[str, str] = {
    "urn": "urn",
    "custom": "custom",
    "delete": "delete",
    "id": "id",
    "type": "type",
    "inputs": "inputs",
    "outputs": "outputs",
    "parent": "parent",
    "protect": "protect",
    "taint": "taint",
    "external": "external",
    "dependencies": "dependencies",
    "initErrors": "init_errors",
    "provider": "provider",
    "propertyDependencies": "property_dependencies",
    "pendingReplacement": "pending_replacement",
    "additionalSecretOutputs": "additional_secret_outputs",
    "aliases": "aliases",
    "customTimeouts": "custom_timeouts",
    "importID": "import_id",
    "retainOnDelete": "retain_on_delete",
    "deletedWith": "deleted_with",
    "replaceWith": "replace_with",
    "created": "created",
    "modified": "modified",
    "ignoreChanges": "ignore_changes",
    "hideDiff": "hide_diff",
    "replaceOnChanges": "replace_on_changes",
    "replacementTrigger": "replacement_trigger",
    "refreshBeforeUpdate": "refresh_before_update",
    "resourceHooks": "hooks",
}
"""JSON name to attribute, in the order in which the CLI writes."""


class RowError(Exception):
    """A row that the CLI would refuse too; the text is one line."""


def read(data: dict[str, Any], unseal: propertyjson.Seal) -> Resource:
    """Return the resource of a row whose shape is right (see `shape`); `unseal` opens its secrets.

    Raises:
        RowError: A value is malformed.

    """
    urn: str = data["urn"]
    known = {attribute: data[name] for name, attribute in FIELDS.items() if data.get(name) is not None}
    known.setdefault("custom", False)
    where = _where(urn, known.get("id", ""))
    try:
        for part in ("inputs", "outputs"):
            known[part] = propertyjson.decode_all(data.get(part) or {}, unseal, f"{where}.{part}")
        if "replacement_trigger" in known:
            trigger = known["replacement_trigger"]
            known["replacement_trigger"] = propertyjson.decode(trigger, unseal, f"{where}.replacement_trigger")
    except propertyjson.EncodingError as error:
        msg = f"resource {urn}: {error}"
        raise RowError(msg) from error
    if "property_dependencies" in known:
        known["property_dependencies"] = {key: urns or [] for key, urns in known["property_dependencies"].items()}
    if "custom_timeouts" in known:
        known["custom_timeouts"] = {key: each for key, each in known["custom_timeouts"].items() if each is not None}
    return Resource(**known, extra={name: value for name, value in data.items() if name not in FIELDS})


def write(resource: Resource, seal: propertyjson.Seal) -> dict[str, Any]:
    """Return the row of a resource; `seal` closes its secrets. What is empty is left out, as the CLI does."""
    where = _where(resource.urn, resource.id)
    result: dict[str, Any] = {}
    for name, attribute in FIELDS.items():
        value = getattr(resource, attribute)
        if attribute in {"inputs", "outputs", "replacement_trigger"}:
            value = propertyjson.encode(value, seal, f"{where}.{attribute}")
        # a trigger may be 0 or "": no trigger is null
        if value or name in _ALWAYS or (name == "replacementTrigger" and value is not None):
            result[name] = value
    return {**result, **resource.extra}


def read_operation(data: dict[str, Any], unseal: propertyjson.Seal) -> Operation:
    """Return a pending operation: `{"resource": row, "type": "creating"}`."""
    return Operation(read(data["resource"], lambda place, text: unseal(f"pending {place}", text)), data["type"])


def write_operation(operation: Operation, seal: propertyjson.Seal) -> dict[str, Any]:
    """Return the JSON data of a pending operation."""
    # the row itself may be there too, with other values: its places are its own
    resource = write(operation.resource, lambda place, text: seal(f"pending {place}", text))
    return {"resource": resource, "type": operation.type}


def _where(urn: str, identity: str) -> str:
    # two rows may share a URN while a replacement is under way; their ids differ
    return f"{urn}#{identity}"
