"""Ignored is also that an input comes or goes; a path that fits nowhere is an error or nothing at all."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
up fourth
"""


def first() -> None:
    """Inputs that will go."""
    Thing("goes", Options(ignore_changes=["value"]), value=1)
    Thing("comes", Options(ignore_changes=["value"]))
    Thing("nested", Options(ignore_changes=["tags.a"]), tags={"a": 1, "b": 2})


def second() -> None:
    """Inputs that come and go."""
    Thing("goes", Options(ignore_changes=["value"]))
    Thing("comes", Options(ignore_changes=["value"]), value=1)
    Thing("nested", Options(ignore_changes=["tags.a"]), tags={"b": 3})


def third() -> None:
    """More items than there are."""
    Thing("goes", Options(ignore_changes=["value[3].nowhere"]), value=[1])
    Thing("nested", Options(ignore_changes=["tags.a"]))


def fourth() -> None:
    """A change that would replace is ignored on a thing that is replaced for another reason."""
    Thing("goes", Options(ignore_changes=["fixed"]), fixed="x", exclusive="y")
