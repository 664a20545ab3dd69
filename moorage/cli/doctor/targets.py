"""What the stacks' targets need: each kind that a stack file names, checked once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, cast

from components import targets
from components.core import kinds
from components.core.model import Model
from components.core.operations import Finding, Operations
from moorage.cli import selection
from moorage.cli.errors import Stop
from moorage.cli.session import Session
from moorage.engine.project import project, stackfile
from moorage.engine.project.project import Project

Found: TypeAlias = tuple[Operations, Model]


def check(session: Session) -> list[Finding]:
    """Return what each target's kind says of this machine."""
    return [finding for operations, settings in _targets(session) for finding in operations.check(settings)]


def fix(session: Session, say: Callable[[str], None]) -> None:
    """Bring up what the targets miss.

    Raises:
        OperationError: this user or system may not; the line holds the commands.
    """
    for operations, settings in _targets(session):
        if any(finding.state == "missing" for finding in operations.check(settings)):
            operations.fix(settings, say)


def _targets(session: Session) -> Iterator[Found]:
    """Yield the targets of the chosen stack; of all stacks when none is chosen, those that are valid."""
    try:
        here = project.find(session.cwd)
    except project.ProjectError:
        return
    try:
        names, strict = [selection.name(session, here)], True
    except Stop:
        names, strict = selection.file_names(here), False
    seen: list[tuple[str, Model]] = []
    for name in names:
        found = _target(session, here, name, strict=strict)
        if found is not None and found not in seen:
            seen.append(found)
            module = kinds.operations(kinds.find("targets", found[0], targets.PATH))
            if module is not None:
                yield cast(Operations, module), found[1]


def _target(session: Session, here: Project, name: str, *, strict: bool) -> tuple[str, Model] | None:
    from components.core.errors import SettingsError

    try:
        chosen = selection.of(session, here, name)
        return targets.settings(chosen.file.config.get("moorage:target")) if chosen.ours else None
    except (SettingsError, stackfile.StackFileError):
        if strict:
            raise
        return None
