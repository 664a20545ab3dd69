"""The model says what the real CLI did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.model import model, record

_RECORDED = sorted(record.FOLDER.glob("*.json"))


def test_sixty_cases_are_recorded() -> None:
    """There are as many as the model is to be trusted for."""
    assert len(_RECORDED) >= 60


@pytest.mark.parametrize("file", _RECORDED, ids=lambda file: file.stem)
def test_the_model_does_what_the_cli_did(file: Path) -> None:
    """Outcome, steps, failures, state and world of each run are the recorded ones."""
    case, accounts = record.read(file)
    before = model.begin()
    for run, expected in zip(case, accounts, strict=True):
        before = model.play(before, run)
        assert record.account(before) == expected
