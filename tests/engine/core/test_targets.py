"""Operations on some resources: targets, their dependents, and what is excluded."""

from __future__ import annotations

import pytest

from moorage.engine import request
from moorage.engine.deploy import targets
from tests.engine.core import stage as stages
from tests.engine.core.stage import PREFIX, ops

THING = f"{PREFIX}test:index:Thing::"
CHAIN = 'a = Thing("a", size={n})\nb = Thing("b", of=a.size, size={n})\nThing("c", size={n})'


def _of(outcome: request.Outcome) -> set[tuple[str, str]]:
    return set(ops(outcome))


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        (f"{THING}a", True),
        ("**a", True),
        ("*a", False),
        ("urn:pulumi:dev::*::test:index:Thing::*", True),
        ("urn:pulumi:dev::stage::*::a", False),
        ("urn:pulumi:dev::stage::**::a", True),
        (f"{THING}.", False),
    ],
)
def test_a_star_stops_at_a_colon_and_two_do_not(pattern: str, matches: bool) -> None:
    """Patterns match whole URNs; everything but stars stands for itself."""
    assert (f"{THING}a" in targets.Patterns((pattern,))) is matches


def test_only_targets_change(stage: stages.Stage) -> None:
    """What is no target stays as it is recorded, whatever the program says."""
    stage.up(CHAIN.format(n=1))
    stage.options["targets"] = (f"{THING}a",)
    outcome = stage.up(CHAIN.format(n=2))
    assert outcome.ok, stage.errors
    assert _of(outcome) == {("update", "a"), ("same", "b"), ("same", "c")}
    assert (stage.row("a").inputs, stage.row("b").inputs) == ({"size": 2}, {"of": 1, "size": 1})
    assert stage.cloud.calls == [("update", "a")]


def test_dependents_of_targets_change_with_them(stage: stages.Stage) -> None:
    """With `target_dependents`, what depends on a target is one."""
    stage.up(CHAIN.format(n=1))
    stage.options.update(targets=(f"{THING}a",), target_dependents=True)
    assert _of(stage.up(CHAIN.format(n=2))) == {("update", "a"), ("update", "b"), ("same", "c")}


@pytest.mark.parametrize(("dependents", "of_b"), [(False, "update"), (True, "same")])
def test_what_is_excluded_stays(stage: stages.Stage, dependents: bool, of_b: str) -> None:
    """Everything else changes; with `exclude_dependents`, what depends on it stays as well."""
    stage.up(CHAIN.format(n=1))
    stage.options.update(excludes=(f"{THING}a",), exclude_dependents=dependents)
    assert _of(stage.up(CHAIN.format(n=2))) == {("same", "a"), (of_b, "b"), ("update", "c")}


def test_new_resources_that_are_no_targets_are_not_made(stage: stages.Stage) -> None:
    """They are not recorded, and the program sees their outputs as unknown."""
    stage.options["targets"] = (f"{THING}c",)
    outcome = stage.up(CHAIN.format(n=1) + '\npulumi.export("b", b.size)')
    assert outcome.ok, stage.errors
    assert sorted(stage.rows) == ["c", "default", "stage-dev"]
    assert stage.cloud.calls == [("create", "c")]


def test_a_target_that_needs_an_untargeted_new_resource_is_an_error(stage: stages.Stage) -> None:
    """The error names both, nothing is made; a preview says it and goes on."""
    stage.options["targets"] = (f"{THING}b",)
    text = f"Resource '{THING}b' depends on '{THING}a' which was was not specified in --target list."
    assert not stage.up(CHAIN.format(n=1)).ok
    assert stage.errors == [text]
    assert stage.cloud.calls == []
    preview = stage.preview(CHAIN.format(n=1))
    assert not preview.ok
    assert stage.errors == [text]
    assert ("create", "b") in ops(preview)


def test_a_dropped_resource_goes_only_as_a_target(stage: stages.Stage) -> None:
    """What the program dropped stays unless it is one; what is dropped and needed stays recorded before its user."""
    stage.up(CHAIN.format(n=1))
    stage.options["targets"] = (f"{THING}c",)
    kept = stage.up('Thing("c", size=2)')
    assert kept.ok, stage.errors
    assert _of(kept) == {("update", "c"), ("same", "a"), ("same", "b")}
    stage.options["targets"] = (f"{THING}b",)
    gone = stage.up('Thing("c", size=3)')
    assert _of(gone) == {("same", "c"), ("same", "a"), ("delete", "b")}
    assert sorted(stage.rows) == ["a", "c", "default", "stage-dev"]


def test_an_untargeted_resource_takes_its_dropped_dependencies_along(stage: stages.Stage) -> None:
    """A resource that stays brings what it depends on in front of it, although nothing registers that any more."""
    stage.up(CHAIN.format(n=1))
    stage.options["targets"] = (f"{THING}c",)
    outcome = stage.up('Thing("b", of=1, size=2)\nThing("c", size=2)')
    assert outcome.ok, stage.errors
    order = [row.urn.rpartition("::")[2] for row in stage.store.saved[-1].resources]
    assert order.index("a") < order.index("b")
    assert stage.row("b").dependencies == [f"{THING}a"]


def test_deleting_what_others_need_takes_their_naming(stage: stages.Stage) -> None:
    """A target's dependents go with it, which has to be said by name or by `target_dependents`."""
    stage.up(CHAIN.format(n=1))
    stage.options["targets"] = (f"{THING}a",)
    text = (
        f"Resource '{THING}b' will be destroyed but was not specified in --target list.\n"
        "Either include resource in --target list or pass --target-dependents to proceed."
    )
    for outcome in (stage.destroy(), stage.up('Thing("c", size=1)')):
        assert not outcome.ok
        assert stage.errors == [text]
        assert ("delete", "a") not in stage.cloud.calls
    stage.options["target_dependents"] = True
    outcome = stage.destroy()
    assert outcome.ok, stage.errors
    assert [step for step in ops(outcome) if step[0] == "delete"] == [("delete", "b"), ("delete", "a")]
    assert sorted(stage.rows) == ["c", "default", "stage-dev"]


def test_destroying_all_but_what_is_excluded(stage: stages.Stage) -> None:
    """What an excluded resource depends on stays with it."""
    stage.up(CHAIN.format(n=1))
    stage.options["excludes"] = (f"{THING}b",)
    outcome = stage.destroy()
    assert outcome.ok, stage.errors
    assert _of(outcome) == {("delete", "c"), ("same", "a"), ("same", "b")}
    assert sorted(stage.rows) == ["a", "b", "default", "stage-dev"]


def test_destroying_all_but_what_is_protected(stage: stages.Stage) -> None:
    """`exclude_protected` leaves what is protected and what that needs."""
    stage.up('a = Thing("a")\nThing("b", Options(protect=True), of=a.serial)\nThing("c")')
    assert not stage.destroy().ok
    stage.options["exclude_protected"] = True
    assert stage.destroy().ok, stage.errors
    assert sorted(stage.rows) == ["a", "b", "default", "stage-dev"]


def test_refreshing_targets_alone(stage: stages.Stage) -> None:
    """Only they are read; with `target_dependents`, their dependents, too."""
    stage.up(CHAIN.format(n=1))
    stage.options["targets"] = (f"{THING}a",)
    stage.refresh()
    assert stage.cloud.calls == [("read", "a")]
    stage.options["target_dependents"] = True
    stage.refresh()
    assert sorted(stage.cloud.calls) == [("read", "a"), ("read", "b")]


def test_a_target_that_is_not_there(stage: stages.Stage) -> None:
    """An update says so at its end; a refresh and a destruction do not begin."""
    stage.up('Thing("a")')
    stage.options["targets"] = (f"{THING}aa",)
    assert not stage.up('Thing("a", size=2)').ok
    assert stage.errors == [
        f"Target '{THING}aa' could not be found in the stack. Did you forget to escape $ in your shell?"
    ]
    for call in (stage.destroy, stage.refresh):
        with pytest.raises(request.RunError) as error:
            call()
        assert str(error.value) == f"no resource named '{THING}aa' found; did you mean '{THING}a'?"


def test_an_alias_of_what_is_no_target_waits(stage: stages.Stage) -> None:
    """A renamed resource that is no target keeps the name that it is recorded under, and so do its references."""
    stage.up('a = Thing("a", size=1)\nThing("b", of=a.size)')
    stage.options["targets"] = (f"{THING}b",)
    outcome = stage.up('a = Thing("z", Options(aliases=[Alias(name="a")]), size=2)\nThing("b", of=a.size, size=2)')
    assert outcome.ok, stage.errors
    assert sorted(stage.rows) == ["a", "b", "default", "stage-dev"]
    assert stage.row("b").dependencies == [f"{THING}a"]


def test_targets_and_excludes_do_not_go_together(stage: stages.Stage) -> None:
    """One line says so, before anything is done."""
    stage.options.update(targets=("**",), excludes=("**",))
    with pytest.raises(request.RunError):
        stage.up('Thing("a")')
    assert stage.store.saved == []
