"""The engine's four operations on a stack: preview, up, refresh, destroy."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path

from moorage.engine import (
    apply,
    defaults,
    events,
    monitor,
    outputs,
    program,
    removal,
    server,
    session,
)
from moorage.engine import refresh as refreshing
from moorage.engine.request import Outcome, Request, RunError

__all__ = ["Outcome", "Request", "RunError", "destroy", "preview", "refresh", "up"]


def preview(request: Request, sink: events.Sink) -> Outcome:
    """Run the program and tell what `up` would do. Nothing is changed, not even the state."""
    return _deploy(request, sink, planning=True)


def up(request: Request, sink: events.Sink) -> Outcome:
    """Run the program and bring the stack to what it asks for."""
    return _deploy(request, sink, planning=False)


def refresh(request: Request, sink: events.Sink, *, planning: bool = False) -> Outcome:
    """Bring the state to what the providers say; with `planning`, only tell how it would change."""
    emitter = events.Emitter(sink, preview=planning)
    with _locked(request, planning=planning) as held:
        one = session.begin(request, emitter, "refresh", preview=planning)
        emitter.prelude(one.config, request.stackfile.secret_keys)
        with _interruptible(one, held, lambda: None):
            refreshing.refresh(one.run, request.parallel, only=True)
        return one.finish(ok=True)


def destroy(request: Request, sink: events.Sink, *, planning: bool = False) -> Outcome:
    """Delete everything that the state records, dependents first; the program does not run.

    A protected resource stops it before anything is deleted. With `planning`, only tell what would go.
    """
    emitter = events.Emitter(sink, preview=planning)
    with _locked(request, planning=planning) as held:
        one = session.begin(request, emitter, "destroy", preview=planning)
        run = one.run
        emitter.prelude(one.config, request.stackfile.secret_keys)
        guarded = [entry.row.urn for entry in run.state.base if entry.row.protect and not entry.row.delete]
        for urn in guarded:
            emitter.diagnostic("error", apply.protected(urn), urn)
            run.fail(urn)
        with _interruptible(one, held, lambda: None):
            if request.refresh and not guarded:
                refreshing.refresh(run, request.parallel, only=False)
            if not run.failed:
                entries = [entry for entry in run.state.base if not entry.done]
                removal.delete(run, entries, request.parallel)
                one.retained += [entry.row.urn for entry in entries if entry.done and entry.row.retain_on_delete]
        return one.finish(ok=True)


def _deploy(request: Request, sink: events.Sink, *, planning: bool) -> Outcome:
    emitter = events.Emitter(sink, preview=planning)
    ended = threading.Event()
    root, main = request.project.root, request.project.main
    if main.is_dir() and not (main / "__main__.py").exists():
        raise RunError(f"unable to find main python program `__main__.py` in `{main}`")
    try:
        # first of all: its imports take longer than all that is done here until it is told what to run
        python = program.interpreter(request.project.virtualenv)
        process = program.Program(
            python, root, lambda bad, line: emitter.diagnostic("info#err" if bad else "info", line)
        )
    except program.ProgramError as error:
        raise RunError(str(error)) from error
    try:
        with _locked(request, planning=planning) as held:
            one = session.begin(request, emitter, "preview" if planning else "update", preview=planning)
            one.run.on_stop = ended.set
            with _interruptible(one, held, process.kill):
                return _run(one, process, ended)
    finally:
        process.stop()


def _run(one: session.Session, process: program.Program, ended: threading.Event) -> Outcome:
    request, run, emitter = one.request, one.run, one.emitter
    secret_keys = request.stackfile.secret_keys
    emitter.prelude(one.config, secret_keys)
    _warn_of_pending(one)
    if request.refresh:
        refreshing.refresh(run, request.parallel, only=False)
    main = request.project.main
    folder = main if main.is_dir() else main.parent
    taken = outputs.Outputs(run)
    found = defaults.Defaults(run, one.config, frozenset(secret_keys))
    facts = monitor.Facts(request.organization, one.config, secret_keys, request.parallel, folder)
    watched = monitor.Monitor(run, facts, found, taken, ended.set)
    with server.Server(watched, emitter, request.parallel) as address:
        if not run.stopped.is_set():
            process.tell(_task(one, address, folder))
            threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
            ended.wait()
        watched.under_way.wait()
        ok = not run.stopped.is_set() and _succeeded(one, process, finished=watched.finished.is_set())
        if not ok:
            process.stop()
        if ok:
            removal.delete(run, removal.leftovers(run), request.parallel)
            ok = _succeeded(one, process, finished=False)
        result = taken.finish(ok=ok and not run.failed)
    return one.finish(ok=ok, outputs=result)


def _succeeded(one: session.Session, process: program.Program, *, finished: bool) -> bool:
    """Say whether the program succeeded. One that has `finished` registering is not waited for."""
    if finished:
        return True
    code = process.wait()
    if code not in (0, program.TOLD) and not one.run.stopped.is_set():
        one.emitter.diagnostic("error", f"an unhandled error occurred: program exited with non-zero exit code: {code}")
    return code == 0


def _task(one: session.Session, address: str, folder: Path) -> program.Task:
    request = one.request
    secret_keys = request.stackfile.secret_keys
    return program.Task(
        address=address,
        project=request.project.name,
        stack=request.stack,
        organization=request.organization,
        root=str(request.project.root),
        program=str(request.project.main),
        folder=str(folder),
        parallel=request.parallel,
        preview=one.run.preview,
        config=one.config,
        secret_keys=secret_keys,
        environment={
            "PULUMI_CONFIG": json.dumps(one.config),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(secret_keys),
        },
    )


def _warn_of_pending(one: session.Session) -> None:
    if not one.pending:
        return
    lines = [f"  * {operation.resource.urn}, interrupted while {operation.type}" for operation in one.pending]
    text = "\n".join(
        [
            f"the last run was interrupted during {len(lines)} operations, whose results are not known:",
            *lines,
            "what was being created may exist without being recorded: look for it, and remove it by hand",
        ]
    )
    one.emitter.diagnostic("warning", text)


@contextlib.contextmanager
def _locked(request: Request, *, planning: bool) -> Generator[contextlib.ExitStack]:
    """Hold the stack's lock; what is yielded can let go of it early."""
    with contextlib.ExitStack() as held:
        if not planning:
            held.enter_context(request.store.lock())
        yield held


@contextlib.contextmanager
def _interruptible(one: session.Session, held: contextlib.ExitStack, kill: Callable[[], None]) -> Generator[None]:
    """Let a first Ctrl-C end the run when its running steps are done, and a second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    interrupts: list[int] = []

    def cancel() -> None:
        text = "canceling: waiting for running steps; Ctrl-C again ends at once and leaves their results unknown"
        one.emitter.diagnostic("warning", text)
        one.run.cancel()

    def interrupt(number: int, _frame: object) -> None:
        interrupts.append(number)
        if len(interrupts) == 1:
            # in a thread: the one that is interrupted may hold the locks that this needs
            threading.Thread(target=cancel, daemon=True).start()
            return
        # The state names every effect that is under way. Threads wait for those, so unwinding would not end at once.
        kill()
        held.close()
        one.request.on_abandon()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(130)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
