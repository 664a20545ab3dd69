"""Record cases with the `pulumi` on PATH: `python -m tests.engine.recorded.record [NAME...]`.

Each case is played by the CLI, which is what is kept, and by the engine, to say at once where they differ. Then each of
both previews the last program on the final state of the other: it has to see what the CLI sees on its own.
"""

from __future__ import annotations

import argparse
import functools
import shutil
import sys
import tempfile
import traceback
from concurrent import futures
from pathlib import Path
from typing import Any

from tests.engine.recorded import case, cli, observation, project, recording, replay


def record(name: str, folder: Path) -> str:
    """Record a case and play it; return a line on how it went, and the differences below it."""
    found = case.load(name)
    shutil.rmtree(folder / name, ignore_errors=True)
    recorder = cli.Recorder(found, folder / name / "cli")
    theirs = recorder.play()
    problems = [f"the CLI's order: {each}" for each in theirs.violations]
    last = case.Operation("preview", [found.last_program], f"preview {found.last_program}")
    again = _by_cli(recorder, recorder.place, last)
    crossed: list[str] = []
    try:
        ours = replay.play(found, folder / name / "ours")
        problems += [f"our order: {each}" for each in ours.violations]
        problems += recording.differences(theirs.runs, ours.runs)
        by_ours: list[dict[str, Any]] = []
        replay.execute(_copy(recorder.place, "by-ours"), found, last, by_ours.append)
        seen = {recording.CROSSED[0]: _by_cli(recorder, ours.project, last)}
        seen[recording.CROSSED[1]] = observation.changes(by_ours)
        crossed = [who for who, summary in seen.items() if summary == again]
        problems += [f"{who}: {summary}, not {again}" for who, summary in seen.items() if summary != again]
    except Exception:
        problems.append(traceback.format_exc())
    recording.write(found, {"cli": recorder.version, "again": again, "crossed": crossed, "runs": theirs.runs})
    return "\n".join([f"{name}: {'differs' if problems else 'same'}", *problems])


def _by_cli(recorder: cli.Recorder, place: project.Project, last: case.Operation) -> dict[str, int]:
    _, events = recorder.execute(_copy(place, "by-cli"), last)
    return observation.changes(events)


def _copy(place: project.Project, name: str) -> project.Project:
    copy = project.Project(place.root.with_name(f"{place.root.name}-{name}"))
    shutil.copytree(place.root, copy.root)
    return copy


def main() -> int:
    """Record the named cases, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", type=Path, help="where the projects and outputs stay (default: nowhere)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recorded-") as temporary, futures.ProcessPoolExecutor(2) as pool:
        folder = arguments.folder or Path(temporary)
        for line in pool.map(functools.partial(record, folder=folder), arguments.names or case.names()):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
