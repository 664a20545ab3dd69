"""Benchmarks in one table: `python -m bench [NAME...]`. Exit code 1 when a ratio is above its limit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import dynamic, host, images, journal, measure, stack
from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]
WORKLOADS, RUNS = 200, 15


def overhead() -> Iterator[Row]:
    """Yield the CPU seconds of 200 workloads, through components and written out."""
    ours, bare = measure.interleaved(lambda: _overhead("ours"), lambda: _overhead("bare"), RUNS)
    yield Row(f"{WORKLOADS} workloads, CPU", ours, bare, "the same resources, bare", 1.05)


def _overhead(mode: str) -> float:
    argv = [sys.executable, "-m", "bench.overhead", mode, str(WORKLOADS)]
    return float(subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


ALL: dict[str, Callable[[], Iterable[Row]]] = {
    "overhead": overhead,
    "dynamic": dynamic.rows,
    "images": images.rows,
    "stack": stack.rows,
    "host": host.rows,
    "journal": journal.rows,
}


def rows(names: list[str]) -> Iterator[Row]:
    """Run the benchmarks of these names; of none: every one."""
    for name in names or ALL:
        yield from ALL[name]()


def main(names: list[str]) -> int:
    """Print one table; seconds as `median [least .. most]`."""
    if unknown := sorted(set(names) - set(ALL)):
        print(f"unknown: {', '.join(unknown)}; allowed: {', '.join(ALL)}", file=sys.stderr)
        return 2
    table = Table("what", "moorage, s", "peer, s", "peer", "ratio", "limit", "note")
    held = True
    for row in rows(names):
        print(f"{row.name}: {row.ratio:.2f}", file=sys.stderr, flush=True)
        limit = f"{row.limit:.2f}" if row.limit else ""
        ratio = f"{row.ratio:.2f}" + ("" if row.holds else " !")
        table.add_row(
            row.name, measure.spread(row.ours), measure.spread(row.peer), row.peer_name, ratio, limit, row.note
        )
        held = held and row.holds
    Console(width=160).print(table)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
