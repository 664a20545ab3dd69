"""A thing under another parent is another thing; a component alone costs nothing to change."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview second
up second
destroy
"""


def first() -> None:
    """A tree, things as parents too."""
    group = Group("group", value=1)
    inner = Group("inner", Options(parent=group))
    a = Thing("a", Options(parent=inner), value=1)
    Thing("child", Options(parent=a), value=2)
    Thing("b", value=3)


def second() -> None:
    """Two move, one component is gone, another changed."""
    group = Group("group", value=2)
    a = Thing("a", Options(parent=group), value=1)
    Thing("child", Options(parent=a), value=2)
    Thing("b", Options(parent=group), value=3)
