"""What was read is forgotten when the program drops it; an owned thing that becomes a read one stays."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
put out-7 '{"value": 1}'
up first
up none
up own
preview given
up given
"""


def first() -> None:
    """Something outside."""
    out = Thing("out", Options(id="out-7"))
    Thing("a", Options(depends_on=[out]), value=out.echo)


def none() -> None:
    """Nothing is read."""
    Thing("a", value=1)


def own() -> None:
    """One more thing."""
    Thing("a", value=1)
    Thing("b", value=2)


def given() -> None:
    """It is not owned any more."""
    Thing("a", value=1)
    Thing("b", Options(id="b-1"))
