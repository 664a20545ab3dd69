"""What exists is taken over with `import_`, when the program says the same of it; then it is as any other."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
put out-7 '{"value": 1, "size": 1}'
preview first
up first
up first
up kept
up changed
destroy
"""


def first() -> None:
    """Take it over."""
    a = Thing("a", Options(import_="out-7"), value=1)
    Thing("b", value=a.echo)


def kept() -> None:
    """The option has done its work."""
    a = Thing("a", value=1)
    Thing("b", value=a.echo)


def changed() -> None:
    """It changes as any thing."""
    a = Thing("a", value=2)
    Thing("b", value=a.echo)
