"""A thing keeps its life under a new name, when it says what it was called: by name, by URN, by several names."""

from pulumi import Alias
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
up second
"""
URN = "urn:pulumi:dev::recorded::thing:index:Thing::"


def first() -> None:
    """The names of the beginning."""
    a = Thing("a", value=1)
    b = Thing("b", Options(depends_on=[a]), value=a.serial)
    Thing("c", Options(parent=b), value=1)


def second() -> None:
    """Other names, and a changed value."""
    a = Thing("a2", Options(aliases=[Alias(name="a")]), value=1)
    b = Thing("b2", Options(aliases=[f"{URN}b"], depends_on=[a]), value=a.serial)
    Thing("c2", Options(parent=b, aliases=[Alias(name="nobody"), Alias(name="c")]), value=2)


def third() -> None:
    """Once more, over two steps, and one without a word."""
    a = Thing("a3", Options(aliases=[Alias(name="a"), Alias(name="a2")]), value=1)
    Thing("b3", Options(depends_on=[a]), value=a.serial)
