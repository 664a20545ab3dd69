"""The dev stack: preview, no-change `up`, first start and code change, each against its peer."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import measure, plain
from bench.measure import Row

SDKS = "import pulumi, pulumi_docker, pulumi_docker_build, pulumi_command, pulumi_random"
RUNS = 15


def moorage(checkout: Path, *arguments: str) -> float:
    """Return the wall seconds of one `moorage` command in `checkout`."""
    argv = [sys.executable, "-m", "moorage", *arguments, "--stack", "dev", "--engine", "embedded"]
    return measure.wall(argv, checkout, os.environ | {"PYTHONPATH": str(checkout)})


def imports(checkout: Path) -> float:
    """Return the wall seconds of an interpreter that imports the same SDK packages."""
    return measure.wall([sys.executable, "-c", SDKS], checkout)


def rows() -> Iterator[Row]:
    """Bring the dev stack up in a copy, measure, and take it down."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = plain.copy(Path(folder) / "checkout")
        try:
            moorage(checkout, "up", "--yes", "--skip-preview")  # fills the base and the build cache
            yield from _measured(checkout)
        finally:
            plain.stop_ours(checkout)


def _measured(checkout: Path) -> Iterator[Row]:
    preview = measure.interleaved(lambda: moorage(checkout, "preview"), lambda: imports(checkout), RUNS)
    yield Row("preview, nothing changed", *preview, "importing the SDKs", 2.0)
    same = measure.interleaved(
        lambda: moorage(checkout, "up", "--yes", "--skip-preview"), lambda: imports(checkout), RUNS
    )
    yield Row("`up`, nothing changed", *same, "importing the SDKs")
    plain.stop_ours(checkout)
    first = moorage(checkout, "up", "--yes", "--skip-preview") + plain.answers(plain.HEALTH)
    yield Row("`up` to the first 200, build cache warm", (first,), (plain.up(checkout),), "plain docker commands")
    yield Row("code-only change to the first 200", *plain.rebuilds(checkout, moorage), "plain docker commands")
