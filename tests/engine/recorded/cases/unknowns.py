"""What is not known yet is told as such: deep in values, through functions, in the number of things."""

import pulumi

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
preview second
up second
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    b = Thing("b", nested={"list": [a.echo, {"deep": a.id}], "known": 1})
    Thing("c", fixed=a.echo)
    Thing("d", fixed=a.serial)
    Thing("e", value=sdk.ask("echo", text=a.echo)["text"])
    pulumi.Output.all(a.echo, b.id).apply(lambda _: Thing("later", value=value))
    pulumi.export("echo", a.echo)
    pulumi.export("all", pulumi.Output.concat(a.echo, "!"))


def first() -> None:
    """Nothing is known."""
    _things(1)


def second() -> None:
    """What changes is not known any more."""
    _things(2)
