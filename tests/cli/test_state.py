"""`moorage state` and the commands that exchange a whole state: what they change, what they say, the way back."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Cli

URN = "urn:pulumi:dev::toy::random:index/randomPassword:RandomPassword::"
STACK = "urn:pulumi:dev::toy::pulumi:pulumi:Stack::toy-dev"
PROGRAM = """
import pulumi
import pulumi_random as random

first = random.RandomPassword("first", length=12, special=False)
options = pulumi.ResourceOptions(depends_on=[first], protect=True)
random.RandomPassword("second", length=13, keepers={"a": "b"}, opts=options)
pulumi.export("password", first.result)
"""


@pytest.fixture
def deployed(cli: Cli) -> Cli:
    """Return the command in a project whose stack is up: one password, and a protected one that depends on it."""
    cli.write("__main__.py", PROGRAM)
    cli("up", "--yes", "--skip-preview")
    return cli


def state(cli: Cli, stack: str = "dev") -> pathlib.Path:
    """Return the file of the state."""
    return cli.root / f".pulumi/stacks/toy/{stack}.json"


def rows(cli: Cli) -> dict[str, dict[str, Any]]:
    """Return the recorded rows by name."""
    found = json.loads(cli("stack", "export").out)["deployment"].get("resources") or []
    return {row["urn"].rpartition("::")[2]: row for row in found}


def test_a_resource_is_shown(deployed: Cli) -> None:
    """By URN or name, in the CLI's layout and JSON; secrets blinded unless asked for."""
    shown = deployed("state", "get", "second").out.splitlines()
    assert shown[:8] == [
        "Type: random:index/randomPassword:RandomPassword",
        f"URN:  {URN}second",
        "ID:   none",
        "Inputs:",
        "    keepers: {",
        '        a: "b"',
        "    }",
        "    length : 13",
    ]
    found = json.loads(deployed("state", "get", f"{URN}second", "--output", "json").out)
    assert list(found) == ["id", "inputs", "outputs", "type", "urn"]
    assert found["outputs"]["result"] == "[secret]"
    clear = json.loads(deployed("state", "get", "second", "--output", "json", "--show-secrets").out)
    assert len(clear["outputs"]["result"]) == 13
    wrong = deployed("state", "get", "secnd", code=1).err
    assert (
        wrong == f"error: 'secnd' is not a valid resource URN; did you mean '{URN}second'\n" or "to list them" in wrong
    )


def test_removing_and_taking_it_back(deployed: Cli) -> None:
    """What depends on it is named first; the last line is the command that undoes it, and it does."""
    before = rows(deployed)
    refused = deployed("state", "remove", f"{URN}first", code=1).err
    assert f" * 'second' ({URN}second)" in refused
    assert "protected" in deployed("state", "remove", f"{URN}first", "--target-dependents", code=1).err
    assert rows(deployed) == before
    done = deployed("state", "delete", f"{URN}first", "--target-dependents", "--force", "--yes")
    assert done.out == "Resource deleted\n"
    assert done.err.splitlines()[:2] == [f"  - {URN}first", f"  - {URN}second"]
    assert "first" not in rows(deployed)
    undo = done.err.splitlines()[-1]
    assert undo == f"to undo this: moorage stack import --stack dev --file {state(deployed)}.bak"
    again = deployed(*undo.removeprefix("to undo this: moorage ").split())
    assert again.out == "Import complete.\n"
    assert rows(deployed) == before


def test_removing_all(deployed: Cli) -> None:
    """Only by force while one is protected; then the stack has none, and a preview makes all anew."""
    assert "protected" in deployed("state", "remove", "--all", code=1).err
    assert deployed("state", "remove", "--all", "--force").out == "Resources deleted\n"
    assert rows(deployed) == {}
    assert "+ 3 to create" in deployed("preview").out


def test_renaming(deployed: Cli) -> None:
    """A program that uses the new name changes nothing."""
    done = deployed("state", "rename", f"{URN}first", "main", "--yes")
    assert done.out == "Resource renamed\n"
    assert done.err.splitlines()[0] == f"  ~ {URN}first => {URN}main"
    assert rows(deployed)["second"]["dependencies"] == [f"{URN}main"]
    deployed.write("__main__.py", PROGRAM.replace('"first"', '"main"'))
    assert "3 unchanged" in deployed("preview").out
    assert "is taken" in deployed("state", "rename", f"{URN}main", "second", code=1).err


def test_marks(deployed: Cli) -> None:
    """Protected and tainted, one or all; a tainted one is replaced by the next update, and the CLI must know."""
    assert deployed("state", "unprotect", f"{URN}second").out == "1 resources unprotected\n"
    assert "protect" not in rows(deployed)["second"]
    assert deployed("state", "protect", "--all").out == "All resources protected\n"
    assert all(row["protect"] for row in rows(deployed).values())
    assert deployed("state", "unprotect", "--all").out == "All resources unprotected\n"
    done = deployed("state", "taint", f"{URN}first", f"{URN}second")
    assert done.out == "2 resources tainted\n"
    assert done.err.splitlines()[0] == f"  ~ {URN}first (taint: false => true)"
    assert json.loads(state(deployed).read_text())["features"] == ["taint"]
    assert "2 to replace" in re.sub(r"\s+", " ", deployed("preview").out)
    assert deployed("state", "untaint", "--all").out == "All resources untainted\n"
    assert json.loads(state(deployed).read_text())["version"] == 3


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("remove",), "missing argument: the URNs of the resources to remove, or --all; to list them: moorage stack"),
        (("taint",), "missing argument: the URNs of the resources to taint; to list them: moorage stack --show-urns"),
        (("protect", "--all", "x"), "--all leaves no place for a resource URN"),
        (("remove", "--all", "x"), "cannot specify a resource URN when deleting all resources"),
    ],
)
def test_bad_command_lines(cli: Cli, words: tuple[str, ...], line: str) -> None:
    """One line, exit code 2."""
    said = cli("state", *words, code=2).err
    assert said.startswith(f"error: {line}")
    assert said.count("\n") == 1


def test_a_damaged_state_is_repaired(deployed: Cli) -> None:
    """Refused with the command that mends it, mended, taken again; a whole one is left alone."""
    assert deployed("state", "repair").out == "The snapshot is already valid; skipping repair\n"
    content = json.loads(state(deployed).read_text())
    content["checkpoint"]["latest"]["resources"].reverse()
    content["checkpoint"]["latest"]["resources"][0]["dependencies"] = [f"{URN}gone"]
    state(deployed).write_text(json.dumps(content))
    assert "refers to" in deployed("preview", code=1).err
    done = deployed("state", "repair")
    assert done.out == "State repaired successfully\n"
    assert f"    - {URN}gone [dependency]" in done.err.splitlines()
    assert "3 unchanged" in deployed("preview").out


def test_import_checks_what_it_takes(deployed: Cli) -> None:
    """Rows of another stack and ones that do not hold together are refused unless forced; no JSON always."""
    exported = json.loads(deployed("stack", "export").out)
    before = state(deployed).read_bytes()
    file = deployed.write("x.json", json.dumps(exported).replace("urn:pulumi:dev::", "urn:pulumi:prod::"))
    refused = deployed("stack", "import", "--file", str(file), code=1).err.splitlines()
    assert refused[0] == "error: importing this file could be dangerous; rerun with --force to proceed anyway:"
    assert refused[1].startswith(f"  * resource '{STACK}' is from a different stack".replace(":dev::", ":prod::", 1))
    file.write_text("{}")
    assert deployed("stack", "import", "--file", str(file), code=2).err == f"error: {file}: not a Pulumi checkpoint\n"
    exported["deployment"]["resources"].pop(0)
    file.write_text(json.dumps(exported))
    assert "state file contains errors: resource " in deployed("stack", "import", "--file", str(file), code=1).err
    assert state(deployed).read_bytes() == before
    forced = deployed("stack", "import", "--file", str(file), "--force")
    assert forced.err.startswith("warning: state file contains errors: ")
    assert pathlib.Path(f"{state(deployed)}.bak").read_bytes() == before


def test_an_import_in_clear_is_sealed(deployed: Cli, tmp_path: pathlib.Path) -> None:
    """What was exported with secrets in clear is encrypted again; pending operations are dropped, and named."""
    clear = json.loads(deployed("stack", "export", "--show-secrets").out)
    secret = json.loads(deployed("outputs", "--json", "--show-secrets").out)["password"]
    row = clear["deployment"]["resources"][-1]
    clear["deployment"]["pending_operations"] = [{"resource": {**row, "id": ""}, "type": "creating"}]
    file = deployed.write("x.json", json.dumps(clear))
    assert secret in file.read_text()
    done = deployed("stack", "import", "--file", str(file))
    assert f"warning: removing pending operation 'creating' on '{row['urn']}' from snapshot" in done.err
    assert secret not in state(deployed).read_text()
    assert json.loads(deployed("outputs", "--json", "--show-secrets").out)["password"] == secret
    assert "pending_operations" not in json.loads(deployed("stack", "export").out)["deployment"]
    assert "3 unchanged" in deployed("preview").out


def test_a_stack_is_renamed(deployed: Cli) -> None:
    """State, history and stack file get the new name, which is selected then; nothing is left of the old one."""
    assert deployed("stack", "rename", "test").out == "Renamed dev to test\n"
    assert not state(deployed).exists()
    assert (deployed.root / "Pulumi.test.yaml").exists()
    assert not (deployed.root / "Pulumi.dev.yaml").exists()
    (entry,) = json.loads(deployed("stack", "ls", "--json").out)
    assert (entry["name"], entry["current"]) == ("test", True)
    assert len(json.loads(deployed("stack", "history", "--json").out)) == 1
    assert "3 unchanged" in deployed("preview").out
    deployed("stack", "init", "other")
    assert deployed("stack", "rename", "test", "--stack", "other", code=1).err.endswith(
        "exists already: it would be the renamed stack's\n"
    )
    assert deployed("stack", "unselect").out == "Stack was unselected\n"


def test_history_and_former_states(deployed: Cli) -> None:
    """Numbered from the first; each one's state can be exported."""
    deployed.write("__main__.py", "")
    deployed("state", "unprotect", "--all")
    deployed("up", "--yes", "--skip-preview", "--message", "less")
    second, first = json.loads(deployed("stack", "history", "--json").out)
    assert [(each["version"], each["kind"], each["message"]) for each in (first, second)] == [
        (1, "update", ""),
        (2, "update", "less"),
    ]
    assert first["resourceChanges"] == {"create": 3}
    (only,) = json.loads(deployed("stack", "history", "--json", "--page-size", "1", "--page", "2").out)
    assert only == first
    lines = deployed("stack", "history").out.splitlines()
    assert lines[:4] == ["Version: 2", "UpdateKind: update", "Status: succeeded", "Message: less"]
    assert re.fullmatch(r"\+0-2~0 1 Updated .* took \d+s", lines[4])
    former = json.loads(deployed("stack", "export", "--version", "1").out)
    assert len(former["deployment"]["resources"]) == 4
    assert (
        deployed("stack", "export", "--version", "3", code=1).err == "error: there is no version 3; allowed: 1 to 2\n"
    )
    assert "No stack updates found on page '2'" in deployed("stack", "history", "--page", "2").out


def test_canceling_names_whose_lock_it_was(deployed: Cli) -> None:
    """And says when there was none."""
    assert deployed("cancel", "--yes").out == "Stack 'dev' is not locked: there was nothing to cancel\n"
    folder = deployed.root / ".pulumi/locks/organization/toy/dev"
    folder.mkdir(parents=True, exist_ok=True)
    held = {"pid": 1, "username": "ann", "hostname": "far", "timestamp": "2026-01-01T00:00:00Z"}
    (folder / "1.json").write_text(json.dumps(held))
    refused = deployed("state", "unprotect", "--all", code=1).err
    assert refused.startswith("error: stack 'dev' is locked by process 1 of ann@far since 2026-01-01T00:00:00Z; wait")
    done = deployed("cancel", "--yes")
    assert done.err == "removed the lock of process 1 of ann@far since 2026-01-01T00:00:00Z\n"
    assert done.out == "The currently running update for 'dev' has been canceled!\n"


@pytest.mark.parametrize(
    "words",
    [
        ("state", "get", "x"),
        ("state", "delete", "urn:pulumi:dev::toy::a:b:C::x", "--yes"),
        ("state", "repair", "--yes"),
        ("state", "unprotect", "--all"),
        ("stack", "import", "--file", "x.json"),
        ("stack", "rename", "test"),
        ("stack", "history", "--json"),
    ],
)
def test_the_clis_where_it_is_installed(
    cli: Cli, pulumi: Callable[[], dict[str, list[str]]], words: tuple[str, ...]
) -> None:
    """As typed."""
    cli(*words)
    assert pulumi()["arguments"] == ["-C", str(cli.root), *words]
