"""A stack's outputs are read by name: here those of the last run of this very stack, secrets included."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
preview second
up second
up third
up missing
destroy
"""


def first() -> None:
    """Something to read."""
    pulumi.export("plain", {"a": [1]})
    pulumi.export("hush", pulumi.Output.secret("secret"))


def _read(plain: int) -> None:
    other = pulumi.StackReference("organization/recorded/dev")
    Thing("a", value=other.get_output("plain"), hush=other.require_output("hush"), none=other.get_output("none"))
    pulumi.export("plain", {"a": [plain]})
    pulumi.export("hush", pulumi.Output.secret("secret"))


def second() -> None:
    """Read, and something else exported."""
    _read(2)


def third() -> None:
    """Read again."""
    _read(2)


def missing() -> None:
    """A stack that does not exist."""
    pulumi.StackReference("organization/recorded/nothing")
