"""Machines for these tests, and the variables with which this process reaches them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.machines import machine


@pytest.fixture(scope="package")
def harbour() -> Iterator[machine.Machine]:
    """Return a machine that reaches what this one reaches."""
    with machine.machine(outside=True) as made:
        yield made


@pytest.fixture
def near(harbour: machine.Machine, monkeypatch: pytest.MonkeyPatch) -> machine.Machine:
    """Return the machine, with its key at hand in this process."""
    for name, value in harbour.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("MOORAGE_TUNNELS", raising=False)
    return harbour
