"""Another trigger replaces; the first one, and none, do not."""

from typing import Any

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up none
up first
preview second
up second
up unknown
up secret
up none
"""


def _things(trigger: Any) -> None:
    a = Thing("a", Options(replacement_trigger=trigger), value=1)
    Thing("b", value=a.serial)


def none() -> None:
    """No trigger."""
    a = Thing("a", value=1)
    Thing("b", value=a.serial)


def first() -> None:
    """A trigger."""
    _things("one")


def second() -> None:
    """Another one, of another shape."""
    _things({"two": [2]})


def unknown() -> None:
    """One that the preview does not know."""
    trigger = Thing("trigger", value=1)
    _things(trigger.echo)


def secret() -> None:
    """A secret one."""
    _things(pulumi.Output.secret("hush"))
