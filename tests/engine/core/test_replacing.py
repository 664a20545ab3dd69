"""What is replaced although no property of its own says so: on request, by a trigger, with another resource."""

from __future__ import annotations

import pytest

from tests.engine.core import stage as stages
from tests.engine.core.stage import PREFIX, ops

A = f"{PREFIX}test:index:Thing::a"


@pytest.mark.parametrize("pattern", [A, "**::a", f"{PREFIX}test:index:*::a"])
def test_a_replacement_on_request(stage: stages.Stage, pattern: str) -> None:
    """`replaces` names by URN or pattern what is made anew although nothing changed, `id` being the reason."""
    program = 'Thing("a", size=1)\nThing("b", size=1)'
    stage.up(program)
    stage.options["replaces"] = (pattern,)
    outcome = stage.up(program)
    steps = [step for step in ops(outcome) if step != ("same", "b")]
    assert steps == [("create-replacement", "a"), ("replace", "a"), ("delete-replaced", "a")]
    replaced = [e["resourcePreEvent"]["metadata"] for e in stage.events if "resourcePreEvent" in e]
    assert [each["keys"] for each in replaced if each["op"] == "replace"] == [["id"]]


def test_a_replacement_of_what_is_not_there_is_refused(stage: stages.Stage) -> None:
    """A URN that the state does not have ends the run before the program's first resource."""
    stage.up('Thing("a")')
    stage.options["replaces"] = (f"{PREFIX}test:index:Thing::b",)
    outcome = stage.up('Thing("a", size=2)')
    assert not outcome.ok
    assert stage.errors == [
        f"Target '{PREFIX}test:index:Thing::b' could not be found in the stack. "
        "Did you forget to escape $ in your shell?"
    ]
    assert stage.cloud.calls == []


def test_a_changed_trigger_replaces(stage: stages.Stage) -> None:
    """The trigger is recorded; another value replaces; none, or the first one, does not."""
    program = 'Thing("a", Options(replacement_trigger={n}), size=1)'
    stage.up('Thing("a", size=1)')
    assert ops(stage.up(program.format(n=1))) == [("same", "a")]
    assert stage.row("a").replacement_trigger == 1
    assert ops(stage.up(program.format(n=1))) == [("same", "a")]
    assert ops(stage.up(program.format(n=2))) == [
        ("create-replacement", "a"),
        ("replace", "a"),
        ("delete-replaced", "a"),
    ]
    assert ops(stage.up('Thing("a", size=1)')) == [("same", "a")]
    assert stage.row("a").replacement_trigger is None


def test_an_unknown_trigger_replaces_in_a_preview(stage: stages.Stage) -> None:
    """What cannot be known yet counts as changed."""
    program = 'b = Thing("b", fixed={n})\nThing("a", Options(replacement_trigger=b.serial), size=1)'
    stage.up(program.format(n=1))
    assert ("replace", "a") in ops(stage.preview(program.format(n=2)))
    assert ("replace", "a") not in ops(stage.preview(program.format(n=1)))


def test_replace_with_follows_another_resource(stage: stages.Stage) -> None:
    """A resource is replaced with each one of its `replaceWith` list that is, and only then."""
    program = 'a = Thing("a", fixed={n}, size={m})\nThing("b", Options(replace_with=[a]), size=1)'
    stage.up(program.format(n=1, m=1))
    assert stage.row("b").replace_with == [A]
    assert ops(stage.up(program.format(n=1, m=2))) == [("update", "a"), ("same", "b")]
    outcome = stage.up(program.format(n=2, m=2))
    assert ops(outcome)[:4] == [
        ("create-replacement", "a"),
        ("replace", "a"),
        ("create-replacement", "b"),
        ("replace", "b"),
    ]
    assert sorted(ops(outcome)[4:]) == [("delete-replaced", "a"), ("delete-replaced", "b")]
    replaced = [e["resourcePreEvent"]["metadata"] for e in stage.events if "resourcePreEvent" in e]
    assert [each["keys"] for each in replaced if each["op"] == "replace"] == [["fixed"], ["replaceWith"]]


@pytest.mark.parametrize(("option", "deletes"), [("replace_with=[a]", True), ("deleted_with=a", False)])
def test_deleting_first_takes_along_what_is_replaced_or_deleted_with_it(
    stage: stages.Stage, option: str, deletes: bool
) -> None:
    """It goes before the one that it goes with; what is deleted with it needs no call of its own."""
    program = f'a = Thing("a", fixed={{n}}, exclusive=True)\nThing("b", Options({option}), size=1)'
    stage.up(program.format(n=1))
    outcome = stage.up(program.format(n=2))
    assert ops(outcome) == [
        ("delete-replaced", "b"),
        ("delete-replaced", "a"),
        ("replace", "a"),
        ("create-replacement", "a"),
        ("replace", "b"),
        ("create-replacement", "b"),
    ]
    calls = [("delete", "a"), ("create", "a"), ("create", "b")]
    assert stage.cloud.calls == ([("delete", "b")] if deletes else []) + calls


def test_a_tainted_resource_is_replaced_and_no_longer_tainted(stage: stages.Stage) -> None:
    """A taint counts as a request, and ends with the replacement."""
    stage.up('Thing("a", size=1)')
    stage.row("a").taint = True
    assert ("replace", "a") in ops(stage.up('Thing("a", size=1)'))
    assert not stage.row("a").taint


@pytest.mark.parametrize(("before", "after"), [("Group", "Thing"), ("Thing", "Group")])
def test_a_component_becomes_a_resource_and_the_other_way_round(stage: stages.Stage, before: str, after: str) -> None:
    """A change of kind is a replacement because of the provider."""
    program = """
        class Group(pulumi.ComponentResource):
            def __init__(self, name, opts=None, **inputs):
                super().__init__("test:index:Thing", name, inputs, opts)

        {kind}("a", size=1)
    """
    stage.up(program.format(kind=before))
    outcome = stage.up(program.format(kind=after))
    assert outcome.ok, stage.errors
    assert [op for op in ops(outcome) if op[1] == "a"] == [
        ("create-replacement", "a"),
        ("replace", "a"),
        ("delete-replaced", "a"),
    ]
    assert len(stage.cloud.things) == (1 if after == "Thing" else 0)


def test_a_component_replaced_on_request_keeps_what_is_below_it(stage: stages.Stage) -> None:
    """Making a component anew makes nothing else anew."""
    program = 'g = Group("g")\nThing("a", Options(parent=g), size=1)'
    stage.up(program)
    stage.options["replaces"] = ("**::g",)
    outcome = stage.up(program)
    assert ops(outcome) == [("create-replacement", "g"), ("replace", "g"), ("same", "a"), ("delete-replaced", "g")]
    assert stage.cloud.calls == []


def test_a_protected_resource_is_not_replaced_and_its_preview_shows_all(stage: stages.Stage) -> None:
    """An update ends at once; a preview goes on to the end, and fails."""
    program = 'Thing("a", Options(protect=True), fixed={n})\nThing("b", size={n})'
    stage.up(program.format(n=1))
    outcome = stage.preview(program.format(n=2))
    assert not outcome.ok
    assert ("replace", "a") in ops(outcome)
    assert ("update", "b") in ops(outcome)
    text = stage.errors[0]
    assert text.startswith(f'unable to replace resource "{A}"\nas it is currently marked for protection.')
    assert not stage.up(program.format(n=2)).ok
    assert stage.errors == [text]
    assert ("create", "a") not in stage.cloud.calls
