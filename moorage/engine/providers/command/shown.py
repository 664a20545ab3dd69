"""What a command says and is told: its lines as they come, and the results of the run before. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from moorage.engine import values
from moorage.engine.providers import protocol, streams

_SHOWN: Final[Mapping[streams.Stream, tuple[str, str]]] = {
    "stdout": ("stdout", "stdoutAndStderr"),
    "stderr": ("stderr", "stdoutAndStderr"),
}


def lines(context: protocol.Context, inputs: values.Values) -> Callable[[streams.Stream, str], None]:
    """Return what shows a line of a stream that `logging` names (both, unless told)."""
    logging = inputs.get("logging", "stdoutAndStderr")

    def line(stream: streams.Stream, text: str) -> None:
        if logging in _SHOWN[stream]:
            context.status(text)

    return line


def before(inputs: values.Values, previous: values.Values) -> dict[str, str]:
    """Return the variables that tell a command what the run before wrote, unless it is not to know."""
    if not inputs.get("addPreviousOutputInEnv", True):
        return {}
    return {f"PULUMI_COMMAND_{key.upper()}": previous[key] for key in ("stdout", "stderr") if previous.get(key)}
