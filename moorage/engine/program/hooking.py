"""Hooks over the wire: a registered callback as a function that the deployment can call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine import resource, values, wire
from moorage.engine.deploy import hooks
from moorage.engine.program import callbacks, stubs

_pb = stubs.resource_pb2

_FIELDS: Mapping[hooks.Kind, str] = {
    "BeforeCreate": "before_create",
    "AfterCreate": "after_create",
    "BeforeUpdate": "before_update",
    "AfterUpdate": "after_update",
    "BeforeDelete": "before_delete",
    "AfterDelete": "after_delete",
    "OnError": "on_error",
}
"""Kind of hook to the field of a registration's binding."""


def bound(binding: Any) -> dict[str, list[str]]:
    """Return the names of a registration's hooks, by kind."""
    found = {kind: list(getattr(binding, name)) for kind, name in _FIELDS.items()}
    return {kind: names for kind, names in sorted(found.items()) if names}


def hook(calls: callbacks.Callbacks, request: Any) -> hooks.Hook:
    """Return the hook of a registration."""

    def call(moment: hooks.Moment) -> None:
        asked = _pb.ResourceHookRequest(**_told(moment))
        for name, found in _inputs(moment).items():
            getattr(asked, name).CopyFrom(wire.encode(found))
        if moment.done and moment.new:
            asked.new_outputs.CopyFrom(wire.encode(moment.new.outputs))
        _raise(_call(calls, request.callback, asked, _pb.ResourceHookResponse))

    return hooks.Hook(call, request.on_dry_run, request.ignore_errors)


def retry(calls: callbacks.Callbacks, request: Any) -> hooks.Retry:
    """Return the error hook of a registration."""

    def call(moment: hooks.Moment, errors: list[str]) -> bool:
        asked = _pb.ErrorHookRequest(**_told(moment), failed_operation=moment.operation, errors=errors)
        for name, found in _inputs(moment).items():
            getattr(asked, name).CopyFrom(wire.encode(found))
        response = _call(calls, request.callback, asked, _pb.ErrorHookResponse)
        _raise(response)
        return response.retry

    return call


def _call(calls: callbacks.Callbacks, callback: Any, asked: Any, answer: Any) -> Any:
    try:
        return calls.call(callback, asked, answer)
    except callbacks.CallbackError as error:
        raise hooks.HookError(str(error)) from error


def _raise(response: Any) -> None:
    if response.error:
        raise hooks.HookError(response.error)


def _told(moment: hooks.Moment) -> dict[str, Any]:
    row = moment.row
    return {
        "urn": row.urn,
        "id": row.id,
        "name": row.urn.rpartition("::")[2],
        "type": row.type,
        "old_options": moment.old and _options(moment.old),
        "new_options": moment.new and _options(moment.new),
    }


def _inputs(moment: hooks.Moment) -> dict[str, values.Values]:
    """Return what both requests carry of the rows, by field."""
    found: dict[str, values.Values] = {}
    if moment.new:
        found["new_inputs"] = moment.new.inputs
    if moment.old:
        found["old_inputs"] = moment.old.inputs
        found["old_outputs"] = moment.old.outputs
    return found


def _options(row: resource.Resource) -> Any:
    """Return the options that a row records."""
    options = _pb.ResourceOptions(
        depends_on=row.dependencies,
        protect=row.protect,
        ignore_changes=row.ignore_changes,
        replace_on_changes=row.replace_on_changes,
        provider=row.provider,
        retain_on_delete=row.retain_on_delete,
        deleted_with=row.deleted_with,
        additional_secret_outputs=row.additional_secret_outputs,
        hide_diff=row.hide_diff,
        parent=row.parent,
        aliases=[stubs.alias_pb2.Alias(urn=urn) for urn in row.aliases],
    )
    setattr(options, "import", row.import_id)  # a keyword here, a field's name there
    for kind, names in row.hooks.items():
        getattr(options.hooks, _FIELDS[kind]).extend(names)  # pyright: ignore[reportArgumentType] - what the state names
    for name, seconds in row.custom_timeouts.items():
        setattr(options.custom_timeouts, name, f"{seconds}s")
    return options
