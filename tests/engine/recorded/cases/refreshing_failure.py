"""A read that fails ends a refresh with what is known; the state stays true."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
fail read b
put a-1 '{"value": 9, "size": 1}'
refresh
mend read b
refresh
up first
"""


def first() -> None:
    """Two things."""
    a = Thing("a", value=1)
    Thing("b", value=a.serial)
