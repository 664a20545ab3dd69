"""Every bad stack file is one line, the same from the command and from the program alone, and nothing is touched."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
import yaml

from moorage.engine.state import crypto
from tests.stacks import bad

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSPHRASE = "of a bad stack"

cases = pytest.mark.parametrize(
    ("path", "value", "line"), [case[1:] for case in bad.CASES], ids=[c[0] for c in bad.CASES]
)


def written(folder: pathlib.Path, config: dict[str, Any]) -> pathlib.Path:
    """Write a stack file; `{secure: sealed}` becomes a value that is really encrypted."""
    crypter = crypto.create(PASSPHRASE)
    document = {"encryptionsalt": crypter.salt, "config": _sealed(config, crypter)}
    path = folder / "Pulumi.bad.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def _sealed(value: Any, crypter: crypto.Crypter) -> Any:
    if value == {"secure": "sealed"}:
        return {"secure": crypter.encrypt("examples/shop")}
    if isinstance(value, dict):
        return {key: _sealed(inner, crypter) for key, inner in value.items()}
    return value


def errors(arguments: list[str], state: pathlib.Path, code: int) -> list[str]:
    """Run a command that must be refused and return its error lines, without their mark."""
    environment = os.environ | {"PULUMI_BACKEND_URL": state.as_uri(), "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    text = done.stdout + done.stderr
    assert done.returncode == code, text
    assert "Traceback" not in text
    return [line.removeprefix("error: ").strip() for line in done.stderr.splitlines() if line.strip()]


@cases
def test_one_line_from_both(path: str, value: Any, line: str, tmp_path: pathlib.Path) -> None:
    """Exit code 2 and one line from `moorage`; the same line from the program; no state afterwards."""
    file = written(tmp_path, bad.changed(path, value))
    state = tmp_path / "state"
    state.mkdir()
    command = ["moorage", "up", "--yes", "--engine", "embedded", "--stack", "bad", "--config-file", str(file)]
    from_command = errors(command, state, 2)
    assert len(from_command) == 1
    assert line in from_command[0]
    assert errors(["tests.stacks.alone", str(file), PASSPHRASE], state, 1) == from_command
    assert list(state.iterdir()) == []


def test_there_are_thirty() -> None:
    """At least 30 different mistakes are tried."""
    assert len({case[0] for case in bad.CASES}) >= 30
