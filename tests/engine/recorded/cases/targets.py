"""Only targets are changed; what depends on them only when that is asked for."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview second --target **::a
up second --target **::a
up third --target **::a --target-dependents
up third --target **::inside
up third
refresh --target **::b
destroy --target **::c
destroy --target **::a
destroy --target **::a --target-dependents
destroy
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    b = Thing("b", value=a.echo)
    Thing("c", Options(depends_on=[b]), value=value)
    Thing("d", value=value)
    group = Group("group")
    Thing("inside", Options(parent=group), value=value)


def first() -> None:
    """Several things."""
    _things(1)


def second() -> None:
    """All change."""
    _things(2)


def third() -> None:
    """All change again."""
    _things(3)
