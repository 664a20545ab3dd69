"""A program that is a function of the test, run in a thread instead of a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import threading
import traceback
from collections.abc import Awaitable, Callable
from concurrent import futures

import grpc
import pulumi
from pulumi import runtime

from moorage.engine.program import program

Body = Callable[[], Awaitable[None] | None]
"""Registers resources, as the top level of a `__main__.py` does."""


class Inline:
    """What the engine starts, tells and waits for, as `program.Program` is."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._code: futures.Future[int] = futures.Future()

    def listen(self, output: Callable[[bool, str], None]) -> None:
        """Leave what the function prints to pytest."""

    def tell(self, task: program.Task) -> None:
        """Run it."""
        # the SDK keeps its settings in context variables: those of a copy are this run's alone
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(self._run, task), name="program", daemon=True).start()

    def wait(self) -> int:
        """Return its exit code when it has ended."""
        return self._code.result()

    def stop(self) -> None:
        """Let it end on its own: the engine answers it no more."""

    def kill(self) -> None:
        """Let it end on its own."""

    def _run(self, task: program.Task) -> None:
        code = program.TOLD
        loop = asyncio.new_event_loop()
        try:
            code = self._registered(task, loop)
        finally:
            for pending in asyncio.all_tasks(loop):
                pending.cancel()
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
            self._code.set_result(code)

    def _registered(self, task: program.Task, loop: asyncio.AbstractEventLoop) -> int:
        asyncio.set_event_loop(loop)
        # outputs that nobody awaits are normal in a program that failed; asyncio would complain of each
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        runtime.reset_options(
            project=task.project,
            stack=task.stack,
            organization=task.organization,
            monitor_address=task.address,
            engine_address=task.address,
            parallel=task.parallel,
            preview=task.preview,
        )
        runtime.set_all_config(dict(task.config), task.secret_keys)
        try:
            loop.run_until_complete(runtime.run_in_stack(self._body))
        except pulumi.RunError as error:
            _tell(str(error))
        except grpc.RpcError:
            return 1  # the engine has ended the run, and said why
        except Exception:
            _tell("Program failed with an unhandled exception:\n" + traceback.format_exc())
        else:
            return 0
        return program.TOLD


def _tell(line: str) -> None:
    with contextlib.suppress(grpc.RpcError):  # the engine has gone: nobody is there to read it
        pulumi.log.error(line)
