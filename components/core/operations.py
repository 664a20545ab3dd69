"""Operations: what a kind of target offers outside a deployment, and the plain data it speaks in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from components.core.model import Model
from components.core.naming import Scope


class OperationError(Exception):
    """Something outside a deployment cannot be done; the text is one line and says what to do."""


class NotAllowedError(OperationError):
    """This user or system may not do it; the findings hold the commands for who may."""


@dataclass(frozen=True)
class Finding:
    """One fact about this machine: what was found, and the exact commands that would put it right."""

    subject: str
    state: Literal["ok", "missing", "fixed"]
    found: str
    fix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Port:
    """A port of the host that a workload is to be reached on; `path` is its place in the stack file."""

    path: str
    workload: str
    number: int
    address: str


@dataclass(frozen=True)
class Data:
    """A volume that the stack is to own: its path in the stack file, its physical name, whether the stack keeps it."""

    path: str
    name: str
    keep: bool


@dataclass(frozen=True)
class Subnet:
    """A network that the stack is to have: its physical name, and its addresses in CIDR notation."""

    name: str
    addresses: str


@dataclass(frozen=True)
class Claim:
    """What a deployment is about to take, and what its state holds already."""

    scope: Scope
    ports: Sequence[Port] = ()
    volumes: Sequence[Data] = ()
    held: frozenset[str] = frozenset()
    """Provider IDs of every resource in the state."""
    host: str | None = None
    """The engine that the stack file states."""
    bound: frozenset[str] = frozenset()
    """The engines that the state has its resources on, as `hosts.bound` calls them."""
    unsure: bool = False
    """The state lists effects whose outcome is not known: what is there may well be its own."""
    pool: str = ""
    """Addresses, in CIDR notation, from which its networks have theirs; empty: the target gives out none."""
    networks: Sequence[Subnet] = ()


@dataclass(frozen=True)
class Status:
    """One workload as it is now."""

    workload: str
    state: str
    """`running`, `exited (0)`, ...: the engine's own word."""
    health: str
    """`healthy`, `unhealthy`, `starting`; empty when nothing checks it."""
    image: str
    started: str
    """RFC 3339; empty when it never ran."""
    ports: tuple[str, ...] = ()
    """`127.0.0.1:8080->8080/tcp`."""
    deployed: str = ""
    """When what runs was made, as RFC 3339."""
    restarts: int = 0
    """How often the engine has started it again, all replicas together."""
    running: int = 0
    replicas: int = 0
    """How many there are, running or not."""
    left: tuple[str, ...] = ()
    """Names of stopped containers beside it: what an update that failed or was interrupted has left."""


@dataclass(frozen=True)
class Line:
    """One line of a log."""

    workload: str
    """Or the proxy's name."""
    text: bytes
    time: str = ""
    """RFC 3339 with nanoseconds."""
    replica: str = ""
    """Its number, where there are several."""


@dataclass(frozen=True)
class Followed:
    """Whose logs are asked for: of one workload or all (empty), of one replica or each (0), of proxies too or not."""

    workload: str = ""
    replica: int = 0
    proxies: bool = False


@dataclass(frozen=True)
class Stored:
    """One name of an image that a build of the stack left in the target's own store."""

    name: str
    """`repository:tag`, or `repository@digest`."""
    image: str
    """The image's name in the stack file."""
    version: str
    """The tag, which is the key of what it was built from, or the digest."""
    id: str
    size: int
    """Bytes."""
    used: bool
    """A container uses it, running or not."""


@dataclass(frozen=True)
class Left:
    """What a destroyed stack leaves behind: kept data by name, and what later stacks use again."""

    kept: tuple[str, ...] = ()
    shared: tuple[str, ...] = field(default_factory=tuple)


class Connection(Protocol):
    """A target's workloads, reached as they run."""

    def status(self, scope: Scope) -> list[Status]:
        """Return every workload that is there, sorted by name."""
        ...

    def logs(self, scope: Scope, wanted: Followed, *, tail: int | None, follow: bool) -> Iterator[Line]:
        """Yield lines in the order of time, the last `tail` of each container; with `follow` then as they come.

        Following goes on across updates, until nothing that is followed runs any more.
        """
        ...

    def execute(self, scope: Scope, workload: str, replica: int, command: Sequence[str], *, terminal: bool) -> int:
        """Run a command inside a replica (0: the first that runs) with this process's input and output.

        Its exit code is returned.
        """
        ...

    def images(self, scope: Scope) -> list[Stored]:
        """Return what builds of the stack left in the store, sorted by name; nothing that is anybody else's."""
        ...

    def holds(self, reference: str) -> bool:
        """Say whether an image is in the target's store, by its ID or `repository@digest`."""
        ...

    def remove_image(self, name: str) -> None:
        """Remove one name of an image, and the image when it has no other."""
        ...


class Operations(Protocol):
    """The module that a kind names as its operations. Each function raises `OperationError` when it cannot act."""

    def check(self, settings: Model) -> list[Finding]:
        """Say how this machine stands; nothing is changed."""
        ...

    def fix(self, settings: Model, say: Callable[[str], None]) -> None:
        """Bring up what is missing, after one line saying so."""
        ...

    def claim(self, settings: Model, claim: Claim) -> None:
        """Check that what a deployment takes is free; raises SettingsError at the path of what is not."""
        ...

    def connect(self, settings: Model) -> Connection:
        """Connect to what runs there."""
        ...

    def left(self, settings: Model, scope: Scope) -> Left:
        """Say what is still there of a stack that was destroyed."""
        ...
