"""Outputs that are named secret are, from then on and no longer."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
up second
up third
up first
"""


def first() -> None:
    """Nothing is secret."""
    a = Thing("a", value=1)
    pulumi.export("echo", a.echo)


def second() -> None:
    """One output and one input are."""
    a = Thing("a", Options(additional_secret_outputs=["echo", "value", "nothing"]), value=1)
    pulumi.export("echo", a.echo)


def third() -> None:
    """Another one is, in a changed thing."""
    a = Thing("a", Options(additional_secret_outputs=["serial"]), value=2)
    Thing("b", value=a.serial)
