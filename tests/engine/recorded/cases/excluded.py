"""What is excluded stays as it is; what depends on it too when that is asked for."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second --exclude **::a
up second --exclude **::a
up third --exclude **::a --exclude-dependents
destroy --exclude **::a
destroy --exclude **::b
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    Thing("b", value=a.serial, other=value)
    Thing("c", value=value)


def first() -> None:
    """Three things."""
    _things(1)


def second() -> None:
    """All change."""
    _things(2)


def third() -> None:
    """And again."""
    _things(3)
