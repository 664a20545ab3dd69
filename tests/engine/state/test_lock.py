"""The lock keeps two engines apart and says who holds it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from moorage.engine.state import lock

# written by the CLI (v3.260.0) while it held a stack
CLI = '{"pid":%d,"username":"root","hostname":"%s","timestamp":"2026-11-23T12:59:10.967808Z"}'


def test_content_and_release(tmp_path: Path) -> None:
    """While it is held there is one file with the CLI's fields; then there is none, after an error too."""
    folder = tmp_path / "locks"
    with pytest.raises(RuntimeError), lock.hold(folder, "dev"):  # noqa: PT012 # the block is what is tested
        (path,) = folder.iterdir()
        content = json.loads(path.read_text())
        assert set(content) == {"pid", "username", "hostname", "timestamp"}
        assert (content["pid"], content["hostname"]) == (os.getpid(), socket.gethostname())
        raise RuntimeError
    assert list(folder.iterdir()) == []


def test_held_by_another_engine(tmp_path: Path) -> None:
    """A lock of the CLI is respected: one line with process, user, host, time and the way out."""
    (tmp_path / "1.json").write_text(CLI % (os.getpid(), socket.gethostname()))
    with pytest.raises(lock.LockedError) as caught, lock.hold(tmp_path, "dev"):
        pass
    assert str(caught.value) == (
        f"stack 'dev' is locked by process {os.getpid()} of root@{socket.gethostname()} since "
        "2026-11-23T12:59:10.967808Z; wait for it to end, or remove the lock: "
        f"moorage cancel dev, pulumi cancel dev, or rm {tmp_path}/1.json"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["1.json"]


def test_lock_of_a_dead_process(tmp_path: Path) -> None:
    """That the process is gone is said, for this host only."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "1.json").write_text(CLI % (ended.pid, socket.gethostname()))
    with pytest.raises(lock.LockedError, match=r"\(that process no longer runs\)"), lock.hold(tmp_path, "dev"):
        pass
    (tmp_path / "1.json").write_text(CLI % (ended.pid, "elsewhere"))
    with pytest.raises(lock.LockedError) as caught, lock.hold(tmp_path, "dev"):
        pass
    assert "no longer runs" not in str(caught.value)


def test_cancel(tmp_path: Path) -> None:
    """All locks go, unreadable ones too, and the stack can be locked again."""
    (tmp_path / "1.json").write_text("{")
    with pytest.raises(lock.LockedError, match="a lock file that cannot be read"), lock.hold(tmp_path, "dev"):
        pass
    assert lock.cancel(tmp_path) == 1
    with lock.hold(tmp_path, "dev"):
        pass
    assert lock.cancel(tmp_path / "none") == 0


def test_one_of_two_at_most(tmp_path: Path) -> None:
    """Inside a held lock a second one is refused, and the first is still there."""
    with lock.hold(tmp_path, "dev"):
        with pytest.raises(lock.LockedError, match=f"locked by process {os.getpid()} "), lock.hold(tmp_path, "dev"):
            pass
        assert len(list(tmp_path.iterdir())) == 1
