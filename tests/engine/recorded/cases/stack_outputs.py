"""Stack outputs of every shape; what is dropped is gone, and a failed run keeps those of the last one."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
up second
up failing
up none
"""


def first() -> None:
    """Every kind of value."""
    pulumi.export("text", "äöü \u2028 \U0001f600 <&>")
    pulumi.export("empty", "")
    pulumi.export("none", None)
    pulumi.export("float", 0.1)
    pulumi.export("large", 12345678901)
    pulumi.export("true", value=True)
    pulumi.export("list", [1, [2, {"a": None}], {}])
    pulumi.export("snake_case", {"snake_key": {"camelKey": 1}})


def second() -> None:
    """Some changed, some gone."""
    pulumi.export("text", "other")
    pulumi.export("float", 1e21)
    pulumi.export("thing", Thing("a", value=1).echo)


def failing() -> None:
    """Exports before an error."""
    pulumi.export("new", 1)
    raise pulumi.RunError("no more")


def none() -> None:
    """No outputs."""
