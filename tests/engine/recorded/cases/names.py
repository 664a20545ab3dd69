"""Names with special characters; things that differ only in their type or parent."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
up second
destroy
"""


def _things(value: int) -> None:
    first = Thing("a", value=value)
    second = Thing("a", Options(depends_on=[first]), kind="Coarse", value=value)
    group = Group("a")
    Thing("a", Options(parent=group, depends_on=[second]), value=value)
    Thing("a b.c@d", value=value)
    Thing("ä$ü", value=value)


def first() -> None:
    """Similar names."""
    _things(1)


def second() -> None:
    """All change."""
    _things(2)
