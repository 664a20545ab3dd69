"""An import under a name that has a thing already replaces it."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
put out-7 '{"value": 1, "size": 1}'
up own
preview taken
up taken
up taken
put out-8 '{"value": 1, "size": 1}'
up again
"""


def own() -> None:
    """A thing of its own."""
    a = Thing("a", value=1)
    Thing("b", value=a.serial)


def taken() -> None:
    """Take one over instead."""
    a = Thing("a", Options(import_="out-7"), value=1)
    Thing("b", value=a.serial)


def again() -> None:
    """Take over another one."""
    a = Thing("a", Options(import_="out-8"), value=1)
    Thing("b", value=a.serial)
