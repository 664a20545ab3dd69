"""A checkout of this project at a path of its own, with its own state and passphrase, and the commands run in it."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from tests.hosts import DOCKER, Host

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.executable).parent


@dataclass
class Checkout:
    """A copy of the committed and working files, sharing this environment's interpreter."""

    root: pathlib.Path
    files: list[str]
    host: Host
    stack: str = "dev"
    port: int = 8080
    environment: dict[str, str] = field(default_factory=dict[str, str])

    @staticmethod
    def at(root: pathlib.Path, host: Host = DOCKER, source: pathlib.Path = ROOT) -> Checkout:
        """Copy what git knows of this tree to `root`, from another checkout if one is given, to be run on `host`."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        files = [name for name in listed.stdout.decode().split("\0") if name and (source / name).is_file()]
        for name in files:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, root / name)
        (root / ".venv").symlink_to(BIN.parent)
        return Checkout(root, files=files, host=host, environment={"PULUMI_CONFIG_PASSPHRASE": f"of {root.name}"})

    def own(self, port: int) -> None:
        """Make it a project of its own on a port of its own, so that a dev stack of this machine is no obstacle."""
        self.port = port
        self.edit("Pulumi.yaml", "name: moorage\n", f"name: {self.project}\n")
        self.edit("Pulumi.dev.yaml", "    docker: {}\n", f"    {json.dumps(self.host.target)[1:-1]}\n")
        self.edit("Pulumi.dev.yaml", "host_port: 8080", f"host_port: {port}")

    @property
    def project(self) -> str:
        """Return the project's name: one for each engine, since networks are numbered by it."""
        return f"moorage-e2e-{self.host.name}"

    def containers(self, workload: str = "") -> list[str]:
        """Return the ids of the dev stack's containers, or of one workload's; newest first."""
        return self.host.containers(self.project, "dev", workload)

    def tags(self) -> list[str]:
        """Return the image tags of the dev stack."""
        return self.host.tags(f"{self.project}-dev-")

    def everything(self) -> list[str]:
        """Return every container, network, volume and image tag of the dev stack."""
        networks, volumes = (find(self.project, "dev") for find in (self.host.networks, self.host.volumes))
        return [*self.containers(), *networks, *volumes, *self.tags()]

    @property
    def url(self) -> str:
        """Return where its page is."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run `moorage`; `code` is the exit code that is expected, None for any."""
        environment = os.environ | self.environment
        environment.pop("PULUMI_BACKEND_URL", None)
        done = subprocess.run(
            [sys.executable, "-m", "moorage", *arguments, "--stack", self.stack, "--engine", "embedded"],
            cwd=self.root,
            env=environment | self.environment | {"PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if code is not None:
            assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str) -> Any:
        """Run `moorage ... --json` and return the document."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def changes(self, *arguments: str) -> dict[str, int]:
        """Return what a preview would change, by operation, without what stays the same."""
        summary: dict[str, int] = self.json("preview", *arguments).get("changeSummary", {})
        return {operation: count for operation, count in summary.items() if operation != "same"}

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that is there exactly once in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is in {path} {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")


def get(url: str) -> tuple[int, str]:
    """Return status and body of an address on loopback."""
    assert url.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - loopback, as asserted
        return answer.status, answer.read().decode()
