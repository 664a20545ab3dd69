"""What a container logged, as `docker:index/getLogs:getLogs` tells it."""

from __future__ import annotations

import re
import time
from typing import Any, Final

from moorage.engine.providers.docker import client
from moorage.engine.providers.docker.container import durations
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import ProviderError
from moorage.engine.values import Values

_DEFAULTS: Final[Values] = {
    "details": False,
    "discardHeaders": True,
    "follow": False,
    "logsListStringEnabled": True,
    "showStderr": True,
    "showStdout": True,
    "timestamps": False,
}
_REFUSED: Final = {
    "details": (True, "Docker's Python client cannot ask for them"),
    "discardHeaders": (False, "a line's header is binary, and no text of a stack"),
    "follow": (True, "a deployment would wait until the container ends"),
}
ARGUMENTS: Final = ("name", *_DEFAULTS, "since", "tail", "until")


def read(session: Session, arguments: Values) -> Values:
    """Return the arguments with their defaults, and the lines in `logsListStrings` unless they are not wanted."""
    asked = {**_DEFAULTS, **{key: value for key, value in arguments.items() if value is not None}}
    for key, (value, reason) in _REFUSED.items():
        if asked[key] is value:
            raise ProviderError(
                f"docker:index/getLogs:getLogs: {key}: the embedded engine does not honour it: {reason}"
            )
    found: Values = {**asked, "id": asked["name"]}
    if asked["logsListStringEnabled"]:
        found["logsListStrings"] = _lines(session, asked)
    return found


def _lines(session: Session, asked: Values) -> list[str]:
    name, tail = str(asked["name"]), str(asked.get("tail") or "all")
    limits: dict[str, Any] = {key: _moment(key, str(asked[key])) for key in ("since", "until") if asked.get(key)}
    with client.one_line(f"container {name}: its log cannot be read"):
        told: bytes = session.engine.logs(
            name,
            stdout=asked["showStdout"],
            stderr=asked["showStderr"],
            timestamps=asked["timestamps"],
            tail=tail if tail == "all" else int(tail),
            **limits,
        )
    return told.decode(errors="replace").splitlines()


def _moment(key: str, text: str) -> float:
    """Return a Unix time, or how long ago something was (`10m`), in seconds since 1970."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    ago = durations.nanoseconds(text)
    if not ago:
        msg = f"docker:index/getLogs:getLogs: {key}: {text!r} is neither a Unix time nor a duration (1700000000, 10m)"
        raise ProviderError(msg)
    return time.time() - ago / 1e9
