"""What is secret stays so through inputs, outputs, components, configuration and stack outputs."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
config recorded:password secret:hunter2
preview first
up first
up first
up second
refresh
preview second
"""


def first() -> None:
    """Secrets of every origin."""
    password = pulumi.Config().require_secret("password")
    a = Thing("a", value=password, size=2)
    Thing("b", value=a.echo, nested={"inner": {"deep": a.value}, "plain": "x"})
    c = Thing("c", token=True)
    Thing("d", value=c.secretToken)
    Thing("e", Options(additional_secret_outputs=["serial", "echo"]), value="plain")
    group = Group("group", value=password)
    group.register_outputs({"password": password, "plain": 1})
    pulumi.export("password", password)
    pulumi.export("nested", {"list": [pulumi.Output.secret(1), 2]})
    pulumi.export("plain", pulumi.Output.unsecret(password))
    pulumi.export("hidden", sdk.ask("hide", text="x"))


def second() -> None:
    """A secret becomes plain, a plain value secret, another one changes."""
    Thing("a", value="hunter2", size=2)
    Thing("b", value=pulumi.Output.secret("new"), nested={"inner": [1], "plain": pulumi.Output.secret("x")})
    e = Thing("e", value="plain")
    pulumi.export("serial", e.serial)
