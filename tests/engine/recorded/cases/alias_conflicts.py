"""Two things cannot come from the same one."""

from pulumi import Alias
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
up second
up swapped
"""


def first() -> None:
    """Two things."""
    Thing("a", value=1)
    Thing("b", value=2)


def second() -> None:
    """Both say that they were a."""
    one = Thing("c", Options(aliases=[Alias(name="a")]), value=1)
    Thing("d", Options(aliases=[Alias(name="a")], depends_on=[one]), value=2)


def swapped() -> None:
    """A name of today is a name of yesterday."""
    one = Thing("a", value=1)
    Thing("c", Options(aliases=[Alias(name="a")], depends_on=[one]), value=1)
