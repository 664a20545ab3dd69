"""A name and type that was a component cannot become a thing without being replaced, nor the other way round."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up component
preview custom
up custom
up component
"""


class _Whole(pulumi.ComponentResource):
    def __init__(self, name: str, **inputs: object) -> None:
        super().__init__("thing:index:Thing", name, inputs)


def component() -> None:
    """A component of a type that is also a thing's."""
    whole = _Whole("a", value=1)
    Thing("b", Options(parent=whole), value=1)


def custom() -> None:
    """The thing."""
    whole = Thing("a", value=1)
    Thing("b", Options(parent=whole), value=1)
