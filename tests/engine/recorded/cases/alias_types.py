"""A thing of another type is the same one when it says what it was."""

from pulumi import Alias
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview second
up second
"""


def first() -> None:
    """The types of the beginning."""
    Thing("a", value=1)
    group = Group("group")
    Thing("b", Options(parent=group), value=1)
    inner = Group("inner", Options(parent=group))
    Thing("c", Options(parent=inner), value=1)


def second() -> None:
    """Other types: of a thing, and of a component, whose content follows."""
    Thing("a", Options(aliases=[Alias(type_="thing:index:Thing")]), kind="Coarse", value=1)
    group = Group("group", Options(aliases=[Alias(type_="my:index:Group")]), kind="Crowd")
    Thing("b", Options(parent=group), value=1)
    inner = Group("inner", Options(parent=group))
    Thing("c", Options(parent=inner), value=2)
