"""The stack's configuration is that of the default provider; a change of it is a provider's change."""

import pulumi

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
config thing:region east
config thing:note secret:hush
up first
config thing:note other
up first
config thing:region west
preview first
up first
"""


def first() -> None:
    """A thing and an answer from where it is."""
    Thing("a", value=1)
    pulumi.export("region", sdk.echo()["region"])
