"""Interrupted runs: Ctrl-C once, twice, and a run that is killed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import IO

import pytest

from moorage.engine.state import crypto, store

ROOT = Path(__file__).parents[3]
RUN = f"""
import sys, threading
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from moorage.engine.state import crypto, store
from tests.engine.core import stage as stages

folder = Path(sys.argv[1])
stage = stages.Stage(folder)
stage.store = store.Store(folder / ".pulumi", "stage", "dev", crypto.Keys("x"))


def wait(method, name):
    print(method, name, flush=True)
    sys.stdin.readline()


class Loud(list):
    def append(self, event):
        if event.get("diagnosticEvent", {{}}).get("severity") == "warning":
            print(event["diagnosticEvent"]["message"].split(":")[0], flush=True)
        super().append(event)


stage.events = Loud()
stage.cloud.before = wait
outcome = stage.up('a = Thing("a")\\nThing("b", of=a.serial)')
print("end", outcome.ok, outcome.canceled, stage.errors, flush=True)
"""


@pytest.fixture
def process(tmp_path: Path) -> Generator[subprocess.Popen[str]]:
    """Return a run that waits inside its first effect; a line on its input lets it go on."""
    running = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert _line(running.stdout) == "create a"
        yield running
    finally:
        running.kill()
        running.communicate()


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def _state(folder: Path) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Return names of things, pending operations and lock files."""
    snapshot = store.Store(folder / ".pulumi", "stage", "dev", crypto.Keys("x")).load()
    assert snapshot is not None
    things = [row.urn.rpartition("::")[2] for row in snapshot.resources if row.type == "test:index:Thing"]
    pending = [(each.type, each.resource.urn.rpartition("::")[2]) for each in snapshot.operations]
    return things, pending, [path.name for path in (folder / ".pulumi" / "locks").rglob("*.json")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_interrupt_lets_running_steps_finish(
    process: subprocess.Popen[str], number: signal.Signals, tmp_path: Path
) -> None:
    """The step under way is finished and recorded, the next one is not started; the run says that it was canceled."""
    process.send_signal(number)
    assert _line(process.stdout) == "canceling"
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    assert _line(process.stdout) == "end False True []"
    assert process.wait() == 0
    assert _state(tmp_path) == (["a"], [], [])


def test_a_second_interrupt_ends_at_once(process: subprocess.Popen[str], tmp_path: Path) -> None:
    """The state names what was under way, the lock is gone, the exit code is that of an interrupt."""
    process.send_signal(signal.SIGINT)
    assert _line(process.stdout) == "canceling"
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert _state(tmp_path) == ([], [("creating", "a")], [])


def test_a_killed_run_leaves_a_true_state(process: subprocess.Popen[str], tmp_path: Path) -> None:
    """Nothing is lost by a kill: the state names the effect whose result nobody recorded."""
    process.kill()
    process.wait()
    things, pending, _ = _state(tmp_path)
    assert (things, pending) == ([], [("creating", "a")])


def test_the_program_ends_with_the_engine(process: subprocess.Popen[str]) -> None:
    """A program whose engine is gone does not go on by itself."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) == 1
    program = os.pidfd_open(int(children[0]))
    try:
        process.kill()
        ended, _, _ = select.select([program], [], [], 60)
    finally:
        os.close(program)
    assert ended == [program]
