"""One workload, whatever runs it: data only."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

import pydantic

from components.core.contract import Argv
from components.core.model import AbsolutePath, Like, Model, Name, Port
from components.workloads.cron import times

Reason = Annotated[str, pydantic.StringConstraints(min_length=10)]
"""Why a safe default is given up; read in reviews."""

Variable = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Z_][A-Z0-9_]*$")]

Relaxation = Literal["writable_root"]

FilePath = Annotated[str, Like(r"(/(?!\.\.?(/|$))[A-Za-z0-9._-]+){2,}", "/etc/app/settings.toml")]
"""An absolute path of plain parts, at least one directory deep."""

ORIGINS = ("source", "content", "base64")


class Volume(Model):
    """Data that outlives versions of the workload. It has this one owner."""

    path: AbsolutePath
    """Where the workload finds it; the image holds this directory, owned by its UID."""
    keep: bool = False
    """Destroying the stack leaves the data behind; the next `up` takes it up again."""


HostName = Annotated[
    str,
    Like(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", "shop.example"),
]
"""A name by which clients ask for a service, in lower case (RFC 1123)."""


class Tls(Model):
    """What a client is shown: secrets of the stack, each a PEM text."""

    certificate: Name
    """The certificate, followed by those of the authorities that signed it."""
    key: Name
    """Its private key, without a passphrase."""


def _encoded(text: str) -> str:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        msg = "is not base64"
        raise ValueError(msg) from None
    return text


def _schedule(text: str) -> str:
    times.of(text)
    return text


def _zone(name: str) -> str:
    times.rule(name)
    return name


class File(Model):
    """A configuration file: exactly one of `source`, `content` and `base64`. What is confidential is a secret."""

    path: FilePath
    """Where the workload finds it, readable by its user only. Its directory is hidden by what is delivered there."""
    source: Annotated[str, pydantic.StringConstraints(min_length=1)] | None = None
    """A file of the project; the path is relative to its root."""
    content: str | None = None
    """The text itself, as UTF-8."""
    base64: Annotated[str, pydantic.AfterValidator(_encoded)] | None = None
    """The bytes themselves; line breaks and blanks mean nothing."""

    @pydantic.model_validator(mode="after")
    def _one(self) -> File:
        given = [key for key in ORIGINS if getattr(self, key) is not None]
        if len(given) != 1:
            msg = f"exactly one of {', '.join(ORIGINS)} is needed, found {', '.join(given) or 'none'}"
            raise ValueError(msg)
        return self


class Expose(Model):
    """How the workload is reached from outside its stack."""

    port: Name
    """Name of one of the image's ports."""
    host_port: Port
    """Port of the host."""
    public: Reason | None = None
    """Listen on every address instead of loopback, and why."""
    host_names: list[HostName] = pydantic.Field(default_factory=list[str])
    """Names that lead here: services with different names share one host port. Default: all that reaches the port."""
    tls: Tls | None = None
    """Speak TLS on the host port; what the service itself speaks stays as it is. Default: no TLS."""


class Limits(Model):
    """What the workload may use at most."""

    memory_mib: Annotated[int, pydantic.Field(ge=6)] = 256
    """Memory without swap; 6 MiB is the least that Docker accepts."""
    cpus: Annotated[float, pydantic.Field(ge=0.01, le=1024, strict=False)] = 1.0
    """Processors; 0.01 is the least quota of the kernel (1 ms of each 100 ms)."""
    pids: Annotated[int, pydantic.Field(ge=8, le=4194304)] = 256
    """Processes and threads; 4194304 is the kernel's own limit (PID_MAX_LIMIT, linux/threads.h)."""
    open_files: Annotated[int, pydantic.Field(ge=64, le=1048576)] = 4096
    tmpfs_mib: Annotated[int, pydantic.Field(ge=1)] = 64
    """Size of each writable directory of the image; counts as memory."""
    log_mib: Annotated[int, pydantic.Field(ge=1)] = 10
    """Size of one log file; three are kept."""


class Workload(Model):
    """One workload. `service` listens, `worker` does not, `job` runs to its end before what comes after it.

    `cron` runs its command again and again, at the times of its schedule.
    """

    kind: Literal["service", "worker", "job", "cron"]
    image: Name
    """Name of one of the stack's images."""
    command: Argv | None = None
    """In exec form; absent: the image's own."""
    environment: dict[Variable, str] = pydantic.Field(default_factory=dict)
    """Plain values; secrets are files."""
    secrets: list[Name] = pydantic.Field(default_factory=list)
    """Each one is the file `/run/secrets/<name>`, and `<NAME>_FILE` holds that path."""
    files: dict[Name, File] = pydantic.Field(default_factory=dict)
    """Configuration files by a name of yours. A changed one makes another version of this workload, and of no other."""
    uses: list[Name] = pydantic.Field(default_factory=list)
    """Workloads this one calls, by their names as host names. They are up and healthy before it starts."""
    after: list[Name] = pydantic.Field(default_factory=list)
    """Workloads that come first without being called; a job has ended then."""
    egress: Literal["any", "none"] = "any"
    """Where it may connect to besides the workloads it uses: any address that the machine reaches, or none."""
    volumes: dict[Name, Volume] = pydantic.Field(default_factory=dict)
    expose: Expose | None = None
    check: Name | None = None
    """Name of one of the image's checks; absent: a service takes the image's first, others have none."""
    replicas: Annotated[int, pydantic.Field(ge=1, le=1000)] = 1
    limits: Limits = Limits()
    restart: Literal["always", "on-failure", "never"] = "always"
    """When a service or worker ends by itself. A job is never restarted: its next run is the next `up`."""
    stop_seconds: Annotated[int, pydantic.Field(ge=1, le=3600)] = 30
    """Time from the stop signal to the kill."""
    drain_seconds: Annotated[int, pydantic.Field(ge=0, le=3600)] = 30
    """How long the connections of an old version of a service may go on once a new one serves."""
    timeout_seconds: Annotated[int, pydantic.Field(ge=1, le=86400)] = 600
    """How long a job, or one run of a cron, may take."""
    schedule: Annotated[str, pydantic.AfterValidator(_schedule)] | None = None
    """When a cron runs: minute, hour, day, month and weekday as in a crontab, or `@hourly`, `@daily` and the like."""
    time_zone: Annotated[str, pydantic.AfterValidator(_zone)] = "UTC"
    """Whose clock a schedule means, such as `Europe/Berlin`."""
    relax: dict[Relaxation, Reason] = pydantic.Field(default_factory=dict[Relaxation, Reason])
    """Safe defaults this workload gives up, each with its reason."""

    @pydantic.model_validator(mode="after")
    def _fits_kind(self) -> Workload:
        if self.kind != "service" and self.expose is not None:
            msg = f"a {self.kind} does not listen: expose is for services"
            raise ValueError(msg)
        lasting = self.kind in ("service", "worker")
        key, whose = ("timeout_seconds", "jobs and crons") if lasting else ("restart", "services and workers")
        if key in self.model_fields_set:
            msg = f"a {self.kind} has no {key}: it is for {whose}"
            raise ValueError(msg)
        if self.kind != "service" and "drain_seconds" in self.model_fields_set:
            msg = f"a {self.kind} has no drain_seconds: it is for services"
            raise ValueError(msg)
        self._fits_cron()
        if not lasting and self.replicas > 1:
            msg = f"a {self.kind} runs once: replicas is for services and workers"
            raise ValueError(msg)
        if self.volumes and self.replicas > 1:
            msg = "a volume has one owner of one replica"
            raise ValueError(msg)
        return self

    def _fits_cron(self) -> None:
        if self.kind == "cron":
            if self.schedule is None or self.command is None:
                msg = "a cron needs a schedule and a command; the image's own command and entrypoint are not used"
                raise ValueError(msg)
            if self.check is not None:
                msg = "a cron has no check: it is healthy while its last run ended well"
                raise ValueError(msg)
            return
        for key in {"schedule", "time_zone"} & self.model_fields_set:
            msg = f"a {self.kind} has no {key}: it is for crons"
            raise ValueError(msg)
