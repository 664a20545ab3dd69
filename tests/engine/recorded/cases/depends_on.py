"""To depend on a component is to depend on all in it."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
up second
destroy
"""


def first() -> None:
    """One after a whole group, one component after a thing."""
    group = Group("group")
    Thing("a", Options(parent=group))
    inner = Group("inner", Options(parent=group))
    Thing("b", Options(parent=inner))
    after = Thing("after", Options(depends_on=[group]))
    later = Group("later", Options(depends_on=[after]))
    Thing("c", Options(parent=later))


def second() -> None:
    """The other way round."""
    after = Thing("after")
    group = Group("group", Options(depends_on=[after]))
    Thing("a", Options(parent=group))
    inner = Group("inner", Options(parent=group))
    Thing("b", Options(parent=inner))
