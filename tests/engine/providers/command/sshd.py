"""An OpenSSH server of a test's own, on a loopback port: Debian's sshd as the user who runs the tests."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SSHD = "/usr/sbin/sshd"
AGENT = "/usr/bin/ssh-agent"


@dataclass(frozen=True)
class Server:
    """A server, and the data that reach it."""

    folder: Path
    port: int
    key: str
    """The private key that it lets in, as OpenSSH writes it."""
    host_key: str
    process: subprocess.Popen[bytes]

    def connection(self, **more: Any) -> dict[str, Any]:
        """Return a connection's inputs."""
        return {"host": "127.0.0.1", "port": self.port, "user": getpass.getuser(), "privateKey": self.key, **more}


@contextmanager
def serve(folder: Path, *more: str) -> Generator[Server]:
    """Serve while the context lasts; `more` are lines of its configuration."""
    assert Path(SSHD).exists(), "needs sshd (apt-get install openssh-server)"
    folder.mkdir(parents=True)
    for name in ("host", "user"):
        keygen("ed25519", folder / name)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    lines = [
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {folder}/host",
        f"AuthorizedKeysFile {folder}/authorized",
        f"PidFile {folder}/pid",
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "AcceptEnv GIVEN PULUMI_COMMAND_STDOUT",
        "Subsystem sftp internal-sftp",
        *more,
    ]
    (folder / "config").write_text("\n".join([*lines, ""]))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    log = (folder / "log").open("wb")
    with subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "config")], stdout=log, stderr=log) as process:
        try:
            _await(port, process, folder)
            yield Server(folder, port, (folder / "user").read_text(), (folder / "host.pub").read_text(), process)
        finally:
            process.terminate()
            process.wait(10)
            log.close()


def keygen(kind: str, path: Path, *more: str) -> None:
    """Make a key pair; it has no password unless `more` says so."""
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", *more, "-f", str(path)], check=True)


def _await(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, (folder / "log").read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError((folder / "log").read_text())
