"""What is protected is neither deleted nor replaced; to drop the protection is a change of its own."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview replaced
up replaced
preview dropped
up dropped
destroy
up unprotected
up dropped
destroy
"""


def first() -> None:
    """Protected itself, and by its parent."""
    Thing("a", Options(protect=True), value=1, fixed="x")
    group = Group("group", Options(protect=True))
    Thing("b", Options(parent=group), value=1)
    Thing("c", Options(parent=group, protect=False), value=1)


def replaced() -> None:
    """A change that replaces."""
    group = Group("group", Options(protect=True))
    b = Thing("b", Options(parent=group), value=1)
    Thing("a", Options(protect=True, depends_on=[b]), value=1, fixed="y")


def dropped() -> None:
    """Nothing but one new thing."""
    Thing("d", value=1)


def unprotected() -> None:
    """The same without protection."""
    Thing("a", value=1, fixed="x")
    group = Group("group")
    Thing("b", Options(parent=group), value=1)
