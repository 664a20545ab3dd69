"""preview, up, refresh, destroy: checked first, then handed over to the Pulumi CLI or run by the embedded engine."""

from __future__ import annotations

import click

from moorage.cli import dispatch, selection, warm
from moorage.cli.errors import INVALID, Stop
from moorage.cli.selection import Selection
from moorage.cli.session import Session, current
from moorage.cli.wishes import Wishes
from moorage.engine.state import backend


def preview(wishes: Wishes, session: Session | None = None) -> int:
    """Show what `up` would do and return the exit code; `session` is the command's own unless it is given."""
    session = session or current()
    program = dispatch.pulumi(session)
    chosen = _existing(session)
    with warm.started(chosen, wanted=not program) as process:
        from moorage.cli import operation

        _check(chosen, deploying=False)
        if program:
            _ensure(chosen)
            _tell_images(chosen)
            return _hand_over(session, program, chosen)
        return operation.preview(operation.UPDATE, chosen, wishes, process)


def up(wishes: Wishes, session: Session | None = None) -> int:
    """Deploy and return the exit code; `session` is the command's own unless it is given."""
    session = session or current()
    program = dispatch.pulumi(session)
    _confirmable(session, wishes)
    chosen = _existing(session)
    with warm.started(chosen, wanted=not program) as process:
        from moorage.cli import operation

        _tell_forward(chosen, wishes)
        _check(chosen, deploying=True)
        _ensure(chosen)
        if program:
            _tell_images(chosen)
            return _hand_over(session, program, chosen)
        outcome = operation.perform(operation.UPDATE, chosen, wishes, process, interactive=session.interactive)
        code = operation.code(outcome, wishes, "update")
    if outcome.ok and chosen.ours and not wishes.as_json:
        _tell_urls(outcome.outputs)
    return code


def refresh(wishes: Wishes) -> int:
    """Record what is really there and return the exit code."""
    from moorage.cli import operation

    session = current()
    program = dispatch.pulumi(session)
    _confirmable(session, wishes)
    chosen = _known(session)
    _reach(chosen)
    if program:
        return _hand_over(session, program, chosen)
    if wishes.preview_only:
        return operation.preview(operation.REFRESH, chosen, wishes)
    outcome = operation.perform(operation.REFRESH, chosen, wishes, interactive=session.interactive)
    return operation.code(outcome, wishes, "refresh")


def destroy(wishes: Wishes) -> int:
    """Remove everything and return the exit code."""
    from moorage.cli import leaving, operation

    session = current()
    program = dispatch.pulumi(session)
    _confirmable(session, wishes)
    chosen = _known(session)
    _reach(chosen)
    if program:
        code = _hand_over(session, program, chosen, drop=("--remove",))
        if code == 0 and wishes.remove:
            code = leaving.forget(session, program, chosen)
    elif wishes.preview_only:
        return operation.preview(operation.DESTROY, chosen, wishes)
    else:
        outcome = operation.perform(operation.DESTROY, chosen, wishes, interactive=session.interactive)
        code = operation.code(outcome, wishes, "destroy")
        if code == 0:
            leaving.done(chosen, remove=wishes.remove, quiet=wishes.as_json)
    if code == 0 and not wishes.preview_only:
        leaving.tell(chosen, removed=wishes.remove)
    return code


def _tell_urls(outputs: dict[str, object]) -> None:
    """Print where the workloads are reached: the last lines of `up`."""
    from moorage.cli import stackoutputs

    shown = stackoutputs.masked(outputs)
    urls, tunnels = stackoutputs.urls(shown), stackoutputs.tunnels(shown)
    width = max(map(len, urls), default=0)
    for name, url in sorted(urls.items()):
        click.echo(f"{name:<{width}}  {url}{f'  while this runs: {tunnels[name]}' if name in tunnels else ''}")


def _tell_forward(chosen: Selection, wishes: Wishes) -> None:
    """Say that what a rollback took back comes again."""
    if chosen.ours and not wishes.rollback:
        from moorage.cli import output
        from moorage.cli.rollback import forward

        if line := forward.line(chosen):
            output.note(line)


def _tell_images(chosen: Selection) -> None:
    """Say what changed in each image: the Pulumi CLI names the resources, and with --diff the files."""
    if chosen.ours:
        from moorage.cli import imagechanges, output

        for line in imagechanges.lines(chosen):
            output.note(line)


def _check(chosen: Selection, *, deploying: bool) -> None:
    """Check a stack of ours; what another project's stack needs is its own program's affair."""
    if chosen.ours:
        from moorage.cli import preflight

        if deploying:
            _reach(chosen)
        preflight.check(chosen, deploying=deploying)


def _reach(chosen: Selection) -> None:
    """Connect to the engines over SSH that a stack of ours is on."""
    if chosen.ours:
        from moorage.cli import engines

        engines.connect(chosen)


def _hand_over(session: Session, program: str, chosen: Selection, drop: tuple[str, ...] = ()) -> int:
    return dispatch.run(session, program, chosen.project, chosen.stack, file=chosen.file, drop=drop, secrets=True)


def _confirmable(session: Session, wishes: Wishes) -> None:
    if not (session.interactive or wishes.approved or wishes.preview_only):
        options = "--yes or --skip-preview or --preview-only"
        message = f"{options} must be passed in to proceed when running in non-interactive mode"
        raise Stop(message, INVALID)


def _existing(session: Session) -> Selection:
    """Return a stack that exists, or that may be made because it has a stack file."""
    chosen = selection.select(session)
    if not chosen.file.path.exists():
        _must_be_there(chosen)
    return chosen


def _known(session: Session) -> Selection:
    """Return a stack that exists."""
    chosen = selection.select(session)
    _must_be_there(chosen)
    return chosen


def _must_be_there(chosen: Selection) -> None:
    place = _backend(chosen)
    if place is not None and not place.stack(chosen.stack).exists:
        known = {*selection.file_names(chosen.project), *(entry.name for entry in place.stacks())}
        raise selection.not_found(chosen.stack, sorted(known - {chosen.stack}))


def _ensure(chosen: Selection) -> None:
    """Make the stack when it is missing, and say so."""
    place = _backend(chosen)
    if place is not None and not place.stack(chosen.stack).exists:
        from moorage.cli import stacks

        stacks.create(chosen)


def _backend(chosen: Selection) -> backend.Backend | None:
    """Return the backend; None when only the Pulumi CLI has it, and is there to use it."""
    try:
        return backend.open(chosen.project)
    except backend.BackendError:
        if not dispatch.pulumi(current()):
            raise
        return None
