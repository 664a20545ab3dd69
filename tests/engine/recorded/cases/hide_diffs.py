"""Hidden differences are changes all the same."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
"""


def first() -> None:
    """A value."""
    Thing("a", Options(hide_diffs=["value"]), value=1, tags={"a": 1})


def second() -> None:
    """Another value."""
    Thing("a", Options(hide_diffs=["value"]), value=2, tags={"a": 1})


def third() -> None:
    """Another path, and another value."""
    Thing("a", Options(hide_diffs=["tags.a"]), value=2, tags={"a": 2})
