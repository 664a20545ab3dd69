"""An import fails when the thing is missing, and when the program says something else of it."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
put out-7 '{"value": 2, "size": 1}'
preview first
up first
up ignoring
"""


def first() -> None:
    """Take it over."""
    Thing("a", Options(import_="out-7"), value=1)


def ignoring() -> None:
    """Take it over as it is."""
    Thing("a", Options(import_="out-7", ignore_changes=["value"]), value=1)
