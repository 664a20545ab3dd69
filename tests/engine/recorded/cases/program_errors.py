"""A program that fails leaves what was done until then, and deletes nothing."""

import sys

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview raising
up raising
up refusing
up exiting
up in_apply
up logging
"""


def first() -> None:
    """Two things."""
    Thing("a", value=1)
    Thing("b", value=1)


def raising() -> None:
    """An exception after one change, before a drop is known."""
    Thing("a", value=2)
    raise ValueError("no further")


def refusing() -> None:
    """An error in the program's own words."""
    Thing("a", value=2)
    raise pulumi.RunError("no further")


def exiting() -> None:
    """An exit code."""
    Thing("a", value=2)
    sys.exit(3)


def in_apply() -> None:
    """An exception in a function of an output."""
    a = Thing("a", value=2)
    a.echo.apply(lambda _: 1 / 0)


def logging() -> None:
    """An error that is only told."""
    Thing("a", value=2)
    Thing("b", value=2)
    pulumi.log.error("something is wrong")
    pulumi.log.warn("something is odd")
