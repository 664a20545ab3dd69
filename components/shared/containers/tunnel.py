"""One SSH connection a run: its engine's socket comes here, and every other `ssh` of the run goes through it.

The connection ends with this process, even a killed one: at the end of its input the machine's side ends.
"""

from __future__ import annotations

import atexit
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from typing import Final

from components.core import hosts
from components.core.operations import OperationError
from components.shared.containers import refusals

VARIABLE: Final = "MOORAGE_TUNNELS"
"""JSON: the local socket of each engine over SSH, for every part of this run."""

SECONDS: Final = 20
"""How long the connection, and then the first answer, may take."""

FIND: Final = "docker context inspect --format '{{.Endpoints.docker.Host}}' || echo none; exec cat"
"""What the machine is asked: where its own client finds the engine. `cat` stays until this process ends."""

OPTIONS: Final = ("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
"""Nobody is asked anything, and a key that is not known is refused, whatever ~/.ssh/config says."""

PROGRAM: Final = """\
#!/bin/sh
exec {ssh} {options} -o ControlMaster=no -o ControlPath={folder}/%C "$@"
"""

_LOCK: Final = threading.Lock()


def local(host: str) -> str:
    """Return the address at which an engine is reached from here; over SSH, a connection is opened when none is.

    Raises:
        OperationError: it cannot be; the line says why, and what to do.
    """
    if not hosts.remote(host):
        return host
    with _LOCK:
        known: dict[str, str] = json.loads(os.environ.get(VARIABLE) or "{}")
        if not pathlib.Path(known.get(host, "").removeprefix(hosts.SOCKET) or os.devnull).is_socket():
            known[host] = _open(host)
            os.environ[VARIABLE] = json.dumps(known)
        return known[host]


def run(host: str, command: str) -> str:
    """Return what a shell command prints on the machine; empty when it fails."""
    local(host)
    words = ("ssh", *hosts.words(host), "--", command)
    done = subprocess.run(  # noqa: S603 - the program of this run's folder, the host as it was checked
        words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return done.stdout if done.returncode == 0 else ""


def _open(host: str) -> str:
    ssh = shutil.which("ssh")
    if ssh is None:
        message = f"{host}: no ssh command on PATH; install what Debian calls openssh-client"
        raise OperationError(message)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="moorage-ssh-"))
    errors = folder / "errors"
    words = hosts.words(host)
    with errors.open("wb") as stream:
        master = subprocess.Popen(  # noqa: S603 - found on PATH, the host as it was checked
            [ssh, *OPTIONS, "-o", f"ConnectTimeout={SECONDS}", "-M", "-S", f"{folder}/%C", "-T", *words, "--", FIND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stream,
            start_new_session=True,
        )
    atexit.register(_close, master, folder)
    engine = master.stdout.readline().decode().strip() if master.stdout is not None else ""
    said = errors.read_text(encoding="utf-8", errors="replace")
    if not engine:
        raise OperationError(refusals.explain(host, said))
    if not engine.startswith(hosts.SOCKET):
        message = f"{host}: the machine has no docker command that finds an engine by a socket; install Docker there"
        raise OperationError(message)
    here = folder / "engine"
    forward = [ssh, "-S", f"{folder}/%C", "-O", "forward", "-L", f"{here}:{engine.removeprefix(hosts.SOCKET)}", *words]
    subprocess.run(forward, capture_output=True, check=False)  # noqa: S603 - as above
    if not _answers(here):
        message = f"{host}: its engine does not answer at {engine}; look there: ssh {' '.join(words)} docker version"
        raise OperationError(message)
    _through(folder, ssh)
    return f"{hosts.SOCKET}{here}"


def _answers(path: pathlib.Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(SECONDS)
        try:
            probe.connect(str(path))
            probe.sendall(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
            return b" 200 " in probe.recv(64)
        except OSError:
            return False


def _through(folder: pathlib.Path, ssh: str) -> None:
    """Put an `ssh` before all others on PATH that goes through the connection: clients have no option for it."""
    program = folder / "bin" / "ssh"
    program.parent.mkdir()
    words = {"ssh": shlex.quote(ssh), "options": shlex.join(OPTIONS), "folder": shlex.quote(str(folder))}
    program.write_text(PROGRAM.format(**words))
    program.chmod(0o700)
    os.environ["PATH"] = f"{program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def _close(master: subprocess.Popen[bytes], folder: pathlib.Path) -> None:
    if master.stdin is not None:
        master.stdin.close()
    end = time.monotonic() + 2
    while master.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    master.kill()
    shutil.rmtree(folder, ignore_errors=True)
