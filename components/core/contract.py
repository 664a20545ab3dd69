"""The contract between an image and the workloads that run it: said once, on the image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import pulumi
import pydantic

from components.core.model import AbsolutePath, Model, Name, Port

StopSignal = Literal["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"]
Argv = Annotated[list[Annotated[str, pydantic.StringConstraints(min_length=1)]], pydantic.Field(min_length=1)]
"""A command in exec form: program and arguments, no shell."""


class Http(Model):
    """A request that a healthy process answers with a 2xx or 3xx status."""

    port: Name
    """Name of one of the image's ports."""
    path: Annotated[str, pydantic.StringConstraints(pattern=r"^/[!-~]*$")] = "/"


class Check(Model):
    """How to see that a process is healthy: exactly one of `http` and `command`."""

    http: Http | None = None
    """A request to one of the image's ports."""
    command: Argv | None = None
    """Run inside the container; exit code 0 is healthy."""
    interval_seconds: Annotated[int, pydantic.Field(ge=1, le=3600)] = 10
    timeout_seconds: Annotated[int, pydantic.Field(ge=1, le=600)] = 3
    start_seconds: Annotated[int, pydantic.Field(ge=0, le=3600)] = 30
    """Failures during this time after the start do not count."""
    retries: Annotated[int, pydantic.Field(ge=1, le=100)] = 3

    @pydantic.model_validator(mode="after")
    def _one(self) -> Check:
        if (self.http is None) == (self.command is None):
            msg = "exactly one of http and command is needed"
            raise ValueError(msg)
        return self


class ContractSettings(Model):
    """The part of an image's settings that workloads rely on."""

    uid: Annotated[int, pydantic.Field(ge=1, le=65534)]
    """Numeric user and group of every process; never 0."""
    ports: dict[Name, Port] = pydantic.Field(default_factory=dict)
    """Ports that a process listens on, by name."""
    checks: dict[Name, Check] = pydantic.Field(default_factory=dict)
    """Health checks by name. The first one is the image's own."""
    writable: list[AbsolutePath] = pydantic.Field(default_factory=list)
    """Directories a process writes to; all else is read-only. Each becomes a size-limited tmpfs."""
    stop_signal: StopSignal = "SIGTERM"
    """What asks a process to end; it is killed when it does not in time."""

    @property
    def mounted(self) -> tuple[str, ...]:
        """Return the directories on which every workload has to mount a volume."""
        return ()

    @property
    def asks(self) -> tuple[str, ...]:
        """Return the program in the image that an HTTP check runs, given port, path and seconds; empty: none."""
        return ()

    @property
    def runs(self) -> tuple[str, ...]:
        """Return what a container runs where its workload says nothing; empty: what the image itself says."""
        return ()

    @property
    def owned(self) -> tuple[str, ...] | None:
        """Return the directories in which a mounted volume belongs to `uid`; None: the image is not ours to know."""
        return None

    @pydantic.model_validator(mode="after")
    def _ports_exist(self) -> ContractSettings:
        for name, check in self.checks.items():
            if check.http is not None and check.http.port not in self.ports:
                known = ", ".join(sorted(self.ports)) or "none"
                msg = f"check {name} asks port {check.http.port}, which is not one of the image's ports ({known})"
                raise ValueError(msg)
        return self


@dataclass(frozen=True)
class Probe:
    """A check, resolved: the command that runs it inside the container, and its numbers in seconds."""

    command: tuple[str, ...]
    interval: int
    timeout: int
    start: int
    retries: int


@dataclass(frozen=True)
class Image:
    """An image as a workload sees it; where it came from can no longer be told."""

    name: str
    reference: pulumi.Output[str]
    """Image ID on a host without registry, `repo@digest` elsewhere."""
    uid: int
    ports: dict[str, int]
    probes: dict[str, Probe]
    checks: dict[str, Check]
    """The same checks as settings, for reaches with probes of their own."""
    writable: tuple[str, ...]
    stop_signal: str
    command: tuple[str, ...] = ()
    """What runs where a workload says nothing; empty: what the image itself says."""
