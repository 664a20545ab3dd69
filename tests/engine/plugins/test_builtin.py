"""The engine's own package: stashes, references to other stacks, what can be asked of both."""

from __future__ import annotations

import pytest

from moorage.engine import providers, resource, values
from moorage.engine.state import backend, checkpoint
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops

ROWS = [
    resource.Resource(
        "urn:pulumi:prod::other::pulumi:pulumi:Stack::other-prod",
        "pulumi:pulumi:Stack",
        custom=False,
        outputs={"url": "http://a", "key": values.Secret("canary"), "deep": {"key": values.Secret("k")}},
    ),
    resource.Resource("urn:pulumi:prod::other::t:i:T::gone", "t:i:T", custom=True, id="1", delete=True),
    resource.Resource("urn:pulumi:prod::other::t:i:T::there", "t:i:T", custom=True, id="2", outputs={"size": 2}),
]


def _stacks(name: str) -> stages.Memory:
    if "!" in name:
        raise backend.BackendError(f"{name!r} is no stack name")
    found = stages.Memory()
    if name == "organization/other/prod":
        found.saved.append(checkpoint.Snapshot(ROWS))
    return found


@pytest.fixture
def stage(stage: stages.Stage) -> stages.Stage:
    """Return a stage whose backend has another stack."""
    stage.options = {"find": providers.find, "stacks": _stacks}
    return stage


def test_a_stash_keeps_its_first_input(stage: stages.Stage) -> None:
    """A stash's output stays what it was when the input changes, and its secrets stay secret."""
    program = (
        's = pulumi.Stash("s", input={{"a": {}, "b": pulumi.Output.secret("canary")}})\npulumi.export("s", s.output)'
    )
    assert stage.up(program.format(1)).ok, stage.errors
    first = {"a": 1, "b": values.Secret("canary")}
    row = stage.row("s")
    assert (row.type, row.inputs, row.outputs) == (
        "pulumi:index:Stash",
        {"input": first},
        {"input": first, "output": first},
    )
    assert row.provider.startswith(f"{stages.PREFIX}pulumi:providers:pulumi::default::")
    outcome = stage.up(program.format(2))
    assert ops(outcome) == [("update", "s")]
    assert stage.row("s").outputs == {"input": {**first, "a": 2}, "output": first}
    assert outcome.outputs == {"s": values.Secret({"a": 1, "b": "canary"})}
    assert ops(stage.up(program.format(2))) == [("same", "s")]
    assert ops(stage.refresh()) == [("same", "s")]
    assert ops(stage.up("")) == [("delete", "s")]


def test_a_stack_reference_reads_another_stack(stage: stages.Stage) -> None:
    """The other stack's outputs are read, its secrets stay secret, and the reference is recorded as the CLI does."""
    outcome = stage.up("""
        other = pulumi.StackReference("organization/other/prod")
        pulumi.export("url", other.require_output("url"))
        pulumi.export("key", other.get_output("key"))
        pulumi.export("none", other.get_output("none"))
    """)
    assert outcome.ok, stage.errors
    assert outcome.outputs == {"url": "http://a", "key": values.Secret("canary")}
    row = next(row for row in stage.rows.values() if row.type == "pulumi:pulumi:StackReference")
    assert (row.id, row.external, row.inputs) == (
        "organization/other/prod",
        True,
        {"name": "organization/other/prod"},
    )
    assert row.outputs == {
        "name": "organization/other/prod",
        "outputs": ROWS[0].outputs,
        "secretOutputNames": ["deep", "key"],
    }


@pytest.mark.parametrize(
    ("program", "error"),
    [
        (
            'pulumi.StackReference("none", stack_name="organization/other/none")',
            'unknown stack "organization/other/none"',
        ),
        ('pulumi.StackReference("bad!")', "'bad!' is no stack name"),
        (
            'pulumi.CustomResource("pulumi:index:Nothing", "a", {})',
            "unrecognized resource type 'pulumi:index:Nothing'",
        ),
        (
            'pulumi.CustomResource("pulumi:index:Stash", "a", {"other": 1})',
            "pulumi:index:Stash resource 'a': property other has a problem: unknown property \"other\"",
        ),
        (
            'pulumi.CustomResource("pulumi:index:Stash", "a", {})',
            "pulumi:index:Stash resource 'a': property input has a problem: missing required property \"input\"",
        ),
    ],
)
def test_what_is_not_there_is_one_line(stage: stages.Stage, program: str, error: str) -> None:
    """An unknown stack, function, type or property is named, and nothing is recorded."""
    assert not stage.up(program).ok
    assert stage.errors == [error]


def test_a_function_that_is_not_there_is_the_programs_error(stage: stages.Stage) -> None:
    """The program hears which, and may go on without it."""
    outcome = stage.up("""
        try:
            pulumi.runtime.invoke("pulumi:pulumi:nothing", {})
        except Exception as error:
            pulumi.export("error", str(error).split(": ", 1)[1])
    """)
    assert outcome.ok, stage.errors
    assert outcome.outputs == {
        "error": "invocation of pulumi:pulumi:nothing returned an error: "
        "unrecognized function name: 'pulumi:pulumi:nothing'"
    }


def test_functions_read_another_stack(stage: stages.Stage) -> None:
    """`readStackOutputs` and `readStackResourceOutputs` answer with what the other stack records."""
    outcome = stage.up("""
        from pulumi.runtime import invoke
        found = invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": "organization/other/prod"}).value
        pulumi.export("rows", {urn.split("::")[-1]: row["type"] for urn, row in found["outputs"].items()})
        pulumi.export("size", found["outputs"]["urn:pulumi:prod::other::t:i:T::there"]["outputs"]["size"])
        read = invoke("pulumi:pulumi:readStackOutputs", {"name": "organization/other/prod"}).value
        pulumi.export("secret", read["secretOutputNames"])
    """)
    assert outcome.ok, stage.errors
    plain = {key: value.value if isinstance(value, values.Secret) else value for key, value in outcome.outputs.items()}
    assert plain == {
        "rows": {"other-prod": "pulumi:pulumi:Stack", "there": "t:i:T"},
        "size": 2,
        "secret": ["deep", "key"],
    }


def test_a_resource_reference_is_resolved(stage: stages.Stage) -> None:
    """`getResource` tells id, provider and state of a resource of this run."""
    outcome = stage.up("""
        made = pulumi.Stash("s", input="x")
        ask = lambda urn: pulumi.runtime.invoke("pulumi:pulumi:getResource", {"urn": urn}).value
        found = made.urn.apply(ask)
        pulumi.export("state", found["state"])
        pulumi.export("same", pulumi.Output.all(made.id, found["id"]).apply(lambda ids: ids[0] == ids[1]))
        pulumi.export("provider", found["provider"].apply(lambda text: text.split("::")[3]))
    """)
    assert outcome.ok, stage.errors
    assert outcome.outputs == {"state": {"input": "x", "output": "x"}, "same": True, "provider": "default"}


def test_an_unknown_function_is_the_programs_exception(stage: stages.Stage) -> None:
    """A call of it raises, with its name."""
    assert not stage.up('pulumi.runtime.invoke("pulumi:pulumi:nothing", {})').ok
    said = "returned an error: unrecognized function name: 'pulumi:pulumi:nothing'"
    assert [error.rstrip().endswith(said) for error in stage.errors] == [True]
