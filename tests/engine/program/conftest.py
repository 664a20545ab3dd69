"""Fixtures of the tests of what a program may ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.core import stage as stages


@pytest.fixture
def stage(tmp_path: Path) -> stages.Stage:
    """Return an empty stage."""
    return stages.Stage(tmp_path)
