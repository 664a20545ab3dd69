"""A machine of a test's own on this one: namespaces, a disk of a given size, Docker's engine and an SSH server.

Nothing of it outlives the test, even a killed one: its processes end with the first one of their namespace, and what
watches over that one ends when the test does.
"""

from __future__ import annotations

import ipaddress
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from components.targets.docker import engine
from tests.machines import access

HERE = pathlib.Path(__file__).resolve().parent
NETWORK = ipaddress.ip_network("198.18.0.0/15")
"""For tests of devices (RFC 2544): nobody's address. Each machine has four of them."""
SECONDS = 60


@dataclass
class Machine:
    """A machine that is on. `host` is it over SSH, `socket` is its engine without."""

    name: str
    folder: pathlib.Path
    address: str
    supervisor: subprocess.Popen[bytes]
    environment: dict[str, str] = field(default_factory=dict[str, str])
    """With these variables, `ssh` has the key that is let in and knows the machine's."""

    @property
    def host(self) -> str:
        """Return the engine's address over SSH."""
        return f"ssh://root@{self.address}"

    @property
    def socket(self) -> str:
        """Return the engine's address by its socket, which this machine sees, too."""
        return f"unix://{self.folder}/docker.sock"

    def docker(self, *arguments: str) -> str:
        """Return what a docker command prints."""
        command = ["docker", "--host", self.socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def run(self, *command: str) -> str:
        """Return what a command prints that runs on the machine."""
        inside = ["nsenter", "--all", "--target", str(self._init()), "--", *command]
        return subprocess.run(inside, capture_output=True, text=True, check=True).stdout

    def power_off(self) -> None:
        """Take its power: every process ends at once, and only the disk stays."""
        self._say("off")
        _until(lambda: not (self.folder / "init").exists(), self._log)

    def power_on(self) -> None:
        """Start it, and wait for its engine."""
        self._say("on")
        self._await()

    def reboot(self) -> None:
        """Take its power and give it back."""
        self.power_off()
        self.power_on()

    def stop_engine(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Stop the engine and keep it from starting again; a killed one leaves its containers running."""
        (self.folder / "stopped").touch()
        self._signal("dockerd", sign)
        _until(lambda: not self._there("dockerd"), self._log)

    def start_engine(self) -> None:
        """Start the engine that was stopped."""
        (self.folder / "stopped").unlink()
        self._await()

    def restart_engine(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Stop the engine and start it again."""
        self.stop_engine(sign)
        self.start_engine()

    def kill_containers(self) -> None:
        """Kill every process of every container, behind the engine's back."""
        for one in self.docker("ps", "--quiet").split():
            pid = self.docker("inspect", "--format", "{{.State.Pid}}", one).strip()
            self.run("kill", "-9", pid)

    def _init(self) -> int:
        return int((self.folder / "init").read_text())

    def _there(self, program: str) -> bool:
        return bool(self.run("sh", "-c", f"pgrep -x {program} || true").strip())

    def _signal(self, program: str, sign: signal.Signals) -> None:
        self.run("pkill", f"-{sign.value}", "-x", program)

    def _say(self, word: str) -> None:
        assert self.supervisor.stdin is not None
        self.supervisor.stdin.write(f"{word}\n".encode())
        self.supervisor.stdin.flush()

    def _await(self) -> None:
        where = engine.Address(self.socket, "test")
        _until(lambda: (self.folder / "init").exists() and engine.answers(where), self._log)

    def _log(self) -> str:
        logs = [self.folder / name for name in ("boot.log", "sshd.log", "engine.log")]
        return "\n".join(log.read_text(errors="replace")[-2000:] for log in logs if log.exists())


@contextmanager
def machine(*, disk_mib: int = 4096, outside: bool = False) -> Generator[Machine]:
    """Return a machine that is on, and take it away afterwards; `outside`: it reaches what this one reaches."""
    assert os.geteuid() == 0, "a machine of a test's own needs root"
    needed = ("dockerd", "unshare", "nsenter", "ip", "/usr/sbin/sshd", "ssh", *(["slirp4netns"] if outside else []))
    assert not (missing := [program for program in needed if shutil.which(program) is None]), f"needs {missing}"
    name = f"moor-{secrets.token_hex(3)}"
    first = NETWORK[4 * secrets.randbelow(NETWORK.num_addresses // 4)]
    host, address = str(first + 1), str(first + 2)
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-"))
    access.write(folder, address)
    facts = {"FOLDER": str(folder), "NAME": name, "HOST": host, "ADDRESS": address, "DISK_MIB": str(disk_mib)}
    told = {"BOOT": str(HERE / "boot.sh"), "OUTSIDE": "yes" if outside else "no"}
    supervisor = subprocess.Popen(
        ["unshare", "--mount", "bash", HERE / "supervise.sh"],
        env=os.environ | facts | told,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "boot.log").open("ab"),
        start_new_session=True,
    )
    made = Machine(name, folder, address, supervisor, {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"})
    try:
        made.power_on()
        yield made
    finally:
        assert supervisor.stdin is not None
        supervisor.stdin.close()
        supervisor.wait(SECONDS)


def _until(reached: Callable[[], bool], log: Callable[[], str]) -> None:
    end = time.monotonic() + SECONDS
    while not reached():
        assert time.monotonic() < end, log()
        time.sleep(0.05)
