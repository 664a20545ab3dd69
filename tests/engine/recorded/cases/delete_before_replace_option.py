"""The option `delete_before_replace` decides the order of a replacement, against the provider too."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
"""


def _things(fixed: str) -> None:
    a = Thing("a", Options(delete_before_replace=True), fixed=fixed)
    Thing("b", Options(depends_on=[a]), value=1)
    Thing("c", fixed_by=a.serial)
    d = Thing("d", Options(delete_before_replace=False), exclusive=fixed)
    Thing("e", fixed_by=d.serial)


def first() -> None:
    """One is to go first, one last."""
    _things("x")


def second() -> None:
    """Both are replaced."""
    _things("y")


def third() -> None:
    """The option is dropped and the thing replaced at once."""
    Thing("a", fixed="z")
