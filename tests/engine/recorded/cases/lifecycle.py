"""Things are made, changed, replaced and removed, each after what it needs."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
up first
preview second
up second
preview third
up third
destroy
"""


def first() -> None:
    """Three in a row."""
    a = Thing("a", value=1, fixed="x")
    b = Thing("b", value=a.echo)
    Thing("c", pulumi.ResourceOptions(depends_on=[b]), value=3)
    pulumi.export("serial", a.serial)


def second() -> None:
    """The first is changed, one is new."""
    a = Thing("a", value=2, fixed="x")
    b = Thing("b", value=a.echo)
    Thing("c", pulumi.ResourceOptions(depends_on=[b]), value=3)
    Thing("d", value=b.serial)
    pulumi.export("serial", a.serial)
    pulumi.export("more", {"echo": b.echo, "list": [1, a.id]})


def third() -> None:
    """The first is replaced, one is dropped."""
    a = Thing("a", value=2, fixed="y")
    Thing("b", value=a.serial)
    Thing("d", value=4)
    pulumi.export("serial", a.serial)
