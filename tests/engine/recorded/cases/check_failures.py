"""Inputs that a provider refuses, and two things of one name, fail before anything is done to them."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
up twice
up changed
"""


def first() -> None:
    """A bad input."""
    a = Thing("a", value=1)
    Thing("b", Options(depends_on=[a]), bad=1)


def twice() -> None:
    """A name twice."""
    a = Thing("a", value=1)
    c = Thing("c", Options(depends_on=[a]), value=1)
    Thing("c", Options(depends_on=[c]), value=2)


def changed() -> None:
    """A good thing goes bad."""
    Thing("a", value=2, bad=1)
