"""What must be deleted before its replacement takes with it what cannot do without it."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up second
destroy
"""


def _chain(exclusive: str) -> None:
    a = Thing("a", exclusive=exclusive)
    b = Thing("b", fixed_by=a.serial)
    Thing("c", fixed_by=b.serial)
    Thing("updated", value=a.echo)
    Thing("after", pulumi.ResourceOptions(depends_on=[a]), value="of itself")
    Thing("alone", value=1)


def first() -> None:
    """Things that depend on a, by inputs and without."""
    _chain("x")


def second() -> None:
    """Another a, only after the one before is gone."""
    _chain("y")
