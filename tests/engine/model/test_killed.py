"""Runs that are killed at random points lose nothing: a seeded part of the full count."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_doubled_or_orphaned(seed: int) -> None:
    """Five runs of a stack are killed, each is run to the end: what is asked for, recorded and there is the same."""
    words = [sys.executable, "-m", "tests.engine.model.killed", str(seed), "5"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout == "5 runs killed\n"
    assert done.returncode == 0
