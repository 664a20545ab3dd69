"""A provider that is configured with what is not known yet cannot tell what it would do."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Provider, Thing

OPERATIONS = """
preview first
up first
preview second
up second
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    provider = Provider("provider", region=a.echo)
    b = Thing("b", Options(provider=provider), value=1)
    Thing("c", value=b.echo)


def first() -> None:
    """Configured by another thing's output."""
    _things(1)


def second() -> None:
    """Which changes."""
    _things(2)
