"""A small project of this tree's program: one image of a few kilobytes, so that an `up` takes seconds."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests import hosts

ROOT = pathlib.Path(__file__).resolve().parents[1]

DOCKERFILE = """\
FROM scratch
COPY --chown=10002:10002 busybox /bin/busybox
COPY version /version
USER 10002:10002
EXPOSE 8080/tcp
CMD ["/bin/busybox", "sh", "-c", "busybox cat /version; echo $COLOUR; exec busybox httpd -f -p 8080 -h /"]
"""

IMAGE: dict[str, Any] = {
    "dockerfile": {
        "source": "app",
        "uid": 10002,
        "ports": {"http": 8080},
        "checks": {"ready": {"command": ["/bin/busybox", "test", "-e", "/version"], "interval_seconds": 2}},
        "writable": ["/tmp"],
        "stop_signal": "SIGTERM",
    }
}


@dataclass
class Small:
    """A project in `root` with the stack `dev` on `host`, and the commands run in it."""

    root: pathlib.Path
    name: str
    host: hosts.Host
    stack: dict[str, Any]
    """What the stack file says, below `moorage:`."""
    environment: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def surroundings(self) -> dict[str, str]:
        """Return the environment of a command in the project."""
        own = {"PULUMI_CONFIG_PASSPHRASE": "small", "PULUMI_BACKEND_URL": f"file://{self.root}"}
        chosen = {"PULUMI_STACK": "dev", "MOORAGE_ENGINE": "embedded", "PYTHONPATH": str(ROOT)}
        return {**os.environ, **own, **chosen, **self.environment}

    def write(self) -> None:
        """Write the stack file as `stack` says."""
        content = {"config": {f"moorage:{key}": value for key, value in self.stack.items()}}
        (self.root / "Pulumi.dev.yaml").write_text(json.dumps(content))

    def version(self, text: str) -> None:
        """Change what the image holds."""
        (self.root / "app/version").write_text(f"{text}\n")

    def run(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run `moorage`; `code` is the exit code that is expected, None for any."""
        done = subprocess.run(
            [sys.executable, "-m", "moorage", *arguments],
            cwd=self.root,
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if code is not None:
            assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def up(self, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Write the stack file and deploy it."""
        self.write()
        return self.run("up", "--yes", code=code)

    def json(self, *arguments: str) -> Any:
        """Run `moorage ... --json` and return the document."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def running(self, workload: str) -> list[str]:
        """Return the containers of a workload that run, newest first."""
        found = self.host.inspect(*self.host.containers(self.name, "dev", workload))
        return [one["Id"] for one in found if one["State"]["Running"]]

    def end(self) -> None:
        """Remove all of it."""
        self.run("destroy", "--yes", "--remove", code=None)


def make(root: pathlib.Path, name: str, host: hosts.Host, workloads: Mapping[str, Any], **stack: Any) -> Small:
    """Write a project called `name` with the image `app` and these workloads; nothing is deployed yet."""
    (root / "app").mkdir(parents=True)
    (root / "app/Dockerfile").write_text(DOCKERFILE)
    busybox = shutil.which("busybox")
    assert busybox, "needs a statically linked busybox (apt-get install busybox-static)"
    shutil.copy(busybox, root / "app/busybox")
    shutil.copytree(ROOT / "infra", root / "infra", ignore=shutil.ignore_patterns("__pycache__"))
    environment = pathlib.Path(sys.prefix)
    (root / "Pulumi.yaml").write_text(
        f"name: {name}\nruntime: {{name: python, options: {{virtualenv: {environment}}}}}\nmain: infra/\n"
        "config:\n  pulumi:autonaming: {value: {pattern: '${project}-${stack}-${name}-${hex(7)}'}}\n"
    )
    said = {"profile": "dev", "target": dict(host.target), "images": {"app": IMAGE}, "workloads": dict(workloads)}
    made = Small(root, name, host, {**said, **stack})
    made.version("one")
    made.write()
    return made
