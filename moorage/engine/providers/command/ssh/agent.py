"""The keys of an SSH agent at a given socket."""

from __future__ import annotations

import socket

import paramiko
from paramiko import agent


class _Agent(agent.AgentSSH):
    def __init__(self, path: str) -> None:
        super().__init__()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(path)
        # paramiko's own agents know the socket of the environment alone.
        self._connect(connection)  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue] - the stubs lack it


def keys(path: str) -> list[paramiko.PKey]:
    """Return the keys that the agent at a socket signs with.

    Raises:
        OSError: Nobody listens there.
        SSHException: Who listens is no agent.
    """
    return list(_Agent(path).get_keys())
