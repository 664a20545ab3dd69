"""A target is not made when it needs a new thing that is no target."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second --target **::c
up second --target **::c
up second --target **::b --target **::c
up third --target **::b
up third
"""


def first() -> None:
    """One thing."""
    Thing("a", value=1)


def second() -> None:
    """Two more."""
    Thing("a", value=1)
    b = Thing("b", value=2)
    Thing("c", value=b.serial)


def third() -> None:
    """One less, one more."""
    Thing("a", value=1)
    Thing("d", value=b"4".decode())
