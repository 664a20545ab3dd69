"""A change of a named path replaces what would only be updated."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
"""


def _things(value: int, other: int) -> None:
    tags = {"a": value, "b": other}
    Thing("whole", Options(replace_on_changes=["value"]), value=value)
    Thing("part", Options(replace_on_changes=["tags.a"]), tags=tags)
    Thing("other", Options(replace_on_changes=["tags.b"]), tags=tags)
    Thing("items", Options(replace_on_changes=["items[*].a"]), items=[tags])
    Thing("all", Options(replace_on_changes=["*"]), value=value)
    Thing("first", Options(replace_on_changes=["value"], delete_before_replace=True), value=value)
    Thing("ignored", Options(replace_on_changes=["value"], ignore_changes=["value"]), value=value)


def first() -> None:
    """The values of the beginning."""
    _things(1, 1)


def second() -> None:
    """One value changes."""
    _things(2, 1)


def third() -> None:
    """The other one."""
    _things(2, 2)
