"""One proxy and versions of a service on a network of their own, and what is said to it."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.hosts import Host

VERSION = pathlib.Path(__file__).with_name("version.py").read_text(encoding="utf-8")
HTTP, ECHO, INSIDE = 8080, 9000, 8443


def document(*servers: str, drain: int = 10, **listeners: Any) -> dict[str, Any]:
    """Return the document of a service with these servers; `edge` is a listener besides its own."""
    own = [
        {"port": HTTP, "mode": "http", "tls": None, "routes": [{"hosts": [], "backend": "http"}]},
        {"port": ECHO, "mode": "tcp", "tls": None, "routes": [{"hosts": [], "backend": "echo"}]},
    ]
    return {
        "listeners": [*own, *listeners.values()],
        "backends": {
            "http": {"mode": "http", "port": HTTP, "servers": list(servers), "check": {"path": "/"}},
            "echo": {"mode": "tcp", "port": ECHO, "servers": list(servers), "check": None},
        },
        "drain_seconds": drain,
    }


def edge(certificates: Sequence[str] = (), hosts: Sequence[str] = ()) -> dict[str, Any]:
    """Return a listener for those outside."""
    tls = {"certificates": list(certificates)} if certificates else None
    routes = [{"hosts": list(hosts), "backend": "http"}]
    return {"port": INSIDE, "mode": "http", "tls": tls, "routes": routes, "outside": True}


@dataclass
class Stage:
    """Names start with `name`; `image` is the proxy's, which versions run in, too."""

    host: Host
    name: str
    image: str
    made: list[str] = field(default_factory=list[str])

    @property
    def proxy(self) -> str:
        """Return the name of the proxy's container."""
        return f"{self.name}-proxy"

    def version(self, number: str) -> str:
        """Start a version, and return its container's name once it answers."""
        name = f"{self.name}-{number}"
        self.made.append(name)
        words = ["--network", self.name, "--env", f"NAME={name}", "--entrypoint", "python3", "--stop-signal", "SIGKILL"]
        self.host.run("run", "--detach", "--name", name, *words, self.image, "-c", VERSION)
        self.answers(name)
        return name

    def answers(self, name: str) -> None:
        """Wait until a version answers."""
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection((self.address(name), HTTP), timeout=1):
                return
            time.sleep(0.1)
        raise AssertionError(self.host.logs(name))

    def address(self, name: str = "") -> str:
        """Return the address of a container, the proxy's unless one is named."""
        networks: Mapping[str, Any] = self.host.inspect(name or self.proxy)[0]["NetworkSettings"]["Networks"]
        return networks[self.name]["IPAddress"]

    def serve(self, given: Mapping[str, Any]) -> None:
        """Have a document served."""
        self.host.run("exec", "-i", self.proxy, "proxyctl", "serve", stdin=json.dumps(given))

    def refuses(self, given: Mapping[str, Any]) -> str:
        """Return the line by which a document is refused."""
        command = ("exec", "-i", self.proxy, "proxyctl", "serve")
        done = self.host.run(*command, stdin=json.dumps(given), check=False)
        assert done.returncode == 1
        return done.stderr.strip()

    def begin(self, given: Mapping[str, Any]) -> subprocess.Popen[str]:
        """Begin to have a document served."""
        command = [self.host.name, "exec", "-i", self.proxy, "proxyctl", "serve"]
        begun = subprocess.Popen(
            command,
            env=self.host.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert begun.stdin is not None
        begun.stdin.write(json.dumps(given))
        begun.stdin.close()
        return begun

    def kill(self, word: str) -> None:
        """Kill what runs in the proxy's container with this last word on its command line."""
        for process in self.host.processes(self.proxy):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if process.joinpath("cmdline").read_text(encoding="utf-8").rstrip("\0").endswith(f"\0{word}"):
                    os.kill(int(process.name), signal.SIGKILL)


@contextlib.contextmanager
def staged(host: Host, name: str, image: str) -> Generator[Stage]:
    """Start a proxy as the component does, and remove everything afterwards."""
    stage = Stage(host, name, image)
    stage.made.append(stage.proxy)
    host.run("network", "create", name)
    hardened = ["--init", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    limits = ["--memory", "128m", "--pids-limit", "64"]
    owner = {"docker": "uid=10500,gid=10500", "podman": "U"}[host.name]
    memory = f"/run/proxy:rw,noexec,nosuid,nodev,size=1m,mode=0700,{owner}"
    places = ["--tmpfs", memory, "--volume", f"{name}:/var/lib/proxy"]
    try:
        names = ["--dns", "127.0.0.1"] if host.name == "docker" else []
        host.run(
            "run", "--detach", "--name", stage.proxy, "--network", name, *names, *hardened, *limits, *places, image
        )
        yield stage
    finally:
        host.run("rm", "--force", "--volumes", *stage.made)
        host.run("volume", "rm", "--force", name)
        host.run("network", "rm", name)
