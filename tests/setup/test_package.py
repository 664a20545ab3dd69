"""tools/package.sh: root gets a missing package, anyone else the command; and how commands for root are written."""

from __future__ import annotations

import pathlib
import subprocess

import pytest

from components.images.local import mmdebstrap
from components.shared import superuser

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSTALL = "apt-get install -y --no-install-recommends tool-package"


@pytest.fixture
def machine(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a folder for programs; what apt-get is asked for is in `asked`, and it brings `tool`."""
    (tmp_path / "bin").mkdir()
    _program(tmp_path, "apt-get", f'echo "$*" >>{tmp_path}/asked; : >{tmp_path}/tool')
    return tmp_path


def _program(machine: pathlib.Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _need(machine: pathlib.Path, user: int) -> tuple[int, str, list[str]]:
    _program(machine, "id", f"echo {user}")
    words = ["bash", str(ROOT / "tools/package.sh"), "tool-package", "no tool", "/usr/bin/test", "-e", "tool"]
    for name in ("bash", "tail"):
        (machine / "bin" / name).unlink(missing_ok=True)
        (machine / "bin" / name).symlink_to(f"/usr/bin/{name}")
    environment = {"PATH": str(machine / "bin")}
    done = subprocess.run(words, cwd=machine, env=environment, capture_output=True, text=True, check=False)
    asked = machine / "asked"
    return done.returncode, done.stdout + done.stderr, asked.read_text().splitlines() if asked.exists() else []


def test_root_gets_it(machine: pathlib.Path) -> None:
    """After one line that says so; a second time there is nothing to do."""
    asked = ["update", "install -y --no-install-recommends tool-package"]
    assert _need(machine, user=0) == (0, "installing tool-package (with apt-get)\n", asked)
    assert _need(machine, user=0) == (0, "", asked)


def test_others_get_the_command(machine: pathlib.Path) -> None:
    """Through sudo where there is one, else through su; nothing is run."""
    line = f"error: no tool; run: su - -c 'apt-get update && {INSTALL}'\n"
    assert _need(machine, user=1000) == (1, line, [])
    _program(machine, "sudo", "exit 1")
    line = f"error: no tool; run: sudo apt-get update && sudo {INSTALL}\n"
    assert _need(machine, user=1000) == (1, line, [])


def test_a_failure_is_told_with_its_last_line(machine: pathlib.Path) -> None:
    """apt-get says much; the last line is what counts."""
    _program(machine, "apt-get", "echo 'Reading package lists...'; echo 'E: Unable to locate package' >&2; exit 100")
    line = "error: apt-get: cannot install tool-package: E: Unable to locate package\n"
    assert _need(machine, user=0) == (1, f"installing tool-package (with apt-get)\n{line}", [])


def test_another_system_is_told_the_name(machine: pathlib.Path) -> None:
    """Without apt-get there is nothing to run."""
    (machine / "bin" / "apt-get").unlink()
    assert _need(machine, user=0)[:2] == (1, "error: no tool; install what Debian calls tool-package\n")


@pytest.mark.parametrize(
    ("command", "root", "sudo", "expected"),
    [
        ("apt-get update", True, False, "apt-get update"),
        ("apt-get update", False, True, "sudo apt-get update"),
        ("dockerd >log &", False, True, "sudo sh -c 'dockerd >log &'"),
        ("dockerd >log &", False, False, "su - -c 'dockerd >log &'"),
    ],
)
def test_commands_for_root(command: str, root: bool, sudo: bool, expected: str) -> None:
    """Words that a shell would take for itself are quoted."""
    assert superuser.words(command, root=root, sudo=sudo) == expected


def test_a_user_needs_more_to_make_a_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root can become anyone; others need the program that gives them more user ids."""
    monkeypatch.setattr(mmdebstrap.shutil, "which", lambda _name: None)
    monkeypatch.setattr(mmdebstrap.os, "geteuid", lambda: 0)
    assert mmdebstrap.lacking() == ["mmdebstrap"]
    monkeypatch.setattr(mmdebstrap.os, "geteuid", lambda: 1000)
    assert mmdebstrap.lacking() == ["mmdebstrap", "uidmap"]
    assert mmdebstrap.remedy()[1].startswith("su - -c 'apt-get install -y --no-install-recommends mmdebstrap uidmap'")
