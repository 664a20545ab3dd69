"""Configuration of every shape reaches the program; secrets in it are secrets."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
config recorded:text hello
config recorded:number '42'
config other:key secret:hush
up first
config recorded:number '43'
up first
"""


def first() -> None:
    """Read and used."""
    config = pulumi.Config()
    Thing("a", value=config.require("text"), number=config.require_int("number"))
    Thing("b", value=pulumi.Config("other").require_secret("key"))
    pulumi.export("missing", config.get("missing", "default"))
    pulumi.export("stack", [pulumi.get_stack(), pulumi.get_project(), pulumi.get_organization()])
