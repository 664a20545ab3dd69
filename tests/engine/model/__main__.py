"""The full counts by one command: `python -m tests.engine.model --programs 2000 --kills 500`.

`--first` is the seed to begin with, `--workers` how many processes share the work. Exit code 1 when anything differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent import futures

from tests.engine.model import comparison, generate

_KILLS = 5
"""How many runs of one stack are killed."""


def main() -> int:
    """Compare and kill; returns an exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.engine.model", description="Model-based runs in full.")
    parser.add_argument("--programs", type=int, default=0, help="random programs: model against engine")
    parser.add_argument("--kills", type=int, default=0, help="runs killed at random points and run to the end")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--resources", type=int, default=comparison.SIZE.resources, help="how many at most")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    chosen = parser.parse_args()
    started = time.monotonic()
    wrong = 0
    for name, lines in _work(chosen):
        wrong += bool(lines)
        if lines:
            print(name, *lines, sep="\n", end="\n\n", flush=True)  # noqa: T201 -- the report is what it is for
    seconds = time.monotonic() - started
    told = f"{chosen.programs} programs, {chosen.kills} kills: {wrong} wrong, {seconds:.0f} s"
    print(told)  # noqa: T201 -- the report is what it is for
    return 1 if wrong else 0


def _work(chosen: argparse.Namespace) -> Iterator[tuple[str, list[str]]]:
    size = generate.Size(chosen.resources, comparison.SIZE.edits)
    with futures.ProcessPoolExecutor(chosen.workers) as pool:
        seeds = range(chosen.first, chosen.first + chosen.programs)
        for seed, lines in zip(
            seeds, pool.map(comparison.compare, seeds, [size] * len(seeds), chunksize=4), strict=True
        ):
            yield f"program {seed}", lines
    with futures.ThreadPoolExecutor(chosen.workers) as threads:
        stacks = range(chosen.first, chosen.first + -(-chosen.kills // _KILLS))
        for seed, lines in zip(stacks, threads.map(_killed, stacks), strict=True):
            yield f"stack {seed}", lines


def _killed(seed: int) -> list[str]:
    """Run a stack's kills in a fresh process: one that has used gRPC cannot fork."""
    words = [sys.executable, "-m", "tests.engine.model.killed", str(seed), str(_KILLS)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600)
    return [] if done.returncode == 0 else [*done.stdout.splitlines(), *done.stderr.splitlines()[-20:]]


if __name__ == "__main__":
    sys.exit(main())
