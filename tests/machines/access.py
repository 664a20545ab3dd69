"""How a test reaches its machine over SSH: keys of its own, and an `ssh` that knows them. No home folder is touched."""

from __future__ import annotations

import pathlib
import subprocess

SERVER = """\
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
MaxSessions 10
"""

CLIENT = """\
Host *
  IdentityFile {folder}/user
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known_hosts
  GlobalKnownHostsFile /dev/null
"""

PROGRAM = """\
#!/bin/sh
echo "$*" >>{folder}/calls
exec /usr/bin/ssh -F {folder}/ssh.conf "$@"
"""


def write(folder: pathlib.Path, address: str) -> None:
    """Write keys, the server's and the client's configuration, and a folder for PATH whose `ssh` reads the latter."""
    for name in ("host", "user"):
        keygen(folder / name)
    (folder / "sshd.conf").write_text(SERVER.format(folder=folder))
    (folder / "ssh.conf").write_text(CLIENT.format(folder=folder))
    know(folder, address, (folder / "host.pub").read_text())
    program = folder / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(folder=folder))
    program.chmod(0o755)


def know(folder: pathlib.Path, address: str, key: str) -> None:
    """Let the client know this host key and no other; an empty one: none."""
    (folder / "known_hosts").write_text(f"{address} {key}" if key else "")


def keygen(path: pathlib.Path) -> None:
    """Make a key pair without a password."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
