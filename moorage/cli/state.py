"""The state that a command reads: of a stack that is there."""

from __future__ import annotations

from dataclasses import dataclass

from moorage.cli import selection
from moorage.cli.session import Session
from moorage.engine.project import project
from moorage.engine.project.project import Project
from moorage.engine.state import backend
from moorage.engine.state.backend import Backend
from moorage.engine.state.store import Store


@dataclass(frozen=True)
class State:
    """A stack with its place in the backend."""

    project: Project
    stack: str
    backend: Backend
    store: Store


def find(session: Session) -> State:
    """Return the state of the session's stack.

    Raises:
        Stop: there is no such stack.
        BackendError: the backend is one that only the CLI has.
    """
    found = project.find(session.cwd)
    place = backend.open(found)
    name = selection.name(session, found)
    store = place.stack(name)
    if not store.exists:
        raise selection.not_found(name, [summary.name for summary in place.stacks()])
    return State(found, name, place, store)
