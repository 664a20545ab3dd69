"""A deletion that fails leaves the thing recorded, and what it depends on; the next run tries it again."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
fail delete b
up second
destroy
mend delete b
destroy
"""


def first() -> None:
    """Three in a row."""
    a = Thing("a", value=1)
    b = Thing("b", value=a.echo)
    Thing("c", value=b.echo)


def second() -> None:
    """Only what the others depend on."""
    Thing("a", value=1)
