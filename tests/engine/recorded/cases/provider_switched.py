"""A thing that changes from one provider to another is replaced when their configurations make it so."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Provider, Thing

OPERATIONS = """
up default
preview explicit
up explicit
up other
up default
"""


def default() -> None:
    """The default provider."""
    Thing("a", value=1)
    Thing("b", value=1)


def explicit() -> None:
    """An explicit one, of the same configuration, and one of another region."""
    same = Provider("same")
    far = Provider("far", region="far")
    Thing("a", Options(provider=same), value=1)
    Thing("b", Options(provider=far), value=1)


def other() -> None:
    """A new provider under another name."""
    same = Provider("renamed")
    far = Provider("far", region="far")
    Thing("a", Options(provider=same), value=2)
    Thing("b", Options(provider=far), value=1)
