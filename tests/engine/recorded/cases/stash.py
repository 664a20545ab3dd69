"""A stash keeps its first value until it is replaced."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
preview second
up second
up second --replace **::kept
refresh
destroy
"""


def _stash(value: object) -> None:
    kept = pulumi.Stash("kept", input=value)
    secret = pulumi.Stash("secret", input=pulumi.Output.secret({"a": [1]}), opts=Options(retain_on_delete=True))
    a = Thing("a", value=kept.output)
    pulumi.export("kept", kept.output)
    pulumi.export("input", kept.input)
    pulumi.export("secret", secret.output)
    pulumi.export("echo", a.echo)


def first() -> None:
    """A value."""
    _stash("one")


def second() -> None:
    """Another one."""
    _stash("two")
