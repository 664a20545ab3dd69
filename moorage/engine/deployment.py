"""A run with a program: started first, told what to run, answered until it ends; then what it dropped is deleted."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
from collections.abc import Generator
from pathlib import Path

from moorage.engine import events, session
from moorage.engine.deploy import defaults, outputs, removal, untargeted, world
from moorage.engine.deploy import refresh as refreshing
from moorage.engine.program import facts, monitor, program, server
from moorage.engine.request import Outcome, Request, RunError


@contextlib.contextmanager
def started(request: Request, emitter: events.Emitter) -> Generator[program.Program]:
    """Start the program: its imports take longer than all that the engine does until it can tell it what to run.

    Raises:
        RunError: there is no program, or no interpreter.
    """
    main = request.project.main
    if main.is_dir() and not (main / "__main__.py").exists():
        raise RunError(f"unable to find main python program `__main__.py` in `{main}`")

    def said(is_error: bool, line: str) -> None:  # noqa: FBT001 -- as the process calls it
        emitter.diagnostic("info#err" if is_error else "info", line)

    try:
        process = request.started or program.start(request.project)
    except program.ProgramError as error:
        raise RunError(str(error)) from error
    process.listen(said)
    try:
        yield process
    finally:
        process.stop()


@contextlib.contextmanager
def told(
    request: Request,
    settings: session.Settings,
    emitter: events.Emitter,
    process: program.Program,
    held: contextlib.ExitStack,
    *,
    preview: bool,
) -> Generator[tuple[monitor.Monitor, threading.Event]]:
    """Open the engine's address and tell the program what to run.

    Yields the monitor, which answers when it is opened, and what is set when there is nothing more to wait for. `held`
    is what a run that ends at once lets go of: the address is part of it.
    """
    ended = threading.Event()
    main = request.project.main
    known = facts.Facts(
        project=request.project.name,
        stack=request.stack,
        organization=request.organization,
        config=settings.config,
        secret_keys=request.stackfile.secret_keys,
        parallel=request.parallel,
        preview=preview,
        folder=main if main.is_dir() else main.parent,
    )
    watched = monitor.Monitor(known, ended.set)
    served = server.Server(watched, emitter, request.parallel)
    held.callback(served.forget)
    with served as address:
        process.tell(_task(known, address, request.project.root, main))
        threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
        try:
            yield watched, ended
        finally:
            watched.abandon()


def run(
    one: session.Session,
    settings: session.Settings,
    process: program.Program,
    watched: monitor.Monitor,
    ended: threading.Event,
) -> Outcome:
    """Answer the program until it ends, delete what it dropped, and save everything."""
    request, run_ = one.request, one.run
    run_.on_stop = ended.set
    one.recover(reads=request.refresh)
    if not run_.stopped.is_set():
        refreshing.first(run_, request.parallel, everything=request.refresh)
    untargeted.find_missing(run_, run_.scope.replaces)
    if run_.flawed:
        run_.stop()
    taken = outputs.Outputs(run_)
    found = defaults.Defaults(run_, settings.config, frozenset(request.stackfile.secret_keys))
    watched.open(monitor.Parts(run_, found, taken))
    if not run_.stopped.is_set():
        ended.wait()
    watched.under_way.wait()
    ok = not run_.stopped.is_set() and _succeeded(one, process, finished=watched.finished.is_set())
    if ok:
        with contextlib.suppress(world.StoppedError):
            _finish(run_, request.parallel)
        watched.dismiss()
        ok = _succeeded(one, process, finished=False)
    else:
        process.stop()
    result = taken.finish(ok=ok and not (run_.failed or run_.flawed))
    return one.finish(ok=ok, outputs=result)


def _finish(run_: world.World, parallel: int) -> None:
    """Delete what the program dropped, and tell of what it dropped and is to stay."""
    untargeted.find_missing(run_, run_.scope.targets)
    doomed = removal.leftovers(run_)
    untargeted.tell_rest(run_, doomed)
    removal.delete(run_, doomed, parallel)


def _succeeded(one: session.Session, process: program.Program, *, finished: bool) -> bool:
    """Say whether the program succeeded. One that has `finished` registering is not waited for."""
    if finished:
        return True
    code = process.wait()
    if code not in (0, program.TOLD) and not one.run.stopped.is_set():
        how = f"exited with non-zero exit code: {code}" if code > 0 else f"was ended by {signal.Signals(-code).name}"
        one.emitter.diagnostic("error", f"an unhandled error occurred: program {how}")
    return code == 0


def _task(known: facts.Facts, address: str, root: Path, main: Path) -> program.Task:
    return program.Task(
        address=address,
        project=known.project,
        stack=known.stack,
        organization=known.organization,
        root=str(root),
        program=str(main),
        folder=str(known.folder),
        parallel=known.parallel,
        preview=known.preview,
        config=known.config,
        secret_keys=known.secret_keys,
        environment={
            "PULUMI_CONFIG": json.dumps(dict(known.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(known.secret_keys),
        },
    )
