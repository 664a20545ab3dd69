"""Transforms: functions of the program that change registrations. What they see and do was seen with the Pulumi CLI."""

from __future__ import annotations

import pytest

from moorage.engine import values
from tests.engine.core import stage as stages
from tests.engine.core.stage import PREFIX

TELL = """
    def tell(word):
        def transform(args):
            if not args.custom:
                return None
            print(word, args.name, args.props.get("log"))
            log = (args.props.get("log") or []) + [word]
            return pulumi.ResourceTransformResult({**args.props, "log": log}, args.opts)
        return transform
"""


def test_order(stage: stages.Stage) -> None:
    """A resource's own transforms run first, in order, then its parent's, that one's parent's, and the stack's."""
    outcome = stage.up(f"""{TELL}
    pulumi.runtime.register_resource_transform(tell("stack 1"))
    pulumi.runtime.register_resource_transform(tell("stack 2"))
    above = Group("above", Options(transforms=[tell("above")]))
    group = Group("group", Options(parent=above, transforms=[tell("group")]))
    Thing("a", Options(parent=group, transforms=[tell("own 1"), tell("own 2")]))
    """)
    assert outcome.ok, stage.errors
    order = ["own 1", "own 2", "group", "above", "stack 1", "stack 2"]
    assert stage.row("a").inputs["log"] == order
    assert [line.split(" a ")[0] for line in stage.said("info")] == order


def test_options(stage: stages.Stage) -> None:
    """A transform sees a registration's options and may change each of them."""
    stage.up('Thing("old", size=1, kept=1)\nThing("base")')
    outcome = stage.up("""
    base = Thing("base")
    def transform(args):
        print(sorted(args.opts.ignore_changes), args.opts.protect, args.opts.custom_timeouts.create)
        changed = Options(
            aliases=[Alias(name="old")], protect=False, ignore_changes=["kept"], depends_on=[base],
            custom_timeouts=CustomTimeouts(create="2m"), retain_on_delete=True, additional_secret_outputs=["size"],
            replace_on_changes=["fixed"], deleted_with=base, delete_before_replace=True,
        )
        return pulumi.ResourceTransformResult(args.props, Options.merge(args.opts, changed))
    timeouts = CustomTimeouts(create="1m")
    Thing("a", Options(protect=True, ignore_changes=["x"], custom_timeouts=timeouts, transforms=[transform]),
          size=2, kept=2)
    """)
    assert outcome.ok, stage.errors
    assert stage.said("info") == ["['x'] True 1m"]
    assert stages.ops(outcome) == [("same", "base"), ("update", "a")]
    row = stage.row("a")
    assert (row.protect, row.retain_on_delete, row.ignore_changes) == (False, True, ["x", "kept"])
    assert (row.custom_timeouts, row.replace_on_changes) == ({"create": 120}, ["fixed"])
    assert (row.inputs["size"], row.inputs["kept"]) == (2, 1)
    assert row.outputs["size"] == values.Secret(2)
    base = f"{PREFIX}test:index:Thing::base"
    assert (row.deleted_with, row.dependencies) == (base, [base])


def test_nothing_is_changed_by_a_transform_that_returns_none(stage: stages.Stage) -> None:
    """Secrets and the dependencies of each property stay what they are."""
    program = 'a = Thing("a")\nThing("b", Options({}), secret=pulumi.Output.secret("x"), serial_of_a=a.serial)'
    stage.up(program.format(""))
    before = stage.row("b")
    outcome = stage.up(program.format("transforms=[lambda args: None]"))
    assert outcome.ok, stage.errors
    after = stage.row("b")
    assert after.inputs == before.inputs
    assert after.inputs["secret"] == values.Secret("x")
    thing = f"{PREFIX}test:index:Thing::a"
    assert after.property_dependencies == {"secret": [], "serial_of_a": [thing]}
    assert (before.dependencies, after.dependencies) == ([thing], [thing])


def test_dependencies_that_only_a_transform_of_the_stack_adds(stage: stages.Stage) -> None:
    """As under the CLI, a resource without transforms of its own keeps the dependencies that it was registered with."""
    outcome = stage.up("""
    base = Thing("base")
    def transform(args):
        if args.name not in "ab":
            return None
        return pulumi.ResourceTransformResult(args.props, Options.merge(args.opts, Options(depends_on=[base])))
    pulumi.runtime.register_resource_transform(transform)
    Thing("a")
    Thing("b", Options(transforms=[lambda args: None]))
    """)
    assert outcome.ok, stage.errors
    assert [stage.row(name).dependencies for name in "ab"] == [[], [f"{PREFIX}test:index:Thing::base"]]


def test_inherited_options_are_seen(stage: stages.Stage) -> None:
    """What a parent hands down is part of the options that a transform sees, and may be dropped by it."""
    outcome = stage.up("""
    group = Group("group", Options(protect=True))
    def drop(args):
        print(args.opts.protect)
        return pulumi.ResourceTransformResult(args.props, Options())
    Thing("a", Options(parent=group, transforms=[drop]))
    Thing("b", Options(parent=group))
    """)
    assert outcome.ok, stage.errors
    assert stage.said("info") == ["True"]
    assert [stage.row(name).protect for name in ("group", "a", "b")] == [True, False, True]


def test_a_transform_may_give_the_provider(stage: stages.Stage) -> None:
    """A resource goes to the provider that its last transform names."""
    outcome = stage.up("""
    other = Provider("other", prefix="other-")
    def transform(args):
        if args.type_ != "test:index:Thing":
            return None
        return pulumi.ResourceTransformResult(args.props, Options.merge(args.opts, Options(provider=other)))
    pulumi.runtime.register_resource_transform(transform)
    Thing("a")
    """)
    assert outcome.ok, stage.errors
    assert stage.row("a").id.startswith("other-")
    assert "default" not in stage.rows


def test_a_function_call_is_transformed(stage: stages.Stage) -> None:
    """Arguments and provider of a call are what the stack's invoke transforms make of them, in order."""
    outcome = stage.up("""
    other = Provider("other", prefix="other-")
    def first(args):
        print(args.token, args.args)
        return pulumi.InvokeTransformResult({**args.args, "more": 1}, args.opts)
    def second(args):
        return pulumi.InvokeTransformResult({**args.args, "most": args.args["more"] + 1}, args.opts)
    pulumi.runtime.register_invoke_transform(first)
    pulumi.runtime.register_invoke_transform(second)
    pulumi.export("found", pulumi.runtime.invoke_output("test:index:look", {"at": 1}))
    """)
    assert outcome.ok, stage.errors
    assert stage.said("info") == ["test:index:look {'at': 1.0}"]
    assert outcome.outputs["found"] == {"token": "test:index:look", "at": 1, "more": 1, "most": 2}


@pytest.mark.parametrize(
    ("program", "head"),
    [
        (
            'Thing("a", Options(transforms=[broken]))',
            "test:index:Thing a: a transform failed: odd:",
        ),
        (
            'pulumi.runtime.register_resource_transform(broken)\nThing("a")',
            "test:index:Thing a: a transform failed: odd:",
        ),
        (
            "pulumi.runtime.register_invoke_transform(broken)\n"
            'pulumi.export("x", pulumi.runtime.invoke_output("test:index:look", {}))',
            "function test:index:look: a transform failed: odd:",
        ),
    ],
)
def test_a_transform_that_raises(stage: stages.Stage, program: str, head: str) -> None:
    """The run ends with one error: whose transform, what it raised and where; nothing is created."""
    outcome = stage.up(f"def broken(args):\n    raise ValueError('odd')\n\n\n{program}")
    assert not outcome.ok
    assert [error.splitlines()[0] for error in stage.errors] == [head]
    assert stage.errors[0].endswith("in broken\n    raise ValueError('odd')")
    assert stage.cloud.things == {}
