"""`--replace` replaces what has not changed, and what has; the rest of the run is as ever."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview first --replace urn:pulumi:dev::recorded::thing:index:Thing::a
up first --replace urn:pulumi:dev::recorded::thing:index:Thing::a
up second --replace **::b
up second --target **::a --replace **::a
"""


def first() -> None:
    """Three things."""
    a = Thing("a", value=1)
    b = Thing("b", value=a.serial)
    Thing("c", fixed_by=b.serial)


def second() -> None:
    """One changes."""
    a = Thing("a", value=1)
    b = Thing("b", value=a.echo)
    Thing("c", fixed_by=b.serial)
