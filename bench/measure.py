"""Interleaved runs and what they show: medians, spread, ratio."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table: seconds of ours and of the peer, and the allowed ratio if there is one."""

    name: str
    ours: tuple[float, ...]
    peer: tuple[float, ...]
    peer_name: str
    limit: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Return the ratio of the medians."""
        return statistics.median(self.ours) / statistics.median(self.peer)

    @property
    def holds(self) -> bool:
        """Return whether the ratio keeps within the limit."""
        return self.limit is None or self.ratio <= self.limit


def interleaved(
    ours: Callable[[], float], peer: Callable[[], float], runs: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Run both in turn, `runs` times each, after one unmeasured run of each."""
    ours()
    peer()
    pairs = [(ours(), peer()) for _ in range(runs)]
    return tuple(one for one, _ in pairs), tuple(other for _, other in pairs)


def wall(argv: list[str], cwd: Path, environment: Mapping[str, str] | None = None) -> float:
    """Return the wall seconds of a command that must succeed."""
    start = time.perf_counter()
    done = subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        msg = f"{argv[0]} ended with {done.returncode}: {done.stderr[-2000:] or done.stdout[-2000:]}"
        raise RuntimeError(msg)
    return seconds


def cpu(argv: list[str], cwd: Path) -> float:
    """Return the CPU seconds, user and system, of a command that must succeed and of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, cwd=cwd, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def spread(values: tuple[float, ...]) -> str:
    """Return `median [least .. most]` in seconds."""
    return f"{statistics.median(values):.3f} [{min(values):.3f} .. {max(values):.3f}]"
