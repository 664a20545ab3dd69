"""The pure parts of the engine are tested in every branch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("part", "tests"),
    [
        ("moorage/engine/wire.py", "tests/engine/core/test_wire.py"),
        ("moorage/engine/deploy/plan.py", "tests/engine/core/test_plan.py"),
    ],
)
def test_every_branch_is_taken(part: str, tests: str, tmp_path: Path) -> None:
    """The unit tests of a part, by themselves, reach each of its statements and branches."""
    data = f"--data-file={tmp_path / 'coverage'}"
    run = ["run", "--branch", data, f"--include={_ROOT / part}", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    _coverage(*run, "--hypothesis-seed=0", tests)
    _coverage("report", data, "--show-missing", "--fail-under=100")


def _coverage(*words: str) -> None:
    call = [sys.executable, "-m", "coverage", *words]
    done = subprocess.run(call, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
