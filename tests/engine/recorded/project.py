"""The project in a folder that a case is played in: its files, its world, its backend."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from moorage.engine.state import crypto
from tests.engine.recorded import case
from tests.engine.recorded.things import world

NAME = "recorded"
STACK = "dev"
PASSPHRASE = "for tests"
SALT = "v1:ijbuFMwxSa8=:v1:y3v5PttZxbwQJl01:C8A/3CQXStkW09GbKurDQvYg9XoZ6w=="
"""Of that passphrase, made by `crypto.create`: the same everywhere, so that its key is derived once."""
KEYS = crypto.Keys(PASSPHRASE)
"""Shared by all cases: a key is derived once."""


@dataclass(frozen=True)
class Project:
    """A folder with Pulumi.yaml, Pulumi.dev.yaml, `__main__.py`, `state` and `world`."""

    root: Path

    @property
    def world(self) -> world.World:
        """Return the world of package `thing`."""
        return world.World(self.root / "world")

    @property
    def state(self) -> Path:
        """Return the state's file."""
        return self.root / "state/.pulumi/stacks" / NAME / f"{STACK}.json"

    def make(self) -> None:
        """Write the files of a project without configuration."""
        (self.root / "state").mkdir(parents=True)
        document = {"name": NAME, "runtime": "python", "backend": {"url": "file://./state"}}
        (self.root / "Pulumi.yaml").write_text(yaml.safe_dump(document))
        self._write({})

    def program(self, source: str) -> None:
        """Set the program."""
        (self.root / "__main__.py").write_text(source)
        # bytecode is good for as long as a source keeps its size and second: two programs here may share both
        shutil.rmtree(self.root / "__pycache__", ignore_errors=True)

    def play(self, operation: case.Operation) -> None:
        """Do what an operation says that is no run."""
        match operation.word, operation.arguments:
            case "fail" | "half", [call, name]:
                self.world.plan_fault(call, name, operation.word)
            case "mend", [call, name]:
                self.world.plan_fault(call, name, "")
            case "put", [identity, inputs]:
                self.world.put(identity, json.loads(inputs))
            case "drop", [identity]:
                self.world.drop(identity)
            case "config", [key, value]:
                file = self.root / f"Pulumi.{STACK}.yaml"
                config = yaml.safe_load(file.read_text())["config"]
                secret = value.removeprefix("secret:")
                plain = yaml.safe_load(value) if value.startswith("{") else value
                config[key] = plain if secret == value else {"secure": KEYS.open(SALT).encrypt(secret)}
                self._write(config)
            case _:
                raise ValueError(f"{operation.line}: no such operation")

    def _write(self, config: dict[str, object]) -> None:
        text = yaml.safe_dump({"encryptionsalt": SALT, "config": config})
        (self.root / f"Pulumi.{STACK}.yaml").write_text(text)
