"""A command inside a workload, with this process's input and output; its exit code is returned."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import sys
import termios
import tty
from collections.abc import Generator, Sequence
from typing import Any

from components.core.naming import Scope
from components.core.operations import OperationError
from components.shared.containers import found, frames
from components.shared.containers.found import Client

CHUNK = 65536


def execute(client: Client, scope: Scope, workload: str, command: Sequence[str], *, terminal: bool) -> int:
    """Run `command` as the workload's own user, in its working directory.

    Raises:
        OperationError: the workload is not there, does not run, or has no such program.
    """
    row = found.one(client, scope, workload)
    if row["State"] != "running":
        message = f"workload {workload} does not run ({row['Status'].lower()}); moorage logs {workload}"
        raise OperationError(message)
    started = client.api.exec_create(row["Id"], list(command), stdin=True, tty=terminal)
    stream = client.api.exec_start(started["Id"], tty=terminal, socket=True)
    connection = getattr(stream, "_sock", stream)
    with _raw(client, started["Id"], terminal=terminal):
        _pump(connection, terminal=terminal)
    stream.close()
    code = client.api.exec_inspect(started["Id"])["ExitCode"]
    return 1 if code is None else int(code)


def _pump(connection: Any, *, terminal: bool) -> None:
    """Carry input there and output back until the command ends."""
    reader = frames.Reader(terminal=terminal)
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        with contextlib.suppress(PermissionError):  # a plain file cannot be waited for: it is always ready
            selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        if len(selector.get_map()) == 1:
            connection.sendall(sys.stdin.buffer.read())
            _end_of_input(connection)
        while True:
            for key, _ in selector.select():
                if key.fileobj is connection:
                    data = connection.recv(CHUNK)
                    if not data:
                        return
                    for stream, part in reader.feed(data):
                        target = sys.stderr.buffer if stream == frames.STDERR else sys.stdout.buffer
                        target.write(part)
                        target.flush()
                elif data := os.read(sys.stdin.fileno(), CHUNK):
                    connection.sendall(data)
                else:
                    selector.unregister(sys.stdin.fileno())
                    _end_of_input(connection)


def _end_of_input(connection: Any) -> None:
    import socket

    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def _raw(client: Client, id: str, *, terminal: bool) -> Generator[None]:
    """Give the terminal to the command: keys go to it as they are, and it learns of every change of size."""
    if not terminal:
        yield
        return

    def resize(*_: object) -> None:
        size = os.get_terminal_size(sys.stdout.fileno())
        client.api.exec_resize(id, height=size.lines, width=size.columns)

    before = termios.tcgetattr(sys.stdin.fileno())
    handler = signal.signal(signal.SIGWINCH, resize)
    try:
        tty.setraw(sys.stdin.fileno())
        resize()
        yield
    finally:
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)
        signal.signal(signal.SIGWINCH, handler)
