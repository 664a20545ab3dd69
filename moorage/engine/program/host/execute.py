"""Run a Pulumi program in the project's own interpreter, as Pulumi's Python language host does.

Started before the engine is ready: it imports the SDK at once, and then reads what to run, as one JSON object, from the
file descriptor that is its only argument. Exit codes: 0, 32 (failed, and the user has been told why), else 1.
"""

from __future__ import annotations

import sys

del sys.path[0]  # this folder is no part of the program's import path

import asyncio
import contextlib
import json
import logging
import os
import runpy
import traceback
from concurrent import futures
from typing import Any

TOLD = 32

try:
    import grpc
    import pulumi
    import pulumi.runtime
    from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc
except ImportError:
    traceback.print_exc()
    sys.stderr.write("the pulumi package is not installed in the project's environment\n")
    sys.exit(1)


class Engine:
    """The engine's service without what it would not show: the SDK sends several debug lines for each resource."""

    def __init__(self, stub: Any) -> None:
        self._stub = stub

    def Log(self, request: Any) -> Any:  # noqa: N802 -- the wire's name
        """Pass on a line for the user, unless the engine has gone: then nobody is there to read it."""
        if request.severity != engine_pb2.DEBUG:
            with contextlib.suppress(grpc.RpcError):
                self._stub.Log(request)

    def __getattr__(self, name: str) -> Any:
        """Return any other method as it is."""
        return getattr(self._stub, name)


def _location(module: str) -> str:
    """Return the file that a module or a folder is run from."""
    base, extension = os.path.splitext(module)  # noqa: PTH122 -- what the language host compares
    return os.path.abspath(base if extension else os.path.join(base, "__main__"))  # noqa: PTH100, PTH118 - as above


def _user_traceback(program: str) -> str:
    """Format the current exception without the frames above the user's program."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    for index, frame in enumerate(frames):
        if _location(program) == _location(frame.filename):
            return traceback.format_exc(limit=index - len(frames))
    return traceback.format_exc()


def _configure(task: dict[str, Any]) -> None:
    os.environ.update(task["environment"])
    pulumi.runtime.set_all_config(task["config"], task["secret_keys"])
    channel = grpc.insecure_channel(task["address"], options=[("grpc.max_receive_message_length", -1)])
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            monitor=task["address"],
            engine=Engine(engine_pb2_grpc.EngineStub(channel)),
            project=task["project"],
            stack=task["stack"],
            parallel=task["parallel"],
            dry_run=task["preview"],
            organization=task["organization"],
            root_directory=task["root"],
        )
    )


def _run(task: dict[str, Any]) -> int:
    _configure(task)
    program = task["program"]
    sys.argv = [program]
    os.chdir(task["folder"])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = futures.ThreadPoolExecutor(max_workers=max(task["parallel"], 1) * 4)
    loop.set_default_executor(executor)
    # outputs that nobody awaits are normal in a program that failed; asyncio would complain of each
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)

    def main() -> None:
        runpy.run_path(program, run_name="__main__")

    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(main))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return TOLD
    except Exception:
        pulumi.log.error("Program failed with an unhandled exception:\n" + _user_traceback(program))
        return TOLD
    else:
        return 0
    finally:
        executor.shutdown(wait=True)
        loop.close()
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1])) as _pipe:
        _task = _pipe.read()
    if not _task:
        sys.exit(1)  # the engine gave up before it was ready
    sys.exit(_run(json.loads(_task)))
