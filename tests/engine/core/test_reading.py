"""Reading what is not ours, calling functions, and resources as values."""

from __future__ import annotations

from tests.engine.core import stage as stages
from tests.engine.core.stage import ops

GET = """
    class Got(pulumi.CustomResource):
        serial: pulumi.Output[int]
        def __init__(self, name, id, opts=None):
            super().__init__("test:index:Thing", name, {"serial": None},
                             Options.merge(opts, Options(id=id)))
"""


def test_a_read_resource_is_external(stage: stages.Stage) -> None:
    """It is recorded as external, its outputs are used, and it is let go of without a delete."""
    stage.cloud.things["x-9"] = {"size": 3, "serial": 9}
    program = GET + '    Thing("a", of=Got("x", "x-9").serial)\n'
    outcome = stage.up(program)
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("read", "x"), ("create", "a")]
    row = stage.row("x")
    assert (row.external, row.id, row.outputs) == (True, "x-9", {"size": 3, "serial": 9})
    assert stage.row("a").inputs == {"of": 9}
    outcome = stage.up("")
    assert ("discard", "x") in ops(outcome)
    assert ("delete", "x") not in stage.cloud.calls
    assert "x-9" in stage.cloud.things


def test_an_absent_resource(stage: stages.Stage) -> None:
    """Reading what does not exist fails by name."""
    outcome = stage.up(GET + '    Got("x", "none")\n')
    assert not outcome.ok
    assert stage.errors == ["resource 'none' does not exist"]


def test_owned_becomes_read_and_read_becomes_owned(stage: stages.Stage) -> None:
    """Letting go of a resource deletes the owned one; taking over makes a new one."""
    stage.cloud.things["other"] = {"serial": 1}
    stage.up('Thing("x")')
    outcome = stage.up(GET + '    Got("x", "other")\n')
    assert ops(outcome) == [("read-replacement", "x"), ("replace", "x"), ("delete-replaced", "x")]
    assert sorted(stage.cloud.things) == ["other"]
    outcome = stage.up('Thing("x")')
    assert ops(outcome) == [("create-replacement", "x"), ("replace", "x"), ("discard-replaced", "x")]
    assert len(stage.cloud.things) == 2


def test_functions(stage: stages.Stage) -> None:
    """A function gets plain arguments from the package's provider; what a secret goes into comes out secret."""
    outcome = stage.up("""
        found = pulumi.runtime.invoke_output("test:index:look", {"size": pulumi.Output.secret(2)})
        pulumi.export("size", found.apply(lambda value: value["size"]))
    """)
    assert outcome.ok, stage.errors
    assert stage.cloud.seen["invoke", "test:index:look"] == {"size": 2}
    assert repr(outcome.outputs) == "{'size': Secret(value=2)}"


def test_resources_as_values(stage: stages.Stage) -> None:
    """A provider gets a resource's id, a component's URN; the state depends on both."""
    outcome = stage.up("""
        a, g = Thing("a"), Group("g")
        Thing("b", thing=a, group=g)
    """)
    assert outcome.ok, stage.errors
    urn = stage.row("g").urn
    assert stage.cloud.seen["create", "b"][0] == {"thing": "a-1", "group": urn}
    assert stage.row("b").property_dependencies["thing"] == [stage.row("a").urn]


def test_dependencies_on_a_component_are_those_on_its_children(stage: stages.Stage) -> None:
    """`depends_on` a component waits for what is in it, and outlives nothing of it."""
    stage.up("""
        g = Group("g")
        Thing("in", Options(parent=g))
        Thing("after", Options(depends_on=[g]))
    """)
    assert stage.cloud.calls == [("create", "in"), ("create", "after")]
    assert stage.row("in").urn in stage.row("after").dependencies
    stage.destroy()
    assert stage.cloud.calls == [("delete", "after"), ("delete", "in")]
