"""A stack whose service `web` is called 100 times a second while it is changed."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.checkout import Checkout, get

HERE = pathlib.Path(__file__).parent
PROJECT = "moorage-load"


def stack(target: str, port: int, greeting: str, replicas: int) -> dict[str, Any]:
    """Return the stack file: one service, and a worker that calls it."""

    def python(source: str, **more: Any) -> dict[str, Any]:
        return {"python": {"source": f"load/{source}", "dependencies": "none", **more}}

    check = {"http": {"port": "http", "path": "/healthz"}, "interval_seconds": 1, "start_seconds": 1, "retries": 3}
    return {
        "config": {
            "moorage:profile": "dev",
            "moorage:target": {target: {}},
            "moorage:images": {
                "web": python(
                    "web", command=["python", "serve.py"], ports={"http": 8080}, checks={"web": check}, uid=10001
                ),
                "caller": python("caller", command=["python", "call.py", "http://web:8080/"], uid=10001),
            },
            "moorage:workloads": {
                "web": {
                    "kind": "service",
                    "image": "web",
                    "expose": {"port": "http", "host_port": port},
                    "environment": {"GREETING": greeting},
                    "replicas": replicas,
                },
                "caller": {"kind": "worker", "image": "caller", "uses": ["web"]},
            },
        }
    }


@dataclass(frozen=True)
class Calls:
    """What the callers saw so far."""

    sent: int
    failed: int
    longest: float
    versions: dict[str, int]
    errors: list[str]


@dataclass
class Rig:
    """The checkout in which the stack is, and the caller on the host."""

    checkout: Checkout
    target: str
    port: int
    greeting: str = "hello"
    replicas: int = 1
    heard: pathlib.Path = field(default_factory=pathlib.Path)

    def write(self, *, version: str | None = None, mode: str = "good", greeting: str | None = None) -> None:
        """Change the service: its source, or a setting."""
        if version is not None:
            file = self.checkout.root / "load" / "web" / "version.py"
            file.write_text(f"VERSION = {version!r}\nMODE: str = {mode!r}\n", encoding="utf-8")
        self.greeting = greeting or self.greeting
        made = stack(self.target, self.port, self.greeting, self.replicas)
        (self.checkout.root / "Pulumi.load.yaml").write_text(json.dumps(made, indent=2), encoding="utf-8")

    def up(self, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Bring it up."""
        return self.checkout.run("up", "--yes", code=code)

    def killed(self, after: float) -> bool:
        """Bring it up, kill the run after this many seconds; return whether it was still running."""
        run = subprocess.Popen(
            [sys.executable, "-m", "moorage", "up", "--yes", "--stack", "load", "--engine", "embedded"],
            cwd=self.checkout.root,
            env=os.environ | self.checkout.environment | {"PYTHONPATH": str(self.checkout.root)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            run.wait(after)
        except subprocess.TimeoutExpired:
            os.kill(run.pid, signal.SIGKILL)
            run.wait()
            return True
        return False

    def answer(self) -> str:
        """Return what the service says: its version and its greeting."""
        return get(f"http://127.0.0.1:{self.port}/")[1].strip()

    def calls(self) -> dict[str, Calls]:
        """Return what the caller on the host and the one in the stack saw, a second from now at the earliest."""
        time.sleep(1.2)
        log = self.checkout.run("logs", "caller", "--tail", "2").stdout
        return {"host": _last(self.heard.read_text(encoding="utf-8")), "workload": _last(log)}

    def containers(self) -> list[str]:
        """Return the states of all containers of the service, those of failed versions too."""
        labels = [f"label=moorage.{key}={value}" for key, value in (("project", PROJECT), ("workload", "web"))]
        filters = [word for label in labels for word in ("--filter", label)]
        client = {"docker": "docker", "podman": "podman"}[self.target]
        listed = [client, "ps", "--all", "--format", "{{.State}}", *filters]
        return subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()


def _last(text: str) -> Calls:
    line = [line for line in text.splitlines() if "{" in line and line.rstrip().endswith("}")][-1]
    return Calls(**json.loads(line[line.index("{") :]))


@contextmanager
def running(folder: pathlib.Path, target: str, replicas: int = 1) -> Generator[Rig]:
    """Bring the stack up, start calling it from the host, and remove everything at the end."""
    checkout = Checkout.at(folder)
    checkout.stack = "load"
    checkout.edit("Pulumi.yaml", "name: moorage\n", f"name: {PROJECT}\n")
    for name in ("web", "caller"):
        shutil.copytree(HERE / name, folder / "load" / name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    rig = Rig(checkout, target, port, replicas=replicas, heard=folder / "heard.jsonl")
    rig.write()
    try:
        rig.up()
        with rig.heard.open("w", encoding="utf-8") as heard:
            caller = subprocess.Popen(
                [sys.executable, str(HERE / "caller" / "call.py"), f"http://127.0.0.1:{port}/"], stdout=heard
            )
        try:
            yield rig
        finally:
            caller.kill()
            caller.wait()
    finally:
        checkout.run("destroy", "--yes", "--remove", code=None)
