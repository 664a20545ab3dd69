"""The provider is told how long each call may take; the state keeps it."""

from pulumi import CustomTimeouts
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
up second
up third
destroy
"""


def first() -> None:
    """Times of every form."""
    Thing("a", Options(custom_timeouts=CustomTimeouts(create="1m", update="2h", delete="90s")), value=1)
    Thing("b", Options(custom_timeouts=CustomTimeouts(create="1h30m5s")), value=1)
    group = Group("group", Options(custom_timeouts=CustomTimeouts(create="7s")))
    Thing("c", Options(parent=group), value=1)


def second() -> None:
    """Changed things."""
    Thing("a", Options(custom_timeouts=CustomTimeouts(create="1m", update="2h", delete="90s")), value=2)
    Thing("b", Options(custom_timeouts=CustomTimeouts(delete="0.5s")), value=1)


def third() -> None:
    """One goes without its times, one has none any more."""
    Thing("a", value=2)
