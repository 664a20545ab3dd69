"""A daemon that outlives the process that starts it."""

from __future__ import annotations

import os
import pathlib
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from components.core.operations import OperationError

WAIT_SECONDS: Final = 60
"""How long a started engine may take to answer; on two cores it took 0.4 s."""

KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "DOCKER_RAMDISK", "DOCKER_TMPDIR")
"""Variables that an engine and what it starts read, besides those of proxies."""


def start(argv: Sequence[str], log: pathlib.Path) -> subprocess.Popen[bytes]:
    """Start a program, its output in `log`."""
    with log.open("ab") as stream:
        return subprocess.Popen(  # noqa: S603 - a program and options of our own
            argv,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd="/",
            env=kept(os.environ),
            start_new_session=True,
        )


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what an engine needs of an environment; it outlives this process, and secrets of ours must not."""
    return {name: value for name, value in environment.items() if name in KEPT or name.lower().endswith("_proxy")}


def wait(answers: Callable[[], bool], process: subprocess.Popen[bytes] | None, log: pathlib.Path, unit: str) -> None:
    """Wait until an engine answers; `process` is None where systemd started its `unit`.

    Raises:
        OperationError: it ended, or WAIT_SECONDS passed; the line ends with the last one of its log.
    """
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if answers():
            return
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.2)
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] if log.exists() else []
    more = " ".join([f"see {log}:", *last]) if process else f"systemctl status {unit}"
    message = f"container engine: it does not come up; {more}"
    raise OperationError(message)
