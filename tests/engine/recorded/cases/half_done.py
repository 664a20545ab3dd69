"""A thing that was made but is not well is recorded with what is wrong, and updated by the next run."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
half create a
up first
preview first
up first
half update a
up second
refresh
mend update a
up second
half create b
up third
mend create b
destroy
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    Thing("b", value=a.echo)


def first() -> None:
    """Two things."""
    _things(1)


def second() -> None:
    """Both change."""
    _things(2)


def third() -> None:
    """The second is replaced."""
    a = Thing("a", value=2)
    Thing("b", Options(depends_on=[a]), fixed="x")
