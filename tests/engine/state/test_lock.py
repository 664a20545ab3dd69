"""The lock keeps two engines apart and says who holds it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from moorage.engine.state import holder, lock

# as the CLI (v3.260.0) writes it while it holds a stack; no process is younger than this one
CLI = '{"pid":%d,"username":"root","hostname":"%s","timestamp":"2999-11-23T12:59:10.967808Z"}'


def test_content_and_release(tmp_path: Path) -> None:
    """While it is held there is one file with the CLI's fields; then there is none, after an error too."""
    folder = tmp_path / "locks"
    with pytest.raises(RuntimeError), lock.hold(folder, "dev"):  # noqa: PT012 # the block is what is tested
        (path,) = folder.iterdir()
        content = json.loads(path.read_text())
        assert list(content) == ["pid", "username", "hostname", "timestamp", "user", "flock"]
        assert (content["pid"], content["hostname"]) == (os.getpid(), socket.gethostname())
        # what the CLI shows to whom it keeps out
        assert content["username"] == f"{content['user']} (moorage; if it was killed, run: moorage cancel dev)"
        raise RuntimeError
    assert list(folder.iterdir()) == []


def test_held_by_another_engine(tmp_path: Path) -> None:
    """A lock of the CLI is respected: one line with process, user, host, time and the way out."""
    (tmp_path / "1.json").write_text(CLI % (os.getpid(), socket.gethostname()))
    with pytest.raises(lock.LockedError) as caught, lock.hold(tmp_path, "dev"):
        pass
    assert str(caught.value) == (
        f"stack 'dev' is locked by process {os.getpid()} of root@{socket.gethostname()} since "
        "2999-11-23T12:59:10.967808Z; wait for it to end, or remove the lock: "
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


def test_a_process_id_that_is_used_again(tmp_path: Path) -> None:
    """A process that is younger than the lock does not hold it; an older one does."""
    live = CLI % (os.getpid(), socket.gethostname())
    (tmp_path / "1.json").write_text(live.replace("2999-11-23T12:59:10.967808Z", "2001-01-01T00:00:00.123456789+01:00"))
    assert holder.read(tmp_path / "1.json").text.endswith("+01:00 (that process no longer runs)")
    (tmp_path / "1.json").write_text(live.replace("2999-11-23T12:59:10.967808Z", "2999-01-01T00:00:00Z"))
    assert holder.read(tmp_path / "1.json").text.endswith("2999-01-01T00:00:00Z")


KILLED = """
import os, pathlib, signal, sys
from moorage.engine.state import lock
with lock.hold(pathlib.Path(sys.argv[1]), "dev"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_lock_of_a_killed_run_is_taken_over(tmp_path: Path) -> None:
    """Ours ends with its process, whatever its process id is later: the next run says so and goes on."""
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    content = json.loads(left.read_text())
    # a process that lives has that id now, as in another container
    left.write_text(json.dumps({**content, "pid": os.getpid()}))
    with lock.hold(tmp_path, "dev") as lines:
        assert lines == [
            f"took over the lock of a run that was killed: process {os.getpid()} of {content['user']}@"
            f"{socket.gethostname()} since {content['timestamp']} (that process no longer runs)"
        ]
        assert left not in list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_a_live_lock_is_kept_whatever_its_process_id_says(tmp_path: Path) -> None:
    """A container that shares the folder has process ids of its own; the lock tells all the same."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with lock.hold(tmp_path, "dev"):
        (own,) = tmp_path.iterdir()
        own.write_text(json.dumps({**json.loads(own.read_text()), "pid": ended.pid}))
        with pytest.raises(lock.LockedError) as caught, lock.hold(tmp_path, "dev"):
            pass
        assert "no longer runs" not in str(caught.value)


def test_cancel(tmp_path: Path) -> None:
    """All locks go, unreadable ones too, and the stack can be locked again."""
    (tmp_path / "1.json").write_text("{")
    with pytest.raises(lock.LockedError, match="a lock file that cannot be read"), lock.hold(tmp_path, "dev"):
        pass
    assert [each.text for each in lock.cancel(tmp_path)] == ["a lock file that cannot be read"]
    with lock.hold(tmp_path, "dev"):
        pass
    assert lock.cancel(tmp_path / "none") == []


def test_one_of_two_at_most(tmp_path: Path) -> None:
    """Inside a held lock a second one is refused, and the first is still there."""
    with lock.hold(tmp_path, "dev"):
        with pytest.raises(lock.LockedError, match=f"locked by process {os.getpid()} "), lock.hold(tmp_path, "dev"):
            pass
        assert len(list(tmp_path.iterdir())) == 1
