"""What a run offers to providers that need more than their calls: the project, a voice, what else this backend has."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from moorage.engine import resource

Severity = Literal["debug", "info", "info#err", "warning", "error"]


def _silent(_severity: Severity, _text: str, _urn: str = "", *, ephemeral: bool = False) -> None:
    """Say nothing."""


@dataclass
class Host:
    """One run, as its providers see it."""

    project: str = ""
    stack: str = ""
    root: Path = Path()
    """The folder of Pulumi.yaml."""
    directory: Path = Path()
    """Where the program runs."""
    virtualenv: Path | None = None
    """The program's virtual environment."""
    config: Mapping[str, str] = field(default_factory=dict[str, str])
    """The stack's configuration, secrets too, by full key."""
    say: Callable[..., None] = _silent
    """`say(severity, text, urn="", ephemeral=False)`: a line for the user."""
    simulates: Callable[[str], None] = lambda _package: None
    """Hear that a package is only simulated."""
    rows: Callable[[str], Sequence[resource.Resource]] = lambda _name: ()
    """What a stack of this backend records, by the name that a stack reference gives; `ProviderError` if none."""
    closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    """What ends with the run."""
    early: dict[str, futures.Future[Any]] = field(default_factory=dict[str, "futures.Future[Any]"])
    """Connections to plugins that were started before anybody asked, by package."""
    address: str = ""
    """Where plugins find the engine; empty until one asks."""
    lock: threading.Lock = field(default_factory=threading.Lock)
