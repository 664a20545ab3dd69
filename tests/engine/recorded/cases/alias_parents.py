"""A thing moves under another parent, out of one, into one; and with a parent that was renamed twice."""

from pulumi import Alias
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview second
up second
preview third
up third
"""


def first() -> None:
    """One inside, one outside."""
    group = Group("group")
    Thing("inside", Options(parent=group), value=1)
    Thing("outside", value=1)
    renamed = Group("one")
    Thing("one-child", Options(parent=renamed), value=1)


def second() -> None:
    """The other way round; a component renamed, and its child with it."""
    group = Group("group")
    Thing("inside", Options(aliases=[Alias(parent=group)]), value=1)
    Thing("outside", Options(parent=group, aliases=[Alias(parent=None)]), value=1)
    renamed = Group("two", Options(aliases=[Alias(name="one")]))
    Thing("two-child", Options(parent=renamed), value=1)


def third() -> None:
    """Everything in a new component, and renamed once more."""
    group = Group("group")
    other = Group("other")
    Thing("inside", Options(parent=other, aliases=[Alias(parent=None)]), value=1)
    Thing("outside", Options(parent=other, aliases=[Alias(parent=group)]), value=1)
    names = [Alias(name="one"), Alias(name="two")]
    renamed = Group("three", Options(parent=other, aliases=[Alias(name="two", parent=None), *names]))
    Thing("three-child", Options(parent=renamed), value=1)
