"""The tutorial, done as its reader does it: each block in turn, in a checkout of its own, on a real engine."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Final, assert_never

import pytest

from tests.docs import page
from tests.e2e.checkout import ROOT, Checkout

PAGE: Final = ROOT / "docs/tutorial/first-service.md"
PORT: Final = "8090"
"""The page's port; here it is one that is free."""

INSTALL: Final = "make install\n"
"""Not run, only looked at: the checkout shares the environment of the tests, which nothing may install into."""

OURS: Final = ("--filter", "label=moorage.project=moorage", "--filter", "label=moorage.stack=mine")


class Shell:
    """One shell for the whole page, so that what a block sets is there in the next."""

    def __init__(self, folder: pathlib.Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, commands: str) -> tuple[int, str]:
        """Return the exit code of the last command, and all that was printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{{\n{commands}}} </dev/null\nprintf '\\n<<%d>>\\n' $?\n")
        self._process.stdin.flush()
        printed: list[str] = []
        for line in self._process.stdout:
            if line.startswith("<<"):
                return int(line.strip().strip("<>")), "".join(printed)
            printed.append(line)
        message = f"the shell ended: {''.join(printed)}"
        raise AssertionError(message)

    def close(self) -> None:
        """End the shell."""
        self._process.communicate()


def _left() -> list[str]:
    commands = (["ps", "-aq"], ["network", "ls", "-q"], ["volume", "ls", "-q"])
    return [name for command in commands for name in _docker(*command, *OURS).split()]


def _docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Return a checkout that shares this environment; nothing of the page's stack is left of it."""
    assert not _left(), "a stack mine is up on this engine already: destroy it first"
    checkout = Checkout.at(tmp_path / "clone")
    checkout.stack = "mine"
    try:
        yield checkout.root
    finally:
        checkout.environment = _environment(checkout.root)
        checkout.run("destroy", "--yes", "--remove", code=None)


def _environment(clone: pathlib.Path) -> dict[str, str]:
    """Return a user's environment: a passphrase, state and selected stack of this user's own, no Pulumi settings."""
    own = {
        "XDG_CONFIG_HOME": str(clone.parent / "config"),
        "PULUMI_HOME": str(clone.parent / "pulumi"),
        "PYTHONPATH": str(clone),
        "MOORAGE_ENGINE": "embedded",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")} | own


def _free() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.mark.docker
def test_tutorial(clone: pathlib.Path) -> None:
    """Every command of the tutorial ends as the page says and prints what it shows; every address answers so."""
    shell, port = Shell(clone, _environment(clone)), _free()
    try:
        steps = page.steps(PAGE)
        made = [step.commands for step in steps if isinstance(step, page.Run) and "make" in step.commands.split()]
        assert made == [INSTALL]
        for step in steps:
            _do(step, clone, shell, port)
    finally:
        shell.close()
    assert _left() == []


def _do(step: page.Step, clone: pathlib.Path, shell: Shell, port: str) -> None:
    match step:
        case page.Write():
            path = clone / step.path
            assert not path.exists(), f"{step.path} is there already"
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.text.replace(PORT, port), encoding="utf-8")
        case page.Edit():
            path = clone / step.path
            text = path.read_text(encoding="utf-8")
            old, new = (part.replace(PORT, port) for part in (step.old, step.new))
            assert text.count(old) == 1, f"{step.path} has {text.count(old)} times:\n{old}\n{text}"
            path.write_text(text.replace(old, new), encoding="utf-8")
        case page.Run():
            code, printed = shell.run(
                INSTALL.replace("make", "make --dry-run") if step.commands == INSTALL else step.commands
            )
            assert code == (2 if step.fails else 0), f"{step.commands}{printed}"
            if step.shown is not None:
                shown = step.shown.replace(PORT, port)
                assert page.agrees(shown, printed), f"{step.commands}shown:\n{shown}printed:\n{printed}"
        case page.Open():
            with urllib.request.urlopen(step.url.replace(PORT, port), timeout=10) as answer:  # noqa: S310 - loopback
                assert answer.read().decode() == step.shown
        case _:
            assert_never(step)
