"""A preview as one JSON document, `preview --json`: the shape of the CLI's `PreviewDigest`.

Source: `pkg/backend/display/json.go` of pulumi/pulumi.
"""

from __future__ import annotations

import threading
import time
from typing import Any, TextIO, cast

from moorage.engine import urn
from moorage.engine.display import sink, text, words
from moorage.engine.state import gojson, propertyjson

Event = dict[str, Any]
_ORDER = ("urn", "custom", "delete", "id", "type", "inputs", "outputs", "parent", "protect", "taint", "external")
_REST = ("provider", "initErrors", "retainOnDelete")


class Digest(sink.Closing):
    """Collects the preview and writes it when it is closed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._started = time.monotonic_ns()
        self._closed = False
        self._config: Event = {}
        self._steps: list[Event] = []
        self._diagnostics: list[Event] = []
        self._summary: Event = {}
        self._refreshing: set[str] = set()

    def __call__(self, event: Event) -> None:
        """Take an event."""
        with self._lock:
            name, content = sink.payload(event)
            match name:
                case "preludeEvent":
                    self._config = content["config"]
                case "diagnosticEvent" if not content.get("ephemeral") and content["severity"] != "debug":
                    self._diagnostics.append(_diagnostic(content))
                case "stdoutEvent":
                    self._diagnostics.append({"message": content["message"], "severity": "info"})
                case "resourcePreEvent" if _is_shown(content["metadata"]):
                    self._steps.append(_step(content["metadata"]))
                    if content["metadata"]["op"] == "refresh":
                        self._refreshing.add(content["metadata"]["urn"])
                case "resOutputsEvent":
                    self._refreshed(content["metadata"])
                case "summaryEvent":
                    self._summary = content
                case _:
                    pass

    def close(self) -> None:
        """Write the document, once."""
        if self._closed:
            return
        self._closed = True
        document: Event = {
            "config": dict(sorted(self._config.items())),
            "steps": self._steps,
            "diagnostics": self._diagnostics,
            "duration": time.monotonic_ns() - self._started,
            "changeSummary": dict(sorted(self._summary.get("resourceChanges", {}).items())),
            "maybeCorrupt": self._summary.get("maybeCorrupt", False),
        }
        shown = {key: value for key, value in document.items() if value}
        self._stream.write(gojson.text(shown, sort=False, indent=4) + "\n")
        self._stream.flush()

    def _refreshed(self, step: Event) -> None:
        """Put what a refresh found in the place of the step that announced it."""
        found = (step["op"] == "update" and step.get("detailedDiff") is not None) or step["op"] == "delete"
        if step["urn"] in self._refreshing and found:
            self._steps = [_step(step) if each["urn"] == step["urn"] else each for each in self._steps]


def _is_shown(step: Event) -> bool:
    if urn.type_of(step["urn"]) == urn.STACK_TYPE:
        return True
    if step["op"] == "same":
        old: Event = step.get("old") or {}
        new: Event = step.get("new") or {}
        return bool(old.get("protect")) != bool(new.get("protect"))
    return bool(step.get("logical")) or step["op"] not in words.REPLACEMENTS


def _diagnostic(event: Event) -> Event:
    where = {"urn": event["urn"]} if event.get("urn") else {}
    return {**where, "message": event.get("prefix", "") + event["message"], "severity": event["severity"]}


def _step(step: Event) -> Event:
    detailed: Event | None = step.get("detailedDiff")
    result: Event = {"op": step["op"], "urn": step["urn"]}
    if step.get("simulated"):
        result["simulated"] = True
    optional = {
        "provider": step.get("provider"),
        "oldState": _state(step.get("old")),
        "newState": _state(step.get("new")),
        "diffReasons": step.get("diffs"),
        "replaceReasons": step.get("keys"),
    }
    result |= {key: value for key, value in optional.items() if value}
    result["detailedDiff"] = (
        None
        if detailed is None
        else {
            path: {"kind": each["diffKind"], "inputDiff": each["inputDiff"]} for path, each in sorted(detailed.items())
        }
    )
    return result


def _state(state: Event | None) -> Event | None:
    if state is None:
        return None
    row = {**state, "custom": state.get("custom", False)}
    row |= {part: _blind(row.get(part) or {}) for part in ("inputs", "outputs")}
    return {key: row[key] for key in (*_ORDER, *_REST) if key == "custom" or row.get(key)}


def _blind(value: Any) -> Any:
    """Return the value with each secret as text; the JSON of the CLI's preview has no marks for them."""
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        if propertyjson.SIGNATURE in entries and ("ciphertext" in entries or "plaintext" in entries):
            return text.SECRET
        return {key: _blind(item) for key, item in sorted(entries.items())}
    return [_blind(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value
