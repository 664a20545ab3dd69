"""What the program drops goes in the reverse order of what it depended on."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview second
up second
up none
up first
destroy
"""


def first() -> None:
    """A graph with several levels, in components and without."""
    a = Thing("a", value=1)
    b = Thing("b", Options(depends_on=[a]))
    c = Thing("c", Options(depends_on=[a]))
    Thing("d", Options(depends_on=[b, c]))
    group = Group("group")
    e = Thing("e", Options(parent=group), value=a.echo)
    inner = Group("inner", Options(parent=group))
    Thing("f", Options(parent=inner, depends_on=[e]))


def second() -> None:
    """The component and one end are gone."""
    a = Thing("a", value=1)
    b = Thing("b", Options(depends_on=[a]))
    Thing("c", Options(depends_on=[b]))


def none() -> None:
    """Nothing is asked for."""
