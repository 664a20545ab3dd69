"""What a run tells as it goes: events in the JSON shape of Pulumi's `--json` (apitype.EngineEvent)."""

from __future__ import annotations

import dataclasses
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, cast

from moorage.engine import blinds, resource, values, wire
from moorage.engine import urn as urns
from moorage.engine.deploy import step

Event = dict[str, Any]
Sink = Callable[[Event], None]
Severity = Literal["debug", "info", "info#err", "warning", "error"]
Result = Literal["succeeded", "failed", "canceled"]

SECRETS = "_secrets"
"""Beside a step's own fields: what of its inputs changed in secret. For displays alone, and in no log."""

_CODE = "__provider"
"""The input that holds a dynamic provider's code."""

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_BLINDED = {_SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}


class Emitter:
    """Numbers, stamps and hands out events; counts operations. Safe to use from any thread."""

    def __init__(self, sink: Sink, *, preview: bool) -> None:
        self.changes: Counter[str] = Counter()
        self.steps: list[tuple[str, str]] = []
        """Operation and URN of each finished step that a user sees, in order."""
        self.blinds = blinds.Blinds()
        self._sink = sink
        self._preview = preview
        self._sequence = 0
        self._started = time.monotonic()
        self._simulated: set[str] = set()
        self._lock = threading.Lock()

    def _emit(self, kind: str, payload: Event) -> None:
        with self._lock:
            try:
                self._sink({"sequence": self._sequence, "timestamp": int(time.time()), kind: payload})
            except (OSError, SystemExit):
                # Nobody reads it any more (rich ends the program then), or the disk is full. The thread that tells is
                # one of those that carry the run out: it must go on, so that the run ends, with a true state.
                self._sink = _unheard
            self._sequence += 1

    def prelude(self, config: Mapping[str, str], secret_keys: Sequence[str]) -> None:
        """Say what the run starts from; secret values are blinded."""
        shown = {key: "[secret]" if key in secret_keys else value for key, value in sorted(config.items())}
        self._emit("preludeEvent", {"config": shown})

    def diagnostic(self, severity: Severity, message: str, urn: str = "", *, ephemeral: bool = False) -> None:
        """Say something to the user; `ephemeral` text is progress, to be shown and forgotten."""
        event: Event = {"urn": urn} if urn else {}
        if severity not in ("info", "info#err"):
            event["prefix"] = f"{severity}: "
        event |= {"message": f"{self.blinds.text(message)}\n", "color": "never", "severity": severity}
        if ephemeral:
            event["ephemeral"] = True
        self._emit("diagnosticEvent", event)

    def simulates(self, package: str) -> None:
        """Say, once, that a package is simulated; from now on each step of it is marked."""
        with self._lock:
            known = package in self._simulated
            self._simulated.add(package)
        if not known:
            self.diagnostic(
                "warning",
                f"package {package}: its provider is not here, so its resources are simulated: inputs are not checked, "
                "outputs are unknown, replacements too; install the Pulumi CLI to deploy them",
            )

    def before(self, what: step.Step) -> None:
        """Say that a step begins."""
        if not what.internal:
            self._emit("resourcePreEvent", self._planned({"metadata": _metadata(what, what.op)}))

    def after(self, what: step.Step, op: str = "", *, count: bool | None = None) -> None:
        """Say that a step is done. `op` and `count` are for a refresh, whose outcome is known only then."""
        if what.internal:
            return
        if what.logical if count is None else count:
            with self._lock:
                self.changes[op or what.op] += 1
        self.steps.append((op or what.op, what.row.urn))
        # what a component records as outputs here is of an earlier run: its own come with `outputs`
        if self._preview or what.row.custom or what.op in ("delete", "refresh"):
            self._emit("resOutputsEvent", self._planned({"metadata": _metadata(what, op or what.op)}))

    def outputs(self, what: step.Step) -> None:
        """Say that a component, or the stack, has its outputs."""
        self._emit("resOutputsEvent", self._planned({"metadata": _metadata(what, what.op)}))

    def failure(self, what: step.Step, message: str, *, partial: bool) -> None:
        """Say that a step failed, and why; `partial`: the resource exists all the same."""
        said = blinds.without(message, blinds.marked(what.row.inputs))
        self.diagnostic("error", f"Preview failed: {said}" if self._preview else said, what.row.urn)
        if not self._preview:
            metadata = _metadata(what, what.op)
            self._blind(metadata)
            payload = {"metadata": metadata, "status": int(partial), "steps": self.changes.total()}
            self._emit("resOpFailedEvent", payload)

    def summary(self, result: Result) -> None:
        """Say how it all went, as the last but one event; the last marks the end."""
        seconds = 0 if self._preview else math.ceil(time.monotonic() - self._started)
        self._emit(
            "summaryEvent",
            {
                "maybeCorrupt": False,
                "durationSeconds": seconds,
                "resourceChanges": dict(sorted(self.changes.items())),
                "PolicyPacks": {},
                "isPreview": self._preview,
                "result": result,
            },
        )
        self._emit("cancelEvent", {})

    def _blind(self, metadata: Event) -> None:
        for state in (metadata["old"], metadata["new"]):
            if state:
                state |= {part: self.blinds.value(state[part]) for part in ("inputs", "outputs")}

    def _planned(self, payload: Event) -> Event:
        self._blind(payload["metadata"])
        kind = urns.type_of(payload["metadata"]["urn"])
        if (urns.provider_package(kind) if urns.is_provider(kind) else urns.package(kind)) in self._simulated:
            payload["metadata"]["simulated"] = True
        return payload | {"planning": True} if self._preview else payload


def _unheard(event: Event) -> None:
    """Forget an event."""
    del event


def _metadata(what: step.Step, op: str) -> Event:
    detailed = what.change.detailed
    row = what.row
    event: Event = {
        "op": op,
        "urn": row.urn,
        "type": row.type,
        "old": _state(what.old),
        "new": _state(what.new),
        "keys": what.change.replaces,
        "diffs": what.change.keys,
        "detailedDiff": None
        if detailed is None
        else {path: {"diffKind": each.kind, "inputDiff": each.input} for path, each in detailed.items()},
        "logical": what.logical,
        "provider": row.provider,
        SECRETS: _secrets(what),
    }
    return {key: value for key, value in event.items() if value or key not in ("keys", "diffs", "logical", SECRETS)}


def _secrets(what: step.Step) -> list[str]:
    """Return the inputs that differ without looking different: what is secret in them changes."""
    if not what.old or not what.new or what.op == "same":
        return []
    old, new = what.old.inputs, what.new.inputs
    common = sorted(key for key in old.keys() & new.keys() if old[key] != new[key])
    own = [key for key in common if key == _CODE or not key.startswith("__")]
    return [key for key in own if shown(old[key]) == shown(new[key])]


_OPTIONAL = {
    "custom": "custom",
    "delete": "delete",
    "protect": "protect",
    "taint": "taint",
    "external": "external",
    "retainOnDelete": "retain_on_delete",
    "initErrors": "init_errors",
    "hideDiffs": "hide_diff",
}


def _state(row: resource.Resource | None) -> Event | None:
    if row is None:
        return None
    optional = {key: getattr(row, name) for key, name in _OPTIONAL.items()}
    return {
        "type": row.type,
        "urn": row.urn,
        **{key: value for key, value in optional.items() if value},
        "id": row.id,
        "parent": row.parent,
        "inputs": shown(row.inputs),
        "outputs": shown(row.outputs),
        "provider": row.provider,
    }


def shown(value: Any) -> Any:
    """Return a value as events carry it: secrets blinded, the content of assets left out, unknowns as on the wire."""
    match value:
        case values.Secret():
            return _BLINDED
        case values.OutputValue():
            return shown(value.value)
        case values.Unknown():
            return wire.UNKNOWN_TEXT
        case dict():
            return {key: shown(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [shown(item) for item in cast("list[Any]", value)]
        case values.Asset(text=str()):
            return wire.plain(dataclasses.replace(value, text="<contents elided>"))
        case values.Asset() | values.Archive() | values.Reference():
            return wire.plain(value)
        case _:
            return value
