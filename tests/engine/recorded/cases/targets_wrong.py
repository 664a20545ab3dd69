"""A target that does not exist is an error; a pattern that matches nothing too."""

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
up first --target urn:pulumi:dev::recorded::thing:index:Thing::nothing
destroy --target urn:pulumi:dev::recorded::thing:index:Thing::nothing
refresh --target urn:pulumi:dev::recorded::thing:index:Thing::nothing
up first --target **::nothing
"""


def first() -> None:
    """One thing."""
    Thing("a", value=1)
