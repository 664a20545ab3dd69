"""Transforms change what is asked for: of one thing, of all below a component, of the whole stack."""

import pulumi
from pulumi import ResourceOptions as Options
from pulumi import ResourceTransformArgs as Args
from pulumi import ResourceTransformResult as Result

from tests.engine.recorded.things.sdk import Group, Thing

OPERATIONS = """
preview first
up first
up second
"""


def _marks(text: str) -> pulumi.ResourceTransform:
    def mark(args: Args) -> Result | None:
        if not args.custom:
            return None
        seen = str(args.props.get("seen", ""))
        return Result({**args.props, "seen": f"{seen}{text}"}, args.opts)

    return mark


def _protects(args: Args) -> Result:
    return Result(args.props, Options.merge(args.opts, Options(retain_on_delete=True, ignore_changes=["value"])))


def _things(value: int) -> None:
    pulumi.runtime.register_resource_transform(_marks("stack "))
    Thing("a", Options(transforms=[_marks("own "), _marks("second ")]), value=value)
    group = Group("group", Options(transforms=[_marks("group ")]))
    inner = Group("inner", Options(parent=group, transforms=[_marks("inner ")]))
    Thing("b", Options(parent=inner, transforms=[_marks("own ")]), value=value)
    Thing("c", Options(transforms=[_protects]), value=value)


def first() -> None:
    """Transforms at every level."""
    _things(1)


def second() -> None:
    """A change, partly ignored by what a transform added."""
    _things(2)
