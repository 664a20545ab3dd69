"""Things of another project or stack, and of no parent, are found by what they were called there."""

from pulumi import Alias
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
up second
"""


def first() -> None:
    """Things with aliases that fit nothing yet."""
    Thing("a", Options(aliases=[Alias(project="elsewhere"), Alias(stack="prod")]), value=1)
    Thing("b", Options(aliases=["urn:pulumi:prod::elsewhere::thing:index:Thing::b"]), value=1)


def second() -> None:
    """Several parts at once."""
    group = Group("group")
    Thing("a2", Options(parent=group, aliases=[Alias(name="a", parent=None, project="recorded", stack="dev")]), value=1)
    Thing("b", Options(parent=group, aliases=[Alias(parent=None)]), kind="Thing", value=2)
