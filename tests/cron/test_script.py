"""The scheduler's script, with a clock that a test turns: a minute passes in each of its sleeps."""

from __future__ import annotations

import calendar
import pathlib
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from components.workloads.containers import cron
from components.workloads.settings import Workload

SCRIPT = pathlib.Path(cron.__file__).parent / "cron.sh"
BUSYBOX = """\
#!/bin/sh
folder=${0%/*}
case $1 in
  date) shift; exec /bin/busybox date -d "@$(cat "$folder/now")" "$@" ;;
  sleep) echo "$(($(cat "$folder/now") + $2))" >"$folder/next" && mv "$folder/next" "$folder/now"
    exec /bin/busybox sleep 0.02 ;;
esac
exec /bin/busybox "$@"
"""
SECONDS = 20


@pytest.fixture
def start(tmp_path: pathlib.Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return what starts the scheduler at a time of UTC for a workload that runs a text."""
    shutil.copy(SCRIPT, tmp_path / "cron.sh")
    (tmp_path / "busybox").write_text(BUSYBOX)
    (tmp_path / "busybox").chmod(0o755)
    running: list[subprocess.Popen[str]] = []

    def begin(moment: str, text: str, **given: Any) -> subprocess.Popen[str]:
        seconds = calendar.timegm(time.strptime(moment, "%Y-%m-%d %H:%M:%S"))
        (tmp_path / "now").write_text(f"{seconds}\n")
        spec = Workload.model_validate({"kind": "cron", "image": "x", "command": ["x"], **given})
        _, *words = cron.words(spec, "SIGTERM")
        running.append(
            subprocess.Popen(
                ["/bin/busybox", "sh", tmp_path / "cron.sh", tmp_path, *words, "/bin/sh", "-c", text],
                stdout=subprocess.PIPE,
                text=True,
                cwd=tmp_path,
            )
        )
        return running[0]

    yield begin
    for one in running:
        one.kill()
        one.communicate()


def lines(running: subprocess.Popen[str], count: int) -> list[str]:
    """Return the next lines of the log."""
    assert running.stdout is not None
    return [running.stdout.readline().rstrip("\n") for _ in range(count)]


@pytest.mark.parametrize(
    ("moment", "given", "runs"),
    [
        ("2026-03-01 09:58:30", {"schedule": "*/3 * * * *"}, ["2026-03-01T10:00:00Z", "2026-03-01T10:03:00Z"]),
        ("2026-02-28 23:59:00", {"schedule": "59,0 * * * *"}, ["2026-03-01T00:00:00Z"]),
        ("2026-03-28 00:58:00", {"schedule": "0 2 * * *", "time_zone": "Europe/Berlin"}, ["2026-03-28T01:00:00Z"]),
        ("2026-03-30 23:58:00", {"schedule": "0 2 * * *", "time_zone": "Europe/Berlin"}, ["2026-03-31T00:00:00Z"]),
        ("2026-11-12 23:58:00", {"schedule": "0,1 0 13 * 1"}, ["2026-11-13T00:00:00Z", "2026-11-13T00:01:00Z"]),
        ("2026-11-15 23:58:00", {"schedule": "0 0 13 * 1"}, ["2026-11-16T00:00:00Z"]),
        ("2026-11-15 23:58:00", {"schedule": "1 0 * * 1-3/2"}, ["2026-11-16T00:01:00Z"]),
    ],
)
def test_it_runs_at_its_times(start: Any, moment: str, given: dict[str, str], runs: list[str]) -> None:
    """And at no other, by the clock of its zone, summer and winter; the minute in which it starts is not one."""
    running = start(moment, "true", **given)
    starts = [line for line in lines(running, 2 * len(runs)) if line.endswith("run starts")]
    assert starts == [f"{one} cron: run starts" for one in runs]


def test_a_failed_run_is_noted(start: Any, tmp_path: pathlib.Path) -> None:
    """The log has its output and its code; the health check reads the code of the last run."""
    running = start("2026-01-01 00:00:10", "echo working; exit 3", schedule="* * * * *")
    assert lines(running, 3) == [
        "2026-01-01T00:01:00Z cron: run starts",
        "working",
        "2026-01-01T00:01:00Z cron: run ended with code 3 after 0 s",
    ]
    assert lines(running, 1) == ["2026-01-01T00:02:00Z cron: run starts"]
    assert (tmp_path / "last").read_text() == "3\n"


def test_a_run_that_does_not_end_is_ended(start: Any, tmp_path: pathlib.Path) -> None:
    """With all that it started; the next run comes at its time."""
    text = "trap '' TERM; echo 1767225720 >now; sleep 600 & echo $! >child; sleep 600"
    running = start("2026-01-01 00:00:10", text, schedule="* * * * *", timeout_seconds=1, stop_seconds=1)
    assert lines(running, 3) == [
        "2026-01-01T00:01:00Z cron: run starts",
        "2026-01-01T00:02:00Z cron: run did not end within 1 s",
        "2026-01-01T00:02:00Z cron: run ended with code 137 after 60 s",
    ]
    child = int((tmp_path / "child").read_text())
    lines(running, 1)
    assert not pathlib.Path(f"/proc/{child}/root").exists() or "Z" in pathlib.Path(f"/proc/{child}/stat").read_text()


def test_it_stops_with_the_run(start: Any) -> None:
    """The job gets the image's stop signal and the time to end well."""
    text = "trap 'echo stopping; exit 0' TERM; echo ready; while :; do /bin/busybox sleep 0.05; done"
    running = start("2026-01-01 00:00:10", text, schedule="* * * * *")
    assert lines(running, 2)[1] == "ready"
    running.send_signal(signal.SIGTERM)
    assert running.wait(SECONDS) == 0
    assert lines(running, 2) == ["stopping", "2026-01-01T00:01:00Z cron: run ended with code 0 after 0 s"]


def test_it_stops_with_a_run_that_is_just_starting(start: Any, tmp_path: pathlib.Path) -> None:
    """The signal is sent again until the run has a process group to send it to."""
    slow = BUSYBOX.replace("esac", '  setsid) touch "$folder/begun"; /bin/busybox sleep 0.05 ;;\nesac')
    text = "echo ready; exec /bin/busybox sleep 60"
    (tmp_path / "busybox").write_text(slow)
    running = start("2026-01-01 00:00:10", text, schedule="* * * * *")
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    running.send_signal(signal.SIGTERM)
    assert running.wait(SECONDS) == 0


@pytest.mark.parametrize(("number", "ends"), [(signal.SIGTERM, True), (signal.SIGUSR1, False)])
def test_it_is_woken_whenever_it_is_told(start: Any, tmp_path: pathlib.Path, number: int, ends: bool) -> None:
    """Also when the signal comes before its sleep is known to it."""
    slow = BUSYBOX.replace("sleep 0.02", "sleep 60").replace("  sleep)", f"  sleep) kill -{int(number)} $PPID;")
    (tmp_path / "busybox").write_text(slow)
    running = start("2026-01-01 00:00:10", "echo told", schedule="0 0 1 1 *")
    if ends:
        assert running.wait(SECONDS) == 0
    else:
        assert lines(running, 2)[1] == "told"


def test_it_runs_when_told(start: Any, tmp_path: pathlib.Path) -> None:
    """Now, whatever its schedule."""
    running = start("2026-01-01 00:00:10", "echo told", schedule="0 0 1 1 *")
    while not (tmp_path / "last").exists():
        time.sleep(0.01)
    subprocess.run(["/bin/busybox", "sh", tmp_path / "cron.sh", tmp_path, "now"], check=True)
    assert lines(running, 3)[1] == "told"
