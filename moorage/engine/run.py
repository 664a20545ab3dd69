"""The engine's four operations on a stack: preview, up, refresh, destroy."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator

from moorage.engine import deployment, events, nearest, session
from moorage.engine.deploy import hooks, removal, untargeted, world
from moorage.engine.deploy import refresh as refreshing
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
    with _locked(request, emitter, planning=planning) as held:
        settings = session.settle(request)
        emitter.blinds.hide(settings.hidden)
        emitter.prelude(settings.config, request.stackfile.secret_keys)
        one = session.begin(request, settings, emitter, "refresh", held, preview=planning)
        _check_targets(one.run)
        with _interruptible(one, held, lambda: None):
            one.recover(reads=True)
            if not one.run.stopped.is_set():
                refreshing.refresh(one.run, request.parallel, only=True)
        return one.finish(ok=True)


def destroy(request: Request, sink: events.Sink, *, planning: bool = False) -> Outcome:
    """Delete everything that the state records, dependents first; the program does not run.

    What is protected fails, in the plan as well, and what it needs stays; the rest goes. With `planning`, only tell.
    """
    emitter = events.Emitter(sink, preview=planning)
    with _locked(request, emitter, planning=planning) as held:
        settings = session.settle(request)
        emitter.blinds.hide(settings.hidden)
        emitter.prelude(settings.config, request.stackfile.secret_keys)
        one = session.begin(request, settings, emitter, "destroy", held, preview=planning)
        run = one.run
        _check_targets(run)
        with _interruptible(one, held, lambda: None), contextlib.suppress(world.StoppedError):
            _destroy(one, run)
        return one.finish(ok=True)


def _destroy(one: session.Session, run: world.World) -> None:
    parallel = one.request.parallel
    rows = [entry.row for entry in removal.everything(run)]
    hooks.refuse_deletes(run, rows)
    if run.failed:
        return
    one.recover(reads=one.request.refresh)
    if not run.stopped.is_set():
        refreshing.first(run, parallel, everything=one.request.refresh)
    if run.failed:
        return
    doomed = removal.everything(run)
    untargeted.tell_rest(run, doomed)
    removal.delete(run, doomed, parallel)
    one.retained += [entry.row.urn for entry in doomed if entry.done and entry.row.retain_on_delete]


def _check_targets(run: world.World) -> None:
    there = {entry.row.urn for entry in run.state.base}
    for urn in (*run.scope.targets.literal, *run.scope.excludes.literal):
        if urn not in there:
            hint = nearest.hint(urn, there)
            raise RunError(f"no resource named '{urn}' found{hint if 'did you mean' in hint else ''}")


def _deploy(request: Request, sink: events.Sink, *, planning: bool) -> Outcome:
    emitter = events.Emitter(sink, preview=planning)
    with deployment.started(request, emitter) as process, _locked(request, emitter, planning=planning) as held:
        settings = session.settle(request)
        emitter.blinds.hide(settings.hidden)
        emitter.prelude(settings.config, request.stackfile.secret_keys)
        with deployment.told(request, settings, emitter, process, held, preview=planning) as (watched, ended):
            kind = "preview" if planning else "update"
            one = session.begin(request, settings, emitter, kind, held, preview=planning)
            with _interruptible(one, held, process.kill):
                return deployment.run(one, settings, process, watched, ended)


@contextlib.contextmanager
def _locked(request: Request, emitter: events.Emitter, *, planning: bool) -> Generator[contextlib.ExitStack]:
    """Hold the stack's lock; what is yielded can let go of it early."""
    with contextlib.ExitStack() as held:
        if not planning:
            for line in held.enter_context(request.store.lock()):
                emitter.diagnostic("warning", line)
        yield held


@contextlib.contextmanager
def _interruptible(one: session.Session, held: contextlib.ExitStack, kill: Callable[[], None]) -> Generator[None]:
    """Let a first Ctrl-C, or SIGTERM, end the run when its running steps are done, and a second one at once."""
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
        # What fails from here on fails because its provider is ended: nobody knows what came of it.
        one.run.state.abandon()
        kill()
        held.close()
        one.request.on_abandon()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(130)

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
