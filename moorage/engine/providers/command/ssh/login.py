"""Who logs in, and at whom: the user's keys and password, and the key that the host must show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import paramiko

from moorage.engine.providers.command.ssh import agent, keys

_AGENT = "SSH_AUTH_SOCK"


@dataclass(frozen=True)
class Login:
    """A user with the ways to prove it, in the order in which they are tried; `host` None takes any host for it."""

    user: str
    keys: list[paramiko.PKey] = field(default_factory=list[paramiko.PKey])
    password: str | None = None
    host: keys.HostKey | None = None

    def log_in(self, transport: paramiko.Transport) -> None:
        """Check the host, then log in.

        Raises:
            SSHException: It is another host, or none of the ways was good enough.
        """
        if self.host and transport.get_remote_server_key().asbytes() != self.host.blob:
            raise paramiko.SSHException("the host shows another key than hostKey")
        refused: paramiko.SSHException = paramiko.AuthenticationException("there is no key, password or agent")
        for attempted, attempt in enumerate(self._attempts(transport)):
            try:
                if not attempt():
                    return
                refused = paramiko.AuthenticationException("the host wants more than one kind of proof")
            except paramiko.SSHException as error:
                if not transport.is_active():
                    raise
                # What the host does not offer is no news beside what it refused.
                if not isinstance(error, paramiko.BadAuthenticationType) or attempted == 0:
                    refused = error
        raise refused

    def _attempts(self, transport: paramiko.Transport) -> Iterator[Callable[[], list[str]]]:
        for key in self.keys:
            yield lambda key=key: transport.auth_publickey(self.user, key)
        if self.password is not None:
            password = self.password
            yield lambda: transport.auth_password(self.user, password, fallback=False)
            yield lambda: transport.auth_interactive(
                self.user, lambda _title, _instructions, asked: [password for _ in asked]
            )


def read(connection: Mapping[str, Any], environment: Mapping[str, str]) -> Login:
    """Return the login of a connection: its own key, else those of the agent it names or the environment's.

    Raises:
        KeyProblem: A key cannot be read.
        OSError: Nobody listens at the agent's socket.
        SSHException: Who listens there is no agent.
    """
    own = connection.get("privateKey")
    socket = connection.get("agentSocketPath") or environment.get(_AGENT)
    if own is not None:
        ways = [keys.private(own, connection.get("privateKeyPassword"))]
    else:
        ways = agent.keys(socket) if socket else []
    line = connection.get("hostKey")
    return Login(connection["user"], ways, connection.get("password"), keys.host(line) if line is not None else None)
