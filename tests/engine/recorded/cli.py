"""A case on the `pulumi` on PATH."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.engine.recorded import case, project, recording
from tests.engine.recorded.things import install, world


class Recorder:
    """Plays one case in a folder with the CLI."""

    def __init__(self, found: case.Case, folder: Path) -> None:
        self._case = found
        self._folder = folder
        self.place = project.Project(folder)

    @property
    def version(self) -> str:
        """Return the CLI's version."""
        return self._pulumi(self.place.root, "version").stdout.strip()

    def play(self) -> recording.Recording:
        """Run all operations."""
        self.place.make()
        self._runtime()
        install.plugin(self._folder / "bin")
        self._pulumi(self.place.root, "stack", "init", project.STACK)
        result = recording.Recording(self.place)
        for operation in self._case.operations:
            if operation.is_run:
                result.add(operation, *self.execute(self.place, operation))
            else:
                self.place.play(operation)
        return result

    def execute(self, place: project.Project, operation: case.Operation) -> tuple[Any, list[dict[str, Any]]]:
        """Run one operation on the state in a folder: exit code and events."""
        if operation.program:
            place.program(self._case.source(operation.program))
        log = place.root / "events.json"
        log.unlink(missing_ok=True)
        yes = [] if operation.word == "preview" else ["--yes", "--skip-preview"]
        done = self._pulumi(
            place.root, operation.word, "--event-log", str(log), *yes, *operation.flags, "--stack", project.STACK
        )
        (place.root / "output.txt").open("a").write(f"--- {operation.line}\n{done.stdout}{done.stderr}\n")
        events = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return (1 if done.returncode else 0), events

    def _runtime(self) -> None:
        """Let the CLI run programs with this interpreter, and read a lock file rather than ask pip at each run."""
        options = {"toolchain": "uv", "virtualenv": sys.prefix}
        file = self.place.root / "Pulumi.yaml"
        document = {**yaml.safe_load(file.read_text()), "runtime": {"name": "python", "options": options}}
        file.write_text(yaml.safe_dump(document))
        (self.place.root / "pyproject.toml").write_text('[project]\nname = "recorded"\nversion = "0"\n')
        (self.place.root / "uv.lock").write_text('version = 1\nrequires-python = ">=3.11"\n')

    def _pulumi(self, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        path = [str(self._folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
        environment = {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "PULUMI_CONFIG_PASSPHRASE": project.PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DEBUG_COMMANDS": "true",
            "PULUMI_BACKEND_URL": f"file://{root}/state",
            world.VARIABLE: str(root / "world"),
        }
        return subprocess.run(
            ["pulumi", "--non-interactive", *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
