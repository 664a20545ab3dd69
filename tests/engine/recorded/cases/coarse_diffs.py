"""A provider that names changed properties only, or does not know what changes, plans all the same."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
preview third
up third
"""


def _things(value: int, fixed: str) -> None:
    nested = {"a": value, "b": [1]}
    a = Thing("a", kind="Coarse", value=value, fixed=fixed, nested=nested)
    Thing("b", kind="Vague", value=value, list=[a.serial])
    Thing("c", Options(replace_on_changes=["nested.a"]), kind="Coarse", nested=nested)
    Thing("d", Options(ignore_changes=["value"]), kind="Vague", value=value)
    Thing("e", kind="Coarse", exclusive=fixed)
    Thing("f", Options(replace_on_changes=["value"]), kind="Vague", value=value)


def first() -> None:
    """The beginning."""
    _things(1, "x")


def second() -> None:
    """An update."""
    _things(2, "x")


def third() -> None:
    """A replacement."""
    _things(2, "y")
