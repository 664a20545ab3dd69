"""The state's cost: how a run grows with its resources, and what the journal adds to steps of 50 ms.

`python -m bench.journal COUNT [MILLISECONDS] [bare]` prints the CPU seconds, the wall seconds and the peak memory in
MiB of one `up` of so many resources, whose provider does nothing but wait; `bare` records nothing on the way.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import measure
from bench.measure import Row
from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.state import recorder, replay
from tests.engine.crash import play, worlds

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY, EXPONENT = 100, 2_000, 1.1
STEPS, MILLISECONDS, AT_ONCE = 320, 50, 16
MEMORY = 300.0
"""MiB that a run of a thousand resources may take."""


class Nothing(worlds.Silent):
    """A provider that only takes its time."""

    def __init__(self, folder: Path, seconds: float) -> None:
        super().__init__(folder)
        self._seconds = seconds

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Wait."""
        time.sleep(self._seconds)
        return context.name, dict(inputs)


def rows() -> Iterator[Row]:
    """Run the benchmarks of this file."""
    many, few = measure.interleaved(lambda: _run(MANY)[0], lambda: _run(FEW)[0], 5)
    allowed = (MANY / FEW) ** EXPONENT
    yield Row(
        f"up of {MANY} resources, CPU",
        many,
        tuple(each * allowed for each in few),
        f"up of {FEW}, times {MANY // FEW} to the power of {EXPONENT}",
        1.0,
    )
    yield Row("up of 1000 resources, MiB", (_run(1_000)[2],), (MEMORY,), "the allowed peak", 1.0, "MiB, not seconds")
    ours, bare = measure.interleaved(
        lambda: _run(STEPS, MILLISECONDS)[1], lambda: _run(STEPS, MILLISECONDS, "bare")[1], 5
    )
    yield Row(f"{STEPS} steps of {MILLISECONDS} ms, {AT_ONCE} at a time", ours, bare, "the same, no journal", 1.1)


def _run(count: int, milliseconds: int = 0, *mode: str) -> tuple[float, float, float]:
    argv = [sys.executable, "-m", "bench.journal", str(count), str(milliseconds), *mode]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    cpu, wall, memory = map(float, done.stdout.split())
    return cpu, wall, memory


class Bare(recorder.Recorder):
    """Writes nothing before the end."""

    def append(self, records: Sequence[replay.Record]) -> None:
        """Forget the records."""


def main() -> None:
    """Run once and print what it took."""
    count, seconds = int(sys.argv[1]), int(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0.0
    if "bare" in sys.argv:
        recorder.Recorder = Bare
    goals = [
        play.thing(
            f"r{at}",
            {"size": 1, "text": "x" * 40, "list": [1, 2, 3]},
            [f"r{at - 1}"] if at % 10 and not seconds else [],
        )
        for at in range(count)
    ]
    with tempfile.TemporaryDirectory(dir=ROOT) as name:  # a disk: the temporary folder may be memory
        folder = Path(name)
        provider = Nothing(folder / "world", seconds)
        start, cpu = time.perf_counter(), time.process_time()
        outcome = play.up(folder, lambda _: provider, goals, at_once=AT_ONCE if seconds else 1)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - start
    if not outcome.ok:
        raise SystemExit(1)
    sys.stdout.write(f"{cpu} {wall} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}\n")


if __name__ == "__main__":
    main()
