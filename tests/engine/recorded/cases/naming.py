"""Names that the engine proposes: as configured for the stack, the same for the life of a thing."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
config pulumi:autonaming '{"mode": "verbatim"}'
up first
up second
config pulumi:autonaming '{"pattern": "${project}-${stack}-${name}"}'
up second
up third
"""


def first() -> None:
    """Named and not."""
    Thing("a", kind="Named", value=1)
    Thing("b", kind="Named", name="given", value=1)


def second() -> None:
    """Other values, another name."""
    Thing("a", kind="Named", value=2)
    Thing("b", kind="Named", name="other", value=1)


def third() -> None:
    """A replacement gets a new name; one goes back to an automatic one."""
    Thing("a", Options(delete_before_replace=True), kind="Named", value=2, fixed="x")
    Thing("b", kind="Named", value=1)
