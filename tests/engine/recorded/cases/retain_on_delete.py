"""What is retained leaves the state and stays in the world: dropped, replaced, destroyed."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
up first
preview second
up second
up third
destroy
"""


def _things(fixed: str) -> None:
    Thing("a", Options(retain_on_delete=True), fixed=fixed)
    Thing("x", Options(retain_on_delete=True), exclusive=fixed)
    group = Group("group", Options(retain_on_delete=True))
    Thing("inherits", Options(parent=group), fixed=fixed)


def first() -> None:
    """Things that stay, one that does not."""
    _things("x")
    Thing("b", Options(retain_on_delete=True))
    Thing("c")


def second() -> None:
    """Replaced and dropped."""
    _things("y")


def third() -> None:
    """One is not to stay after all."""
    Thing("a", fixed="y")
    Thing("x", Options(retain_on_delete=True), exclusive="y")
