"""The `state` commands of the real CLI, recorded: the edits of the same rows are the same, and the same are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from moorage.engine.state.edit import marks, remove, rename, repair
from moorage.engine.state.edit.rows import EditError, Row
from tests.engine.state import conftest

PREFIX = "urn:pulumi:dev::toy::"
CASES: list[dict[str, Any]] = json.loads((conftest.DATA / "edits.json").read_text().replace("~", PREFIX))
FIELDS = ("urn", "id", "type", "custom", "delete", "parent", "protect", "taint", "provider", "dependencies")
LATER = ("propertyDependencies", "deletedWith")


def edit(words: list[str], rows: list[Row]) -> list[Row] | None:
    """Return the rows after a command, None when it is refused."""
    command, *rest = [word for word in words if not word.startswith("--")]
    dependents, force = "--target-dependents" in words, "--force" in words
    try:
        match command:
            case "delete":
                return remove.remove(rows, rest, force=force, dependents=dependents)
            case "rename":
                return rename.resource(rows, *rest)
            case "taint":
                return marks.put(rows, rest, "taint", on=True)
            case _:
                done = repair.repair(rows) if repair.problem(rows) else None
                return rows if done is None else None if done.left else done.rows
    except EditError:
        return None


def plain(rows: list[Row]) -> list[Row]:
    """Return the fields that an edit may touch; the CLI leaves out what is empty."""
    return [{name: row[name] for name in (*FIELDS, *LATER) if row.get(name)} for row in rows]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["words"]).replace(PREFIX, ""))
def test_the_same_as_the_cli(case: dict[str, Any]) -> None:
    """Row by row, in order."""
    found = edit(case["words"], case["rows"])
    assert (found is None) == case["refused"]
    if found is not None:
        assert plain(found) == plain(case["expected"] or case["rows"])


def test_the_cases_are_of_every_kind() -> None:
    """Each command is carried out, and two of them are refused."""
    kinds = {(case["words"][0], case["refused"]) for case in CASES}
    assert kinds == {(word, False) for word in ("delete", "rename", "taint", "repair")} | {
        ("delete", True),
        ("repair", True),
    }
