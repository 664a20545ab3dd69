"""A target that is replaced leaves what depends on it as it is, unless dependents are targets too."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second --target **::a
up second --target **::a
up second
up third --target **::x
up first --target **::a --target-dependents
"""


def _things(fixed: str) -> None:
    a = Thing("a", fixed=fixed)
    Thing("b", fixed_by=a.serial)
    x = Thing("x", exclusive=fixed)
    Thing("y", fixed_by=x.serial)


def first() -> None:
    """Two pairs."""
    _things("x")


def second() -> None:
    """Both first ones are to be replaced."""
    _things("y")


def third() -> None:
    """And again."""
    _things("z")
