"""An update that fails leaves what was recorded; the next run tries it again."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
fail update a
up second
mend update a
preview second
up second
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    Thing("b", value=a.echo)
    pulumi.export("echo", a.echo)


def first() -> None:
    """Two things."""
    _things(1)


def second() -> None:
    """Both change."""
    _things(2)
