"""A process that has imported the SDK once and becomes, forked, each program of the tests: they start at once.

It gets four file descriptors for each program over the socket of its argument: the task to read, stdout, stderr, and
where to write the program's pid and, when it ended, its exit code, a line each.
"""

from __future__ import annotations

import json
import os
import runpy
import socket
import sys
import traceback
from typing import Any


def main() -> None:
    """Serve until the socket is closed."""
    host = runpy.run_path(sys.argv[2])
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        while True:
            _, descriptors, _, _ = socket.recv_fds(channel, 1, 4)
            if not descriptors:
                return
            if child := os.fork():
                for each in descriptors:
                    os.close(each)
                os.waitpid(child, 0)
            else:
                channel.close()
                _watch(host, *descriptors)


def _watch(host: dict[str, Any], task: int, out: int, err: int, status: int) -> None:
    """Fork the program and wait for it, in a process that nobody waits for in its turn."""
    if os.fork():
        os._exit(0)
    os.setsid()
    pid = os.fork()
    if not pid:
        os.close(status)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os._exit(_run(host, task))
    for each in (task, out, err):
        os.close(each)
    os.write(status, f"{pid}\n".encode())
    os.write(status, f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
    os._exit(0)


def _run(host: dict[str, Any], task: int) -> int:
    """Run a program as the engine's host does, up to its exit code."""
    try:
        with os.fdopen(task) as pipe:
            text = pipe.read()
        return host["_run"](json.loads(text)) if text else 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    main()
