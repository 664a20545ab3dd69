"""Ignored inputs keep what is recorded: whole ones, parts of them, parts of all items."""

from typing import Any

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
"""


def _things(**change: Any) -> None:
    tags = {"a": change["value"], "b": {"c": change["value"], "d": 1}}
    items = [{"name": "x", "size": change["value"]}, {"name": "y", "size": change["value"]}]
    Thing("whole", Options(ignore_changes=["value"]), **change)
    Thing("part", Options(ignore_changes=["tags.b.c", 'tags["a"]']), tags=tags, **change)
    Thing("items", Options(ignore_changes=["items[*].size"]), items=items)
    Thing("item", Options(ignore_changes=["items[0].size"]), items=items)
    Thing("all", Options(ignore_changes=["*"]), items=items, **change)
    Thing("keys", Options(ignore_changes=["tags.*"]), tags=tags)


def first() -> None:
    """The values of the beginning."""
    _things(value=1)


def second() -> None:
    """Other values everywhere."""
    _things(value=2)


def third() -> None:
    """Nothing is ignored any more."""
    Thing("whole", value=3)
    Thing("item", Options(ignore_changes=[]), items=[])
