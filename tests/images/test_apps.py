"""Every way a Python project keeps its dependencies, built and run on this machine's engine."""

from __future__ import annotations

import pathlib

import pytest

from tests.images import building, traits
from tests.images.traits import Trait, uv

pytestmark = pytest.mark.docker

SAYS = ["python", "says.py", "six", "iniconfig", "toolz"]

TRAITS = [
    Trait("requirements", {"command": SAYS}, "six=1.17.0 iniconfig=none toolz=none"),
    Trait("uv", {"command": SAYS}, "six=1.17.0 iniconfig=none toolz=none", uv("lock")),
]


@pytest.mark.parametrize("trait", TRAITS, ids=str)
def test_it_builds_and_answers(trait: Trait, tmp_path: pathlib.Path) -> None:
    """The application's own command, as hard as a workload runs it and without a network, says what it should."""
    built = traits.build(trait, tmp_path)
    try:
        hardened = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none")
        assert building.docker("run", "--rm", *hardened, built.id).stdout == f"{trait.answer}\n"
    finally:
        building.docker("rmi", "--force", built.id)
