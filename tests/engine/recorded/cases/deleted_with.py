"""What goes with another is not deleted on its own when that one goes, and is replaced with it."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview replaced
up replaced
up dropped
up first
destroy
"""


def _things(fixed: str) -> None:
    whole = Thing("whole", fixed=fixed)
    Thing("part", Options(deleted_with=whole), value=1)
    Thing("user", Options(deleted_with=whole), fixed_by=whole.serial)
    host = Thing("host", exclusive=fixed)
    Thing("guest", Options(deleted_with=host), value=host.serial)


def first() -> None:
    """Parts of a whole."""
    _things("x")


def replaced() -> None:
    """The whole is replaced."""
    _things("y")


def dropped() -> None:
    """A part alone is dropped, another with its whole."""
    Thing("whole", fixed="y")
