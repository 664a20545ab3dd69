"""The container engines that a test runs on, behind one set of words: `host` is a parameter, `docker` then `podman`.

A test that takes the fixture `host` runs on both, whatever its stack file says besides `host.target`.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

NAMES = ("docker", "podman")


@dataclass(frozen=True)
class Host:
    """One engine: its client's command, what a process needs to find it, and the target of stack files for it."""

    name: Literal["docker", "podman"]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """Variables of the client; moorage itself needs none, `target` says all."""
    target: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The block `moorage:target` of a stack file."""

    @property
    def variables(self) -> dict[str, str]:
        """Return this process's environment with the client's variables, for a process that runs the client itself."""
        return os.environ | self.environment

    def run(self, *words: str, check: bool = True, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the client; a failure shows its output."""
        done = subprocess.run(
            [self.name, *words],
            env=self.variables,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def says(self, *words: str) -> str:
        """Return what the client prints, without the line's end."""
        return self.run(*words).stdout.strip()

    def inspect(self, *names: str) -> list[dict[str, Any]]:
        """Return the engine's account of containers; none of none."""
        found: list[dict[str, Any]] = json.loads(self.says("inspect", "--type", "container", *names)) if names else []
        return found

    def execute(self, container: str, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command inside a container."""
        return self.run("exec", container, *command, check=check)

    def logs(self, container: str) -> str:
        """Return what a container wrote, on either stream."""
        done = self.run("logs", container)
        return done.stdout + done.stderr

    def containers(self, project: str, stack: str, workload: str = "") -> list[str]:
        """Return the ids of a stack's containers, running or not, or of one workload's; newest first."""
        return self.says("ps", "-aq", "--no-trunc", *_labelled(project, stack, workload)).split()

    def networks(self, project: str, stack: str) -> list[str]:
        """Return the names of a stack's networks."""
        return self.says("network", "ls", "--format", "{{.Name}}", *_labelled(project, stack)).split()

    def volumes(self, project: str, stack: str) -> list[str]:
        """Return the names of a stack's volumes."""
        return self.says("volume", "ls", "--format", "{{.Name}}", *_labelled(project, stack)).split()

    def tags(self, beginning: str) -> list[str]:
        """Return `repository:tag` of every image whose repository begins so, wherever the engine puts plain names."""
        rows = self.says("images", "--format", "{{.Repository}}:{{.Tag}}").split()
        names = [row.removeprefix("localhost/").removeprefix("docker.io/library/") for row in rows]
        return sorted(name for name in names if name.startswith(beginning))

    def processes(self, container: str) -> list[pathlib.Path]:
        """Return the folders in /proc of a container's processes, as this machine counts them; the first one first."""
        pid = self.inspect(container)[0]["State"]["Pid"]
        group = pathlib.Path(f"/proc/{pid}/cgroup").read_text(encoding="ascii")
        path = next(line.split(":", 2)[2] for line in group.splitlines() if line.split(":", 2)[1] in ("pids", ""))
        for root in ("/sys/fs/cgroup/pids", "/sys/fs/cgroup"):
            listed = pathlib.Path(f"{root}{path}/cgroup.procs")
            if listed.is_file():
                return [pathlib.Path(f"/proc/{one}") for one in listed.read_text(encoding="ascii").split()]
        raise AssertionError(group)


def _labelled(project: str, stack: str, workload: str = "") -> list[str]:
    given = {"project": project, "stack": stack} | ({"workload": workload} if workload else {})
    return [word for key, value in given.items() for word in ("--filter", f"label=moorage.{key}={value}")]


DOCKER = Host("docker", target={"docker": {}})
