"""One recorded operation, in the layout and the JSON of `pulumi stack history`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import click

from moorage.cli import ages, selection, stacks
from moorage.cli.session import Session
from moorage.cli.state import State
from moorage.engine.state import crypto

Decrypt = Callable[[str], str]
_COUNTS = (("+", "create", "green"), ("-", "delete", "red"), ("~", "update", "yellow"), (" ", "same", "blue"))


def decrypter(session: Session, found: State) -> Decrypt:
    """Return what opens the secrets of the recorded configuration: the stack file's salt does."""
    chosen = selection.of(session, found.project, found.stack)
    return stacks.keys(chosen).open(chosen.file.salt).decrypt if chosen.file.salt else _sealed


def _sealed(_text: str) -> str:
    raise crypto.CryptoError("the stack file has no encryption salt")


def document(entry: dict[str, Any], decrypt: Decrypt | None) -> dict[str, Any]:
    """Return the entry of `stack history --json`."""
    config: dict[str, Any] = entry.get("config") or {}
    return {
        **{key: entry.get(key, "") for key in ("version", "kind")},
        "startTime": _time(entry["startTime"]),
        "message": entry.get("message") or "",
        "environment": entry.get("environment") or {},
        "config": {key: _value(value, decrypt) for key, value in config.items()},
        "result": entry.get("result") or "",
        "endTime": _time(entry.get("endTime") or 0),
        "resourceChanges": entry.get("resourceChanges") or {},
    }


def lines(entry: dict[str, Any], *, full_dates: bool) -> Iterator[str]:
    """Yield the lines for people."""
    yield f"Version: {entry['version']}"
    yield f"UpdateKind: {entry['kind']}"
    good = entry.get("result") == "succeeded"
    yield click.style(f"Status: {entry.get('result')}", fg="green" if good else "red")
    yield f"Message: {entry.get('message') or ''}"
    changes: dict[str, int] = entry.get("resourceChanges") or {}
    counts = "".join(click.style(f"{sign}{changes.get(name, 0)}", bg=ground) for sign, name, ground in _COUNTS)
    start = _time(entry["startTime"])
    seconds = int((entry.get("endTime") or entry["startTime"]) - entry["startTime"])
    yield f"{counts} Updated {start if full_dates else ages.ago(start)} took {seconds}s"
    environment: dict[str, str] = entry.get("environment") or {}
    yield from (f"    {key}: {value}" for key, value in sorted(environment.items()) if value.strip())
    yield ""


def _value(value: Any, decrypt: Decrypt | None) -> dict[str, Any]:
    """Return a configuration value as the CLI lists it: recorded as text, as an object, or with `{"secure": ...}`."""
    secret = _sealed_in(value)
    if secret and decrypt is None:
        return {"secret": True}
    clear = _opened(value, decrypt or _sealed)
    if isinstance(clear, str):
        return {"value": clear, "secret": secret}
    return {"value": json.dumps(clear, ensure_ascii=False), "objectValue": clear, "secret": secret}


def _sealed_in(value: Any) -> bool:
    match value:
        case {"secure": str()}:
            return True
        case dict():
            return any(_sealed_in(item) for item in cast("dict[str, Any]", value).values())
        case list():
            return any(_sealed_in(item) for item in cast("list[Any]", value))
        case _:
            return False


def _opened(value: Any, decrypt: Decrypt) -> Any:
    match value:
        case {"secure": str(sealed)}:
            return decrypt(sealed)
        case dict():
            return {key: _opened(item, decrypt) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_opened(item, decrypt) for item in cast("list[Any]", value)]
        case _:
            return value


def _time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
