"""A replacement that fails half way: before the new one is there nothing has changed, after it the old one is due."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
fail create a
up second
mend create a
fail delete a
up second
preview second
up second
mend delete a
preview second
up second
"""


def _things(fixed: str) -> None:
    a = Thing("a", fixed=fixed)
    Thing("b", fixed_by=a.serial)


def first() -> None:
    """Two things."""
    _things("x")


def second() -> None:
    """Both replaced."""
    _things("y")
