"""What exists outside is read, watched for changes, and never deleted."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
put out-7 '{"value": "outside"}'
put out-8 '{"value": "another"}'
preview first
up first
put out-7 '{"value": "changed"}'
up first
refresh
up other
up owned
destroy
"""


def first() -> None:
    """A thing is read, another uses it."""
    out = Thing("out", Options(id="out-7"))
    Thing("a", value=out.echo)
    pulumi.export("echo", out.echo)


def other() -> None:
    """Another thing under the same name."""
    out = Thing("out", Options(id="out-8"))
    Thing("a", value=out.echo)
    pulumi.export("echo", out.echo)


def owned() -> None:
    """The name is now of a thing of its own."""
    out = Thing("out", value="own")
    Thing("a", value=out.echo)
