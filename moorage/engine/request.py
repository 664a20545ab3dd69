"""What is asked of the engine, and what came of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from moorage.engine import providers, resource, values
from moorage.engine.program import program
from moorage.engine.project import project, stackfile
from moorage.engine.providers import protocol
from moorage.engine.state import checkpoint, crypto, history, journal


class RunError(Exception):
    """A run that cannot begin; the text is one line."""


class Store(Protocol):
    """Where the state is; see `store.Store`."""

    def load(self) -> checkpoint.Snapshot | None:
        """Return the state, None when there is no such stack."""
        ...

    def recorder(self) -> journal.Log:
        """Return what records a run."""
        ...

    def settle(self) -> bool:
        """Make what an interrupted run recorded part of the state; say whether there was such a run."""
        ...

    def lock(self) -> contextlib.AbstractContextManager[Sequence[str]]:
        """Keep other engines away; yields what to say of killed runs whose locks were taken over."""
        ...

    def history(self, entry: history.Entry) -> None:
        """Record a finished operation."""
        ...


@dataclass(frozen=True)
class Request:
    """One operation on one stack."""

    project: project.Project
    stack: str
    stackfile: stackfile.StackFile
    store: Store
    crypter: crypto.Crypter | None = None
    """Opens the secrets of the stack file; None when it has none."""
    parallel: int = 16
    """How many provider calls at a time."""
    refresh: bool = False
    """Refresh before an update or a destruction."""
    clear_pending_creates: bool = False
    """Forget creations of killed runs whose results nobody knows: the user has looked."""
    import_pending_creates: Mapping[str, str] = field(default_factory=dict[str, str])
    """URN to id of what such creations made: the user has looked."""
    targets: tuple[str, ...] = ()
    """URNs, or patterns of URNs (`*` anything without a colon, `**` anything), that the operation is limited to."""
    target_dependents: bool = False
    """What depends on a target is one, too."""
    excludes: tuple[str, ...] = ()
    """URNs or patterns that the operation leaves alone; not together with `targets`."""
    exclude_dependents: bool = False
    exclude_protected: bool = False
    """Leave protected resources, and what they need, in a destruction."""
    replaces: tuple[str, ...] = ()
    """URNs or patterns of what is replaced, whatever has changed."""
    continue_on_error: bool = False
    """Go on with what does not depend on a resource that failed."""
    organization: str = "organization"
    message: str = ""
    """For the history."""
    on_abandon: Callable[[], None] = lambda: None
    """Called before a second Ctrl-C ends the process, to leave the terminal in order."""
    stacks: Callable[[str], Store] | None = None
    """Other stacks of the backend, by the names that stack references give; `BackendError` if it is no name."""
    find: Callable[[str], protocol.Provider] = providers.find
    started: program.Program | None = None
    """The program's process, if it was started already; it runs once."""


@dataclass(frozen=True)
class Outcome:
    """How a run went. The errors have been told as events."""

    ok: bool
    changes: Mapping[str, int]
    """How many resources, by operation."""
    outputs: values.Values = field(default_factory=dict[str, object])
    """The stack's, with their secret marks."""
    steps: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Operation and URN of each finished step, in order."""
    retained: list[str] = field(default_factory=list[str])
    """URNs that left the state while the resource stays, because of `retainOnDelete`."""
    pending: list[resource.Operation] = field(default_factory=list[resource.Operation])
    """Operations of which nobody knows the result."""
    canceled: bool = False
