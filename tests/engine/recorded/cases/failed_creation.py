"""A creation that fails is not recorded; what depends on it is not tried; the next run goes on from there."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
fail create b
preview first
up first
up first
mend create b
up first
destroy
"""


def first() -> None:
    """Three in a row."""
    a = Thing("a", value=1)
    b = Thing("b", value=a.echo)
    Thing("c", value=b.echo)
