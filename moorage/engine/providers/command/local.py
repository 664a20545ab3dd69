"""Run one command here as pulumi-command does: its interpreter, environment, outputs and error text."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moorage.engine import values
from moorage.engine.providers import processes, protocol
from moorage.engine.providers.command import collected, quoting, shown

_SHELL = ("/bin/sh", "-c")


def argv(command: str, inputs: values.Values) -> list[str]:
    """Return the command line: the interpreter's words, then the command as one."""
    return [*(inputs.get("interpreter") or _SHELL), command]


def environment(around: Mapping[str, str], inputs: values.Values, previous: values.Values) -> dict[str, str]:
    """Return the process's environment; `previous` holds the results of the run before, which it may read."""
    return {**around, **(inputs.get("environment") or {}), **shown.before(inputs, previous)}


def run(
    context: protocol.Context,
    directory: Path,
    command: str,
    inputs: values.Values,
    previous: values.Values,
) -> dict[str, Any]:
    """Run a command and return `stdout` and `stderr`, each without its last newline, and the files it left.

    `directory` is what a relative `dir` is relative to; `previous` holds the results of the run before.

    Raises:
        ProviderError: It cannot be started, does not end with 0, or takes too long; its whole output is in the text.
    """
    where = directory / inputs.get("dir", "")
    try:
        done = processes.run(
            argv(command, inputs),
            directory=where,
            environment=environment(os.environ, inputs, previous),
            stdin=inputs.get("stdin", ""),
            timeout=context.timeout,
            line=shown.lines(context, inputs),
        )
    except OSError as error:
        what = f"chdir {where}" if not where.is_dir() else f"exec {argv(command, inputs)[0]}"
        raise protocol.ProviderError(
            failure(f"{what}: {(error.strerror or str(error)).lower()}", command, "")
        ) from error
    if done.timed_out:
        raise protocol.ProviderError(failure(f"timed out after {context.timeout:g} s", command, done.both))
    if done.code:
        raise protocol.ProviderError(failure(ended(done.code), command, done.both))
    texts = {"stdout": done.stdout.removesuffix("\n"), "stderr": done.stderr.removesuffix("\n")}
    return {**texts, **collected.results(directory, inputs)}


def ended(code: int) -> str:
    """Say how a process ended, in Go's words."""
    if code >= 0:
        return f"exit status {code}"
    return f"signal: {(signal.strsignal(-code) or str(-code)).lower()}"


def failure(reason: str, command: str, output: str) -> str:
    """Return the text of a failed command, as the real provider writes it."""
    return f"{reason}: running {quoting.quote(command)}:\n{output}"
