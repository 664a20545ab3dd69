"""Killed runs: a seeded part of `tests.engine.crash.kill`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_nothing_is_lost_doubled_or_left_over_by_kills() -> None:
    """Stacks whose runs are killed again and again end as if they had not been, asked providers and silent ones."""
    argv = [sys.executable, "-m", "tests.engine.crash.kill", "--count", "40"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.endswith(" stacks, 0 wrong\n")
