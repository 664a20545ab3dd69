"""Which provider serves a resource, and how providers are recorded."""

from __future__ import annotations

import pytest

from moorage.engine.deploy import registry
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops


def test_default_provider_has_version_and_configuration(stage: stages.Stage) -> None:
    """One default provider per package and version, with the package's configuration, recorded as Pulumi does."""
    stage.config = '{"test:prefix": "conf-", "stage:other": "x"}'
    outcome = stage.up('Thing("a", Options(version="5.2.0"))\nThing("b", Options(version="5.2.0"))')
    assert outcome.ok, stage.errors
    rows = [row for row in stage.rows.values() if row.type == "pulumi:providers:test"]
    assert [row.urn for row in rows] == [f"{stages.PREFIX}pulumi:providers:test::default_5_2_0"]
    assert rows[0].inputs == {"prefix": "conf-", "version": "5.2.0", "__internal": {}}
    assert rows[0].outputs == {"prefix": "conf-", "version": "5.2.0"}
    assert (rows[0].parent, rows[0].custom) == ("", True)
    assert [stage.row(name).id.startswith("conf-") for name in "ab"] == [True, True]
    assert ops(outcome) == [("create", "a"), ("create", "b")] or ops(outcome) == [("create", "b"), ("create", "a")]


@pytest.mark.parametrize(
    ("version", "name"),
    [("", "default"), ("5.2.0", "default_5_2_0"), ("v1.0.0-alpha.1+b2", "default_1_0_0_alpha_1_b2")],
)
def test_default_names(version: str, name: str) -> None:
    """A default provider's name is made of its version."""
    assert registry.Package("test", version.removeprefix("v")).default_name == name


def test_inheritance(stage: stages.Stage) -> None:
    """A resource's own provider wins, then its component's for the package, then that of the component above."""
    outcome = stage.up("""
        p, q = Provider("p", prefix="p-"), Provider("q", prefix="q-")
        group = Group("g", Options(providers=[p]))
        inner = Group("i", Options(parent=group))
        Thing("inherited", Options(parent=inner))
        Thing("own", Options(parent=inner, provider=q))
        Thing("child", Options(parent=Thing("mother", Options(provider=q))))
        Thing("none")
    """)
    assert outcome.ok, stage.errors
    made = {name: stage.row(name).id.rpartition("-")[0] for name in ("inherited", "own", "child", "none")}
    assert made == {"inherited": "p-inherited", "own": "q-own", "child": "q-child", "none": "none"}
    inner = stage.row("i").urn
    assert stage.row("inherited").parent == inner
    assert stage.row("inherited").urn == f"{stages.PREFIX}test:index:Group$test:index:Group$test:index:Thing::inherited"


def test_changed_configuration_in_place(stage: stages.Stage) -> None:
    """A provider that can change in place does, and its resources stay."""
    program = 'Thing("a", Options(provider=Provider("p", prefix="{}")))'
    stage.up(program.format("x-"))
    before = stage.row("p").id
    outcome = stage.up(program.format("y-"))
    assert ops(outcome) == [("update", "p"), ("same", "a")]
    assert stage.row("p").id == before
    assert stage.row("p").inputs == {"prefix": "y-"}


def test_a_replaced_provider_replaces_its_resources(stage: stages.Stage) -> None:
    """Where the provider says that nothing carries over, its resources are made anew by the new one."""
    program = 'Thing("a", Options(provider=Provider("p", region="{0}", prefix="{0}-")))'
    stage.up(program.format("x"))
    outcome = stage.up(program.format("y"))
    assert outcome.ok, stage.errors
    assert ops(outcome) == [
        ("create-replacement", "p"),
        ("replace", "p"),
        ("create-replacement", "a"),
        ("replace", "a"),
        ("delete-replaced", "a"),
        ("delete-replaced", "p"),
    ]
    assert sorted(stage.cloud.things) == ["y-a-2"]


def test_default_providers_can_be_denied(stage: stages.Stage) -> None:
    """`pulumi:disable-default-providers` makes a resource without a provider an error."""
    stage.config = "{\"pulumi:disable-default-providers\": ['test']}"
    outcome = stage.up('Thing("a")')
    assert not outcome.ok
    assert stage.errors == [
        "Default provider for 'test' disabled. Resources of this package must use an explicit provider."
    ]


def test_an_unknown_package_is_one_line(stage: stages.Stage) -> None:
    """A package that the engine does not have ends the run with one line, and nothing is made."""
    outcome = stage.up('pulumi.CustomResource("aws:s3:Bucket", "b", {})')
    assert not outcome.ok
    assert stage.errors == ["package aws: no such provider"]


def test_an_explicit_provider_in_a_preview_has_no_id_yet(stage: stages.Stage) -> None:
    """Resources of a provider that a preview only plans to make are planned all the same."""
    outcome = stage.preview('Thing("a", Options(provider=Provider("p", prefix="x-")))')
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("create", "p"), ("create", "a")]


def test_wrong_configuration_is_named(stage: stages.Stage) -> None:
    """A provider that refuses its configuration fails the run with the property's name."""
    outcome = stage.up('Provider("p", wrong=1)')
    assert not outcome.ok
    assert stage.errors == ["pulumi:providers:test resource 'p': property wrong has a problem: is not a key"]
