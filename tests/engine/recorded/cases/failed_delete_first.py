"""When the old one went first and the new one fails, the next run makes it."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
fail create a
up second
preview second
mend create a
up second
fail delete b
up first
mend delete b
up first
"""


def _things(exclusive: str) -> None:
    a = Thing("a", exclusive=exclusive)
    Thing("b", fixed_by=a.serial)
    Thing("c", value=a.echo)


def first() -> None:
    """A thing that must be alone, and what depends on it."""
    _things("x")


def second() -> None:
    """Another one."""
    _things("y")
