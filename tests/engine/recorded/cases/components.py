"""Components have inputs and outputs, of any shape; references to them and to things are values."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
preview first
up first
up first
up second
destroy
"""


def _component(value: int) -> None:
    a = Thing("a", value=value)
    group = Group("group", text="x", echo=a.echo, nested={"list": [a.id, None]}, thing=a)
    inside = Thing("inside", Options(parent=group), value=a.echo)
    group.register_outputs({"inside": inside, "itself": group, "echo": inside.echo, "list": [a]})
    Thing("uses", value=inside, of=group)
    pulumi.export("thing", a)
    pulumi.export("group", group)


def first() -> None:
    """A component with all kinds of inputs."""
    _component(1)


def second() -> None:
    """A change that reaches it."""
    _component(2)
