"""Events for the display's tests: those the real CLI recorded, and hand-made ones."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from rich.console import Console

from moorage.engine.display.sink import Sink

DATA = Path(__file__).parent / "data"
Event = dict[str, Any]
STACK = "urn:pulumi:dev::toy::pulumi:pulumi:Stack::toy-dev"
WEB = "urn:pulumi:dev::toy::docker:index/container:Container::web"
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def recorded(name: str) -> list[Event]:
    """Return the events of a recorded run."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text().splitlines()]


def step(op: str, urn: str = WEB, **fields: Any) -> Event:
    """Return the metadata of a step; `old` and `new` are given as inputs."""
    old, new = fields.pop("old", None), fields.pop("new", None)
    state: Event = {"urn": urn, "parent": "" if urn == STACK else STACK, "id": "", "provider": ""}
    return {
        "op": op,
        "urn": urn,
        "type": urn.split("::")[2].rpartition("$")[2],
        "old": None if old is None else {**state, "inputs": old, "outputs": fields.pop("outputs", old)},
        "new": None if new is None else {**state, "inputs": new, "outputs": {}},
        "detailedDiff": None,
        "logical": True,
        "provider": "",
        **fields,
    }


def before(metadata: Event, *, preview: bool = False) -> Event:
    """Return the event that a step begins."""
    return {"resourcePreEvent": {"metadata": metadata, **({"planning": True} if preview else {})}}


def after(metadata: Event, *, preview: bool = False) -> Event:
    """Return the event that a step is done."""
    return {"resOutputsEvent": {"metadata": metadata, **({"planning": True} if preview else {})}}


def failed(metadata: Event) -> Event:
    """Return the event that a step failed."""
    return {"resOpFailedEvent": {"metadata": metadata, "status": 2, "steps": 0}}


def message(text: str, severity: str = "info", urn: str = "", *, ephemeral: bool = False) -> Event:
    """Return a diagnostic event."""
    event: Event = {"message": f"{text}\n", "severity": severity, "color": "never"}
    if severity != "info":
        event["prefix"] = f"{severity}: "
    return {"diagnosticEvent": {**event, **({"urn": urn} if urn else {}), **({"ephemeral": True} if ephemeral else {})}}


def summary(preview: bool = False, seconds: int = 2, **changes: int) -> Event:
    """Return the summary event; changes with `_` for `-`."""
    counts = {op.replace("_", "-"): count for op, count in changes.items()}
    return {
        "summaryEvent": {
            "maybeCorrupt": False,
            "durationSeconds": seconds,
            "resourceChanges": counts,
            "isPreview": preview,
            "result": "succeeded",
        }
    }


def console(*, terminal: bool = False, height: int = 40) -> Console:
    """Return a console that writes into memory."""
    return Console(
        file=io.StringIO(),
        force_terminal=terminal,
        width=120,
        height=height,
        color_system="standard" if terminal else "auto",
    )


def output(where: Console) -> str:
    """Return what was written."""
    assert isinstance(where.file, io.StringIO)
    return where.file.getvalue()


def play(sink: Sink, events: list[Event]) -> None:
    """Feed the events and close."""
    with sink:
        for event in events:
            sink(event)
