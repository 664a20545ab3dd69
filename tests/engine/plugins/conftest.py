"""Fixtures of these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine import providers
from tests.engine.core import stage as stages


@pytest.fixture
def stage(tmp_path: Path) -> stages.Stage:
    """Return an empty stage with the engine's own packages."""
    return stages.Stage(tmp_path, options={"find": providers.find})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for plugins, and nothing in it yet."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("PULUMI_HOME", str(folder))
    return folder
