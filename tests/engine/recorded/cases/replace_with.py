"""What is to be replaced with another is, when that one is replaced, and not when it is changed."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
up changed
preview replaced
up replaced
up dropped
"""


def _things(value: int, fixed: str) -> None:
    first = Thing("a", value=value, fixed=fixed)
    second = Thing("b", Options(replace_with=[first]), value=1)
    Thing("c", Options(replace_with=[second], delete_before_replace=True), value=1)
    Thing("d", value=second.serial)


def first() -> None:
    """A chain of replacements."""
    _things(1, "x")


def changed() -> None:
    """An update."""
    _things(2, "x")


def replaced() -> None:
    """A replacement."""
    _things(2, "y")


def dropped() -> None:
    """The option is gone, and the first is replaced."""
    Thing("a", value=2, fixed="z")
    Thing("b", value=1)
