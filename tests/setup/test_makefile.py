"""The Makefile: each target is one line that works, and does the set-up first."""

from __future__ import annotations

import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def _make(*words: str) -> list[str]:
    # Started by a make itself, it would inherit that one's flags and say where it is.
    outside = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    done = subprocess.run(["make", *words], cwd=ROOT, env=outside, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("target", ["up", "preview", "destroy", "test", "check", "fmt", "bench", "docs", "lock"])
def test_every_target_makes_the_environment_first(target: str) -> None:
    """Nothing of ours runs before the requirements are there."""
    assert _make("--dry-run", target)[0] == "PYTHON=python3 bash tools/environment.sh"


def test_the_stack_is_the_users() -> None:
    """STACK names it for the check of the machine, too: what is missing depends on it."""
    assert _make("--dry-run", "up", "STACK=prod")[-1] == (
        ".venv/bin/moorage doctor --fix --quiet --stack prod && .venv/bin/moorage up --stack prod --yes"
    )


def test_help_names_every_target() -> None:
    """`make help` is generated from the file: a target without a text would be missing."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert sorted(line.split()[0] for line in _make("help")) == sorted(phony)
