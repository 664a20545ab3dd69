"""The engine does what the model says: a seeded part of the full count."""

from __future__ import annotations

import pytest

from tests.engine.model import comparison, generate

_SMALL = generate.Size(resources=10, edits=5)


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_ten_small_programs(first: int) -> None:
    """Steps, failures, state and world of each run of ten small programs are as expected."""
    assert [line for seed in range(first, first + 10) for line in comparison.compare(seed, _SMALL)] == []


@pytest.mark.parametrize("seed", range(1000, 1006))
def test_a_large_program(seed: int) -> None:
    """So are those of programs of up to forty resources."""
    assert comparison.compare(seed) == []
