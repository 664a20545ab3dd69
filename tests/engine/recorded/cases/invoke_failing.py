"""A function that fails ends the program."""

import pulumi

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
"""


def first() -> None:
    """One thing, one unknown function."""
    a = Thing("a", value=1)
    sdk.ask("nothing", pulumi.InvokeOutputOptions(depends_on=[a]), text="x").apply(
        lambda found: Thing("b", value=found["text"])
    )
