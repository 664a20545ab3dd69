"""Hosts: the address of a container engine as a stack file states it. Pure."""

from __future__ import annotations

import re
from typing import Annotated, Final

import pydantic

SSH: Final = "ssh://"
SOCKET: Final = "unix://"

HERE: Final = "here"
"""An engine that no stack file states."""

_MACHINE: Final = re.compile(r"(?:(?P<user>[A-Za-z_][\w.-]*)@)?(?P<name>[A-Za-z0-9][\w.-]*)(?::(?P<port>[0-9]{1,5}))?")
"""Nothing that `ssh` could take for an option; user names as useradd(8) has them."""


def check(value: str) -> str:
    """Return a host as it is stated.

    Raises:
        ValueError: it is none, or one that gives the machine away.
    """
    if value.startswith(SSH):
        if "/" in value.removeprefix(SSH):
            msg = f"{value!r} has a path; the engine is where its own client finds it on that machine: {_bare(value)}"
            raise ValueError(msg)
        found = _MACHINE.fullmatch(value.removeprefix(SSH))
        if found is None or not 0 < int(found["port"] or 22) < 65536:
            msg = f"{value!r} should be of the form ssh://user@machine or ssh://user@machine:22"
            raise ValueError(msg)
        return value
    if value.startswith(SOCKET):
        if not re.fullmatch(r"/\S+", value.removeprefix(SOCKET)):
            msg = f"{value!r} should name a socket by its whole path, such as unix:///var/run/docker.sock"
            raise ValueError(msg)
        return value
    if value.startswith(("tcp://", "http://", "https://")):
        msg = f"{value!r}: whoever reaches that port is root there; use ssh://user@machine"
        raise ValueError(msg)
    msg = f"{value!r} should be of the form ssh://user@machine or unix:///path"
    raise ValueError(msg)


Host = Annotated[str, pydantic.AfterValidator(check)]
"""`ssh://[user@]machine[:port]` or `unix:///path`."""


def remote(host: str) -> bool:
    """Say whether it is another machine."""
    return host.startswith(SSH)


def machine(host: str) -> str:
    """Return the machine's name or address of a host over SSH."""
    found = _MACHINE.fullmatch(host.removeprefix(SSH))
    return found["name"] if found else ""


def words(host: str) -> tuple[str, ...]:
    """Return a host over SSH as words of the command `ssh`."""
    found = _MACHINE.fullmatch(host.removeprefix(SSH))
    if found is None:
        return ()
    port = ("-p", found["port"]) if found["port"] else ()
    return (*port, f"{found['user']}@{found['name']}" if found["user"] else found["name"])


def bound(host: str | None) -> str:
    """Return what resources are bound to that are on the engine at `host`."""
    return host or HERE


def slug(host: str) -> str:
    """Return a host as part of a name: its address without the scheme."""
    return host.removeprefix(SSH).removeprefix(SOCKET).strip("/").replace(":", ".").replace("/", "-")


def tunnel(host: str, port: int) -> str:
    """Return the command that brings a loopback port of a host over SSH to this machine; empty for one that is here."""
    if not remote(host):
        return ""
    return " ".join(("ssh", "-N", "-L", f"{port}:127.0.0.1:{port}", *words(host)))


def _bare(value: str) -> str:
    return SSH + value.removeprefix(SSH).partition("/")[0]
