"""Update, refresh and destroy by the embedded engine: previewed, asked about, shown as they go."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass

from moorage.cli import confirm, eventlog, imagechanges, stacks, terminal
from moorage.cli.errors import CHANGES, FAILED, INTERRUPTED, Stop
from moorage.cli.selection import Selection
from moorage.cli.wishes import Wishes
from moorage.engine import display, events, providers, run
from moorage.engine.program.program import Program
from moorage.engine.run import Outcome, Request
from moorage.engine.state import backend

UNCHANGED = {"same", "read", "discard", "read-replacement"}
"""Operations that change nothing: the CLI's list (engine.HasChanges)."""


@dataclass(frozen=True)
class Operation:
    """One of the three, in words and in deeds."""

    word: str
    doing: str
    plan: Callable[[Request, events.Sink], Outcome]
    act: Callable[[Request, events.Sink], Outcome]


UPDATE = Operation("update", "Updating", run.preview, run.up)
REFRESH = Operation("refresh", "Refreshing", functools.partial(run.refresh, planning=True), run.refresh)
DESTROY = Operation("destroy", "Destroying", functools.partial(run.destroy, planning=True), run.destroy)


def preview(operation: Operation, chosen: Selection, wishes: Wishes, started: Program | None = None) -> int:
    """Show what the operation would do; return the exit code."""
    # A preview on its own stands in for a provider that is not here; one that something follows needs the real one.
    find = providers.find_or_simulate if operation is UPDATE else providers.find
    asked = dataclasses.replace(request(chosen, wishes), started=started, find=find)
    outcome, _ = _plan(operation, asked, wishes)
    return code(outcome, wishes, "preview" if operation is UPDATE else operation.word)


def perform(
    operation: Operation, chosen: Selection, wishes: Wishes, started: Program | None = None, *, interactive: bool
) -> Outcome:
    """Preview, ask and do it; return what came of it. `started` runs first.

    Raises:
        Stop: the preview failed, or the user said no.
    """
    asked = request(chosen, wishes, writing=True)
    first = dataclasses.replace(asked, started=started)
    if not wishes.skip_preview:
        planned, seen = _plan(operation, first, wishes)
        if not planned.ok:
            raise Stop("", INTERRUPTED if planned.canceled else FAILED)
        if not wishes.approved and interactive and changed(planned):
            confirm.confirm(operation.word, lambda: replay(seen))
    with shown(wishes, f"{operation.doing} ({chosen.stack}):", preview=False) as sink:
        if wishes.skip_preview:
            return operation.act(first, _about_images(operation, sink))
        return operation.act(asked, sink)


def request(chosen: Selection, wishes: Wishes, *, writing: bool = False) -> Request:
    """Return what is asked of the engine.

    Raises:
        CryptoError: with `writing`, when the passphrase is not the one of this stack.
    """
    keys = stacks.keys(chosen)
    store = stacks.store(chosen, keys)
    if writing:
        # A wrong passphrase shows at its first use: that must not be the first secret of a half-done deployment.
        store.crypter.encrypt("")
    return Request(
        project=chosen.project,
        stack=chosen.stack,
        stackfile=chosen.file,
        store=store,
        stacks=lambda name: backend.open(chosen.project).stack(name, keys),
        crypter=keys.open(chosen.file.salt) if chosen.file.salt else None,
        parallel=wishes.parallel,
        refresh=wishes.refresh or chosen.project.refresh,
        continue_on_error=wishes.continue_on_error,
        clear_pending_creates=wishes.clear_pending_creates,
        import_pending_creates=dict(wishes.import_pending_creates),
        message=wishes.message,
        targets=wishes.targets,
        target_dependents=wishes.target_dependents,
        excludes=wishes.exclude,
        exclude_dependents=wishes.exclude_dependents,
        exclude_protected=wishes.exclude_protected,
        replaces=wishes.replaced,
    )


def code(outcome: Outcome, wishes: Wishes, word: str) -> int:
    """Return the exit code of an outcome.

    Raises:
        Stop: something changed that was not to.
    """
    if outcome.canceled:
        return INTERRUPTED
    if not outcome.ok:
        return FAILED
    if wishes.expect_no_changes and changed(outcome):
        message = f"no changes were expected for {word} but changes were proposed"
        raise Stop(message, CHANGES)
    return 0


def changed(outcome: Outcome) -> bool:
    """Say whether anything changes."""
    return any(count for operation, count in outcome.changes.items() if operation not in UNCHANGED)


def _plan(operation: Operation, asked: Request, wishes: Wishes) -> tuple[Outcome, list[events.Event]]:
    with shown(wishes, f"Previewing {operation.word} ({asked.stack}):", preview=True) as sink:
        seen: list[events.Event] = []

        def keep(event: events.Event) -> None:
            seen.append(event)
            sink(event)

        return operation.plan(asked, _about_images(operation, keep)), seen


def _about_images(operation: Operation, sink: events.Sink) -> events.Sink:
    return imagechanges.Telling(sink) if operation is UPDATE else sink


@contextlib.contextmanager
def shown(wishes: Wishes, title: str, *, preview: bool) -> Generator[events.Sink]:
    """Give the display that the options ask for, and the event log, and close them."""
    if wishes.as_json:
        made = display.digest(sys.stdout) if preview else display.log(sys.stdout)
    elif wishes.diff:
        made = display.diff(terminal.console(), title=title, view=wishes.view)
    else:
        made = display.tree(terminal.console(), title=title, view=wishes.view)
    with eventlog.opened(wishes.event_log) as log, made as sink:

        def tell(event: events.Event) -> None:
            log(event)
            sink(event)

        yield tell


def replay(seen: list[events.Event]) -> None:
    """Show recorded events property by property."""
    with display.diff(terminal.console()) as sink:
        for event in seen:
            sink(event)
