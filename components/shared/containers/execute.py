"""A command inside a workload, with this process's input and output; its exit code is returned."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import sys
import termios
import tty
from collections.abc import Generator, Iterable, Sequence
from typing import Any

from components.core.naming import Scope
from components.core.operations import OperationError
from components.shared.containers import found, frames
from components.shared.containers.found import Client

CHUNK = 65536

PIECE = 4096
"""Bytes that a socket takes at once whenever it says that it can be written to."""

BOTH = selectors.EVENT_READ | selectors.EVENT_WRITE


def execute(
    client: Client, scope: Scope, workload: str, replica: int, command: Sequence[str], *, terminal: bool
) -> int:
    """Run `command` in a replica (0: the first that runs) as the workload's own user, in its working directory.

    Raises:
        OperationError: the workload is not there, does not run, or has no such program.
    """
    row = found.one(client, scope, workload, replica)
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
    """Carry input there and output back until the command ends. Neither waits for the other: both may be long."""
    reader, stdin, waiting = frames.Reader(terminal=terminal), sys.stdin.fileno(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        try:
            selector.register(stdin, selectors.EVENT_READ)
            always_ready = False
        except PermissionError:  # a plain file cannot be waited for
            always_ready = True
            selector.modify(connection, BOTH)
        while True:
            for key, events in selector.select():
                if key.fileobj is connection and events & selectors.EVENT_READ:
                    data = _received(connection)
                    if not data:
                        return
                    _show(reader.feed(data))
                if key.fileobj is not connection or (events & selectors.EVENT_WRITE and not waiting):
                    waiting = os.read(stdin, CHUNK)
                    if not always_ready:
                        selector.unregister(stdin)
                    selector.modify(connection, BOTH if waiting else selectors.EVENT_READ)
                    if not waiting:
                        _end_of_input(connection)
                elif events & selectors.EVENT_WRITE:
                    waiting = _send(connection, waiting)
                    if not waiting and not always_ready:
                        selector.modify(connection, selectors.EVENT_READ)
                        selector.register(stdin, selectors.EVENT_READ)


def _show(parts: Iterable[tuple[int, bytes]]) -> None:
    for stream, part in parts:
        target = sys.stderr.buffer if stream == frames.STDERR else sys.stdout.buffer
        target.write(part)
        target.flush()


def _received(connection: Any) -> bytes:
    """Return what came; nothing at the end, which is also where a command ended with input that it had not read."""
    try:
        return connection.recv(CHUNK)
    except ConnectionResetError:
        return b""


def _send(connection: Any, data: bytes) -> bytes:
    """Send as much as surely does not block, and return the rest; a command that has ended takes no more."""
    try:
        return data[connection.send(data[:PIECE]) :]
    except OSError:
        return b""


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
