"""`import_`: what exists already becomes a resource of the stack, and is then brought to what the program asks for."""

from __future__ import annotations

from tests.engine.core import stage as stages
from tests.engine.core.stage import ops


def test_what_is_as_the_program_says_is_imported_and_nothing_else(stage: stages.Stage) -> None:
    """The only step is the import; the row has the id, the inputs and the outputs that were read."""
    stage.cloud.things["there"] = {"size": 1, "serial": 7}
    outcome = stage.up('Thing("a", Options(import_="there"), size=1)')
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("import", "a")]
    assert outcome.changes == {"create": 1, "import": 1}
    row = stage.row("a")
    assert (row.id, row.import_id, row.inputs, row.outputs) == ("there", "there", {"size": 1}, {"size": 1, "serial": 7})
    assert stage.cloud.calls == [("read", "a")]
    again = stage.up('Thing("a", Options(import_="there"), size=1)')
    assert again.changes == {"same": 2}


def test_what_differs_is_updated_after_the_import(stage: stages.Stage) -> None:
    """An import and an update are two steps, in a preview as well, which changes nothing."""
    stage.cloud.things["there"] = {"size": 1, "serial": 7}
    program = 'Thing("a", Options(import_="there"), size=2)'
    assert ops(stage.preview(program)) == [("import", "a"), ("update", "a")]
    assert stage.store.saved == []
    outcome = stage.up(program)
    assert ops(outcome) == [("import", "a"), ("update", "a")]
    assert stage.cloud.things["there"] == {"size": 2, "serial": 7}
    assert stage.row("a").inputs == {"size": 2}


def test_ignored_changes_keep_what_was_imported(stage: stages.Stage) -> None:
    """`ignoreChanges` holds against the imported inputs."""
    stage.cloud.things["there"] = {"size": 1, "serial": 7}
    outcome = stage.up('Thing("a", Options(import_="there", ignore_changes=["size"]), size=2)')
    assert ops(outcome) == [("import", "a")]
    assert stage.row("a").inputs == {"size": 1}


def test_what_does_not_exist_cannot_be_imported(stage: stages.Stage) -> None:
    """The id is named, and nothing is recorded of the resource."""
    outcome = stage.up('Thing("a", Options(import_="nowhere"))')
    assert not outcome.ok
    assert stage.errors == ["resource 'nowhere' does not exist"]
    assert "a" not in stage.rows


def test_another_id_replaces_what_is_there(stage: stages.Stage) -> None:
    """What was managed before is deleted at the end; the imported one takes its place."""
    stage.up('Thing("a", size=1)')
    stage.cloud.things["there"] = {"size": 1, "serial": 7}
    outcome = stage.up('Thing("a", Options(import_="there"), size=1)')
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("import-replacement", "a"), ("replace", "a"), ("delete-replaced", "a")]
    assert stage.row("a").id == "there"
    assert sorted(stage.cloud.things) == ["there"]


def test_an_imported_resource_is_not_replaced_while_the_program_names_its_id(stage: stages.Stage) -> None:
    """The id would change: an update refuses it and a preview warns."""
    stage.cloud.things["there"] = {"fixed": 1, "serial": 7}
    stage.up('Thing("a", Options(import_="there"), fixed=1)')
    program = 'Thing("a", Options(import_="there"), fixed=2)'
    text = (
        "previously-imported resources that still specify an ID may not be replaced; "
        "please remove the `import` declaration from your program;\nfixed: 1 => 2"
    )
    assert stage.preview(program).ok
    assert stage.said("warning") == [text]
    assert not stage.up(program).ok
    assert stage.errors == [text]
    assert stage.cloud.things == {"there": {"fixed": 1, "serial": 7}}
