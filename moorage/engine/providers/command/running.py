"""Run one command as pulumi-command does: its interpreter, environment, outputs and error text."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from moorage.engine import values
from moorage.engine.providers import processes, protocol
from moorage.engine.providers.command import quoting

_SHELL = ("/bin/sh", "-c")


def argv(command: str, inputs: values.Values) -> list[str]:
    """Return the command line: the interpreter's words, then the command as one."""
    return [*(inputs.get("interpreter") or _SHELL), command]


def environment(around: Mapping[str, str], inputs: values.Values, previous: values.Values) -> dict[str, str]:
    """Return the process's environment; `previous` holds the outputs of the run before, which it may read."""
    given: dict[str, str] = {**around, **(inputs.get("environment") or {})}
    if inputs.get("addPreviousOutputInEnv", True):
        given |= {f"PULUMI_COMMAND_{key.upper()}": previous[key] for key in ("stdout", "stderr") if previous.get(key)}
    return given


def run(
    command: str,
    inputs: values.Values,
    previous: values.Values,
    *,
    directory: Path,
    status: Callable[[str], None],
    timeout: float = 0.0,
) -> dict[str, Any]:
    """Run a command and return `stdout` and `stderr`, each without its last newline.

    `directory` is what a relative `dir` is relative to; `timeout` is in seconds, 0 is none.

    Raises:
        ProviderError: It cannot be started, does not end with 0, or takes too long; its whole output is in the text.
    """
    logging = inputs.get("logging", "stdoutAndStderr")
    shown = {"stdout": ("stdout", "stdoutAndStderr"), "stderr": ("stderr", "stdoutAndStderr")}

    def line(stream: processes.Stream, text: str) -> None:
        if logging in shown[stream]:
            status(text)

    where = directory / inputs.get("dir", "")
    try:
        done = processes.run(
            argv(command, inputs),
            directory=where,
            environment=environment(os.environ, inputs, previous),
            stdin=inputs.get("stdin", ""),
            timeout=timeout,
            line=line,
        )
    except OSError as error:
        what = f"chdir {where}" if not where.is_dir() else f"exec {argv(command, inputs)[0]}"
        raise protocol.ProviderError(
            failure(f"{what}: {(error.strerror or str(error)).lower()}", command, "")
        ) from error
    if done.timed_out:
        raise protocol.ProviderError(failure(f"timed out after {timeout:g} s", command, done.both))
    if done.code:
        raise protocol.ProviderError(failure(ended(done.code), command, done.both))
    return {"stdout": done.stdout.removesuffix("\n"), "stderr": done.stderr.removesuffix("\n")}


def ended(code: int) -> str:
    """Say how a process ended, in Go's words."""
    if code >= 0:
        return f"exit status {code}"
    return f"signal: {(signal.strsignal(-code) or str(-code)).lower()}"


def failure(reason: str, command: str, output: str) -> str:
    """Return the text of a failed command, as the real provider writes it."""
    return f"{reason}: running {quoting.quote(command)}:\n{output}"
