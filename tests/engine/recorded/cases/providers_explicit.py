"""Explicit providers, given to one thing, inherited from a component, chosen by package; invokes inherit them too."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Group, Provider, Thing

OPERATIONS = """
up first
up second
preview second
destroy
"""


def _things(region: str) -> None:
    north = Provider("north", region="north", note=region)
    south = Provider("south", region="south")
    Thing("default", value=1)
    Thing("one", Options(provider=north), value=1)
    group = Group("group", Options(providers=[north]))
    inner = Group("inner", Options(parent=group))
    Thing("inherits", Options(parent=inner), value=1)
    Thing("own", Options(parent=inner, provider=south), value=1)
    child = Thing("parent", Options(provider=south))
    Thing("child", Options(parent=child))
    pulumi.export("south", sdk.echo(pulumi.InvokeOptions(provider=south), text="hello"))
    pulumi.export("inherited", sdk.ask("echo", pulumi.InvokeOutputOptions(parent=inner), text="hello"))


def first() -> None:
    """Two providers and the default one."""
    _things("a")


def second() -> None:
    """A provider changes in place."""
    _things("b")
