"""A provider whose configuration replaces it takes along all that it made."""

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Provider, Thing

OPERATIONS = """
up first
preview second
up second
up second
up dropped
"""


def _things(region: str) -> None:
    provider = Provider("provider", region=region)
    a = Thing("a", Options(provider=provider), value=1)
    Thing("b", value=a.serial)
    Thing("c", Options(provider=provider, delete_before_replace=True), fixed_by=a.serial)


def first() -> None:
    """Made here."""
    _things("here")


def second() -> None:
    """Made there."""
    _things("there")


def dropped() -> None:
    """The provider goes last."""
    Thing("b", value=1)
    pulumi.export("left", 1)
