"""What was deleted to be replaced, and was not made again, is forgotten when the program drops it, or at the end."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
fail create a
up second
preview none
up none
mend create a
up first
fail create a
up second
refresh
destroy
"""


def first() -> None:
    """A thing that must be alone, and what depends on it."""
    a = Thing("a", exclusive="x")
    Thing("b", fixed_by=a.serial)


def second() -> None:
    """Another one."""
    a = Thing("a", exclusive="y")
    Thing("b", fixed_by=a.serial)


def none() -> None:
    """Only another thing."""
    Thing("c", value=1)
