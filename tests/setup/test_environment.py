"""tools/environment.sh: makes .venv once, repairs what was interrupted, and else does nothing."""

from __future__ import annotations

import fcntl
import pathlib
import shutil
import subprocess
from dataclasses import dataclass

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

PYTHON = """\
#!/bin/sh
echo "$*" >>"{log}"
case "$*" in
*version_info*) exit {old} ;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*"pip"*" install "*) test ! -e "{broken}" ;;
*"config get"*) exit 1 ;;
esac
"""
"""An interpreter that writes down what it is asked for; its pip fails while `broken` is there."""


@dataclass
class Clone:
    """A clone with the scripts, a lock of two packages, and an interpreter that can be looked at."""

    root: pathlib.Path
    log: pathlib.Path
    broken: pathlib.Path
    python: pathlib.Path

    def make(self) -> tuple[int, str, list[str]]:
        """Run the script; return its exit code, what it said, and what it had done: venv, requirements, ourselves."""
        self.log.write_text("")
        words = ["bash", "tools/environment.sh"]
        environment = {"PATH": "/usr/bin:/bin", "PYTHON": str(self.python)}
        done = subprocess.run(words, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        names = {"-m venv": "venv", "--require-hashes": "requirements", "-e .": "ourselves"}
        lines = self.log.read_text().splitlines()
        return (
            done.returncode,
            done.stdout + done.stderr,
            [name for line in lines for part, name in names.items() if part in line],
        )


@pytest.fixture
def clone(tmp_path: pathlib.Path) -> Clone:
    """Return a clone without .venv."""
    made = Clone(tmp_path / "clone", tmp_path / "log", tmp_path / "broken", tmp_path / "python")
    (made.root / "tools").mkdir(parents=True)
    for name in ("environment.sh", "package.sh"):
        shutil.copy(ROOT / "tools" / name, made.root / "tools")
    (made.root / "pyproject.toml").write_text("")
    (made.root / "requirements.txt").write_text("click==8.1.0 \\\n    --hash=sha256:0\nrich==14.0\n")
    _interpreter(made, old=0)
    return made


def _interpreter(clone: Clone, *, old: int) -> None:
    clone.python.write_text(PYTHON.format(log=clone.log, broken=clone.broken, old=old))
    clone.python.chmod(0o755)


def test_it_is_made_once(clone: Clone) -> None:
    """The first run says what it installs; the second says and does nothing."""
    code, said, done = clone.make()
    assert (code, done) == (0, ["venv", "requirements", "ourselves"])
    assert said.splitlines()[0] == "installing 2 locked packages into .venv (about a minute)"
    assert clone.make() == (0, "", [])


def test_a_new_lock_is_installed_into_it(clone: Clone) -> None:
    """Nothing is made anew for it."""
    clone.make()
    with (clone.root / "requirements.txt").open("a") as lock:
        lock.write("docker==7.1\n")
    assert clone.make()[2] == ["requirements", "ourselves"]
    assert clone.make()[2] == []


def test_what_was_interrupted_is_made_anew(clone: Clone) -> None:
    """A run that ended half-way is never taken for a whole one."""
    clone.broken.touch()
    code, _, done = clone.make()
    assert (code, done) == (1, ["venv", "requirements"])
    clone.broken.unlink()
    code, said, done = clone.make()
    assert (code, done) == (0, ["venv", "requirements", "ourselves"])
    assert said.splitlines()[0] == "making .venv anew: an earlier run did not finish it"


def test_two_at_once_take_turns(clone: Clone) -> None:
    """The second waits, says so, and finds all done."""
    with (clone.root / "tools" / "environment.sh").open() as script:
        fcntl.flock(script, fcntl.LOCK_EX)
        words = ["bash", "tools/environment.sh"]
        environment = {"PATH": "/usr/bin:/bin", "PYTHON": str(clone.python)}
        second = subprocess.Popen(words, cwd=clone.root, env=environment, stdout=subprocess.PIPE, text=True)
        assert second.stdout is not None
        assert second.stdout.readline() == "waiting for another make in this clone\n"
        assert not clone.log.exists()
    assert second.stdout.read().splitlines()[0] == "installing 2 locked packages into .venv (about a minute)"
    assert second.wait() == 0
    assert clone.make() == (0, "", [])


def test_a_clone_that_was_moved_gets_a_new_one(clone: Clone) -> None:
    """Its programs hold the old path."""
    clone.make()
    clone.root = clone.root.rename(clone.root.with_name("elsewhere"))
    _, said, done = clone.make()
    assert done == ["venv", "requirements", "ourselves"]
    assert said.splitlines()[0] == "making .venv anew: it was made for another place or Python"


def test_one_made_by_others_is_kept(clone: Clone) -> None:
    """`pulumi install` makes it, too: only what is missing is installed."""
    (clone.root / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(clone.python, clone.root / ".venv" / "bin" / "python")
    assert clone.make()[2] == ["requirements", "ourselves"]


def test_an_old_python_is_refused(clone: Clone) -> None:
    """One line, and nothing made."""
    _interpreter(clone, old=1)
    code, said, done = clone.make()
    assert (code, done) == (1, [])
    assert said == (
        f"error: python: {clone.python} is not there or older than 3.11; install Python 3.11 or newer,"
        " or name one: make PYTHON=python3.12\n"
    )
    assert not (clone.root / ".venv").exists()
