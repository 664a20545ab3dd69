"""Functions are called with what is known, wait for what they depend on, and not at all in a preview of unknowns."""

import pulumi

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
preview first
up first
up first
"""


def first() -> None:
    """Functions of every kind."""
    a = Thing("a", value=1)
    pulumi.export("plain", sdk.echo(text="x", list=[1, None], map={"a": {}}))
    pulumi.export("output", sdk.ask("echo", text=a.echo))
    pulumi.export("secret", sdk.ask("echo", text=pulumi.Output.secret("hush")))
    after = sdk.ask("count", pulumi.InvokeOutputOptions(depends_on=[a]))
    pulumi.export("after", after)
    b = Thing("b", value=after.apply(lambda found: found["count"]))
    group = Group("group")
    c = Thing("c", pulumi.ResourceOptions(parent=group, depends_on=[b]))
    d = Thing("d", value=sdk.ask("echo", text=b.echo).apply(lambda found: found["text"]))
    pulumi.export("group", sdk.ask("count", pulumi.InvokeOutputOptions(depends_on=[group, c, d])))
