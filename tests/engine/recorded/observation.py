"""What a run did, in a form that two engines can be compared in: what has no meaning is left out, and said here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, cast

from moorage.engine.state import crypto
from tests.engine.recorded import project

PREFIX = f"urn:pulumi:{project.STACK}::{project.NAME}::"
_DEFAULT = re.compile(r"::pulumi:providers:[^:]*::default(_|$)")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"

_CLOSING = [
    *(f"{run} failed" for run in ("update", "preview", "refresh", "destroy")),
    "an unhandled error occurred: program exited with non-zero exit code: 1",
]

Event = dict[str, Any]
Row = dict[str, Any]


def short(urn: str) -> str:
    """Return a URN without the part that all here share."""
    return urn.removeprefix(PREFIX)


def steps(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Return operation and short URN of each step, as they began.

    Those of default providers, and that a pending replacement is forgotten, are left out: the CLI tells them in its log
    of all events only, not with `--json`. What became of them is in the state.
    """
    found = [event["resourcePreEvent"]["metadata"] for event in events if "resourcePreEvent" in event]
    shown = [each for each in found if each["op"] != "remove-pending-replace" and not _DEFAULT.search(each["urn"])]
    return [(each["op"], short(each["urn"])) for each in shown]


def changes(events: Iterable[Event]) -> dict[str, int]:
    """Return the summary: how many resources by operation."""
    found = [event["summaryEvent"]["resourceChanges"] for event in events if "summaryEvent" in event]
    return {op: count for op, count in sorted((found or [{}])[-1].items()) if count}


def errors(events: Iterable[Event]) -> list[str]:
    """Return the first line of each error (of a traceback the last one too), with the resource it belongs to.

    The CLI adds errors that only say that there was one: at the end of a run, and of a program that raised RunError.
    """
    found = [event["diagnosticEvent"] for event in events if "diagnosticEvent" in event]
    lines = [_error(each) for each in found if each["severity"] == "error"]
    return sorted(line for line in lines if line not in _CLOSING)


def _error(event: dict[str, Any]) -> str:
    text = re.sub(r"<\{%.*?%\}>", "", event["message"]).strip()
    text = re.sub(
        r"^\d+ errors? occurred:\s+\* ", "", text
    )  # how the CLI introduces what is wrong with a thing that was made
    lines = text.replace(PREFIX, "").splitlines() or [""]
    first = f"{lines[0]} {lines[-1]}" if "Traceback" in text else lines[0]
    # the CLI shows a refused input as Go prints it, an address for a secret; the engine shows none
    first = re.sub(r" value \{.*\} has a problem", " has a problem", first)
    return f"{short(event['urn'])}: {first}" if event.get("urn") else first


def rows(state: dict[str, Any], keys: crypto.Keys) -> tuple[list[Row], list[Row]]:
    """Return the resources and the pending operations of a state file, comparable, in the order of their URNs."""
    latest = state["checkpoint"].get("latest") or {}
    crypter = keys.open(latest["secrets_providers"]["state"]["salt"]) if latest.get("secrets_providers") else None
    resources = [_row(each, crypter) for each in latest.get("resources") or []]
    pending = [
        {"type": each["type"], **_row(each["resource"], crypter)} for each in latest.get("pending_operations") or []
    ]
    return sorted(resources, key=_place), sorted(pending, key=_place)


def _place(row: Row) -> tuple[str, bool, str]:
    return row["urn"], row.get("delete", False), str(row.get("id", ""))


def _row(data: Row, crypter: crypto.Crypter | None) -> Row:
    row = {key: value for key, value in data.items() if key not in _MEANINGLESS}
    row.pop("type")  # the URN has it
    if row.pop("custom") != bool(data.get("id") or data.get("external") or data.get("provider")):
        row["custom"] = data["custom"]
    if data["type"].startswith("command:") and data.get("id"):
        row["id"] = re.sub(r"[0-9a-f]{8}$", "random", data["id"])
    for key in ("dependencies", "aliases", "additionalSecretOutputs", "deletedWith"):
        if not row.get(key):
            row.pop(key, None)  # absent and empty mean the same
    if "dependencies" in row:
        row["dependencies"] = sorted(row["dependencies"])  # a set, in the SDK
    properties = {key: sorted(each) for key, each in (row.get("propertyDependencies") or {}).items() if each}
    row.pop("propertyDependencies", None)
    if properties:
        row["propertyDependencies"] = properties
    return cast("Row", _plain(row, crypter))


_MEANINGLESS = {
    "created",  # times
    "modified",
    "sourcePosition",  # a place in the program, by the machine's paths
    "stackTrace",
}


_NAMES = {_SIGNATURE: "kind"}

_OPAQUE = {"__provider": "code"}
"""Pickled code of a provider in the program: its bytes are those of one Python and one path."""

_OF_PLUGINS = {
    "__pulumi-go-provider-version",  # the library that a plugin is written with
    "__pulumi_raw_state_delta",  # how a bridged plugin gets back to the state of another tool
}


def _plain(value: Any, crypter: crypto.Crypter | None) -> Any:
    match value:
        case dict() if value.get(_SIGNATURE) == _SECRET and crypter:
            return {"secret": _plain(json.loads(crypter.decrypt(value["ciphertext"])), crypter)}
        case dict():
            found = cast("dict[str, Any]", value)
            keys = [key for key in sorted(found) if key not in _OF_PLUGINS]
            return {_NAMES.get(key, key): _OPAQUE.get(key) or _plain(found[key], crypter) for key in keys}
        case list():
            return [_plain(each, crypter) for each in cast("list[Any]", value)]
        case float() if value.is_integer():
            return int(value)  # Go writes 1e+21
        case str():
            # ids of providers are random
            text = _UUID.sub(lambda found: found[0] if found[0] == _UNKNOWN else "UUID", value)
            return text.replace(PREFIX, "urn:")
        case _:
            return value
