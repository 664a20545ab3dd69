"""A replacement comes before the old one goes; what uses it is changed, or replaced in its turn."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up second
destroy
"""


def _chain(fixed: str) -> None:
    a = Thing("a", fixed=fixed)
    b = Thing("b", fixed_by=a.serial)
    Thing("c", value=b.serial)
    Thing("d", pulumi.ResourceOptions(depends_on=[a]), value="of itself")
    pulumi.export("b", b.id)


def first() -> None:
    """A chain: b cannot live without this very a."""
    _chain("x")


def second() -> None:
    """Another a."""
    _chain("y")
