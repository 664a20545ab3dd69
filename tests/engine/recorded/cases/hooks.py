"""Hooks run before and after creations, changes and deletions; one that fails before stops the step."""

import json
import pathlib

import pulumi
from pulumi import ResourceOptions as Options

from tests.engine.recorded.things import world
from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
preview first
up first
up second
up third
up failing
up none
"""


def _unknown(_value: object) -> str:
    return "unknown"


def _say(args: pulumi.ResourceHookArgs) -> None:
    told = {"id": args.id, "new": args.new_inputs, "old": args.old_inputs, "outputs": args.new_outputs}
    world.World(pathlib.Path("world")).log(f"hook of {args.name}: {json.dumps(told, sort_keys=True, default=_unknown)}")


def _fail(args: pulumi.ResourceHookArgs) -> None:
    raise ValueError(f"not {args.name}")


def _things(value: int, fixed: str) -> None:
    say = pulumi.ResourceHook("say", _say)
    dry = pulumi.ResourceHook("dry", _say, pulumi.ResourceHookOptions(on_dry_run=True))
    binding = pulumi.ResourceHookBinding(
        before_create=[say], after_create=[dry], before_update=[dry], after_update=[say]
    )
    Thing("a", Options(hooks=binding), value=value, fixed=fixed)
    group = Group("group", Options(hooks=pulumi.ResourceHookBinding(after_create=[say])))
    Thing("inside", Options(parent=group), value=value)


def first() -> None:
    """Creations."""
    _things(1, "x")


def second() -> None:
    """Updates."""
    _things(2, "x")


def third() -> None:
    """A replacement."""
    _things(2, "y")


def failing() -> None:
    """Hooks that fail, before one creation and after another."""
    fail = pulumi.ResourceHook("fail", _fail)
    after = pulumi.ResourceHook("after", _fail, pulumi.ResourceHookOptions(ignore_errors=True))
    b = Thing("b", Options(hooks=pulumi.ResourceHookBinding(after_create=[after])), value=1)
    Thing("c", Options(hooks=pulumi.ResourceHookBinding(before_create=[fail]), depends_on=[b]), value=1)


def none() -> None:
    """No hooks any more."""
    Thing("a", value=2, fixed="y")
