"""What `pulumi.require_pulumi_version` asks."""

from __future__ import annotations

import itertools
from importlib import metadata

import pytest

from moorage.engine.program import versions
from tests.engine.core import stage as stages


@pytest.mark.parametrize(
    ("wanted", "satisfied"),
    [
        (">=3.0.0", True),
        (">= 3.0.0", True),
        ("3.272.0", True),
        ("!3.272.0", False),
        (">3.272.0", False),
        (">=3.5.0 !3.7.7", True),
        ("<3.4.0 || >3.8.0", True),
        ("<3.4.0 || >4.8.0", False),
        ("3.x", True),
        ("3.272.x", True),
        ("<=3.271.x", False),
        ("!=3.x", False),
        (">3.272.0-beta.1", True),
        ("<3.272.0-beta.1", False),
    ],
)
def test_ranges(wanted: str, *, satisfied: bool) -> None:
    """Conditions beside each other all hold, of those around `||` one does; `x` is any number."""
    assert versions.satisfies("3.272.0", wanted) == satisfied


def test_pre_releases_come_before_their_release() -> None:
    """Numbers in them count as numbers, and come before words."""
    ordered = ["1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta", "1.0.0"]
    pairs = list(itertools.pairwise(ordered))
    assert [versions.satisfies(less, f"<{more}") for less, more in pairs] == [True] * 5


@pytest.mark.parametrize("wanted", ["", "three", "3", ">=3.0.0,<4.0.0", ">=3.0.0 || "])
def test_what_is_no_range(wanted: str) -> None:
    """It is named."""
    with pytest.raises(versions.RangeError) as error:
        versions.satisfies("3.272.0", wanted)
    assert str(error.value) == f"{wanted!r} is no range of versions such as '>=3.100.0 <4.0.0'"


def test_a_program_that_asks(stage: stages.Stage) -> None:
    """The engine is of the version of the SDK that is installed beside it."""
    assert stage.preview('pulumi.require_pulumi_version(">=3.0.0")').ok
    assert not stage.preview('pulumi.require_pulumi_version("<3.0.0")').ok
    ours = metadata.version("pulumi")
    assert [error.splitlines()[-1] for error in stage.errors] == [
        f'Exception: Pulumi CLI version {ours} does not satisfy the version range "<3.0.0"'
    ]
