"""An error hook decides whether a failed step is tried again."""

import pathlib

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things import world
from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
fail create a
up mending
fail update a
up giving_up
up mending_changed
"""


def _world() -> world.World:
    return world.World(pathlib.Path("world"))


def _mend(args: pulumi.ErrorHookArgs) -> bool:
    _world().plan_fault(args.failed_operation, args.name, "")
    return True


def _give_up(args: pulumi.ErrorHookArgs) -> bool:
    return False


def mending() -> None:
    """The hook mends what failed."""
    hook = pulumi.ErrorHook("mend", _mend)
    Thing("a", Options(hooks=pulumi.ResourceHookBinding(on_error=[hook])), value=1)


def giving_up() -> None:
    """The hook does not try again."""
    hook = pulumi.ErrorHook("give-up", _give_up)
    Thing("a", Options(hooks=pulumi.ResourceHookBinding(on_error=[hook])), value=2)


def mending_changed() -> None:
    """The hook mends the change."""
    hook = pulumi.ErrorHook("mend", _mend)
    Thing("a", Options(hooks=pulumi.ResourceHookBinding(on_error=[hook])), value=3)
