"""`moorage stack` and `moorage outputs`, in the CLI's layout and JSON."""

from __future__ import annotations

import json
import pathlib

import pytest

from moorage.cli import ages
from tests.cli.conftest import Cli


@pytest.fixture
def deployed(cli: Cli) -> Cli:
    """Return the command in a project whose stack is up."""
    cli("up", "--yes", "--skip-preview")
    return cli


def test_outputs_are_the_clis_document(deployed: Cli) -> None:
    """Two spaces, sorted, secrets blinded; both commands print the same."""
    expected = '{\n  "password": "[secret]",\n  "web": {\n    "url": "http://127.0.0.1:8080"\n  }\n}\n'
    assert deployed("stack", "output", "--json").out == expected
    assert deployed("outputs", "--stack", "dev", "--json").out == expected


def test_secrets_are_shown_when_asked_for(deployed: Cli) -> None:
    """In clear, and only then."""
    shown = json.loads(deployed("outputs", "--json", "--show-secrets").out)
    assert len(shown["password"]) == 12
    assert deployed("outputs", "password").out == "[secret]\n"
    assert deployed("outputs", "password", "--show-secrets").out == f"{shown['password']}\n"


def test_blinded_outputs_need_no_passphrase(deployed: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may read the state may see what is public."""
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    assert json.loads(deployed("outputs", "--json").out)["password"] == "[secret]"
    failed = deployed("outputs", "--json", "--show-secrets", code=1)
    assert "incorrect passphrase" in failed.err
    assert failed.err.count("\n") == 1


def test_one_output_or_a_table_or_a_script(deployed: Cli) -> None:
    """The layout is the CLI's."""
    assert deployed("outputs", "web").out == '{"url":"http://127.0.0.1:8080"}\n'
    assert deployed("outputs", "web", "--json").out == '{\n  "url": "http://127.0.0.1:8080"\n}\n'
    assert deployed("outputs").out.splitlines() == [
        "Current stack outputs (2):",
        "    OUTPUT    VALUE",
        "    password  [secret]",
        '    web       {"url":"http://127.0.0.1:8080"}',
    ]
    assert deployed("outputs", "--shell").out.splitlines() == [
        "password='[secret]'",
        'web=\'{"url":"http://127.0.0.1:8080"}\'',
    ]


def test_a_missing_output_is_one_line(deployed: Cli) -> None:
    """In the CLI's words."""
    assert deployed("outputs", "nope", code=1).err == "error: current stack does not have output property 'nope'\n"


def test_an_empty_stack_has_no_outputs(cli: Cli) -> None:
    """An empty document, no error."""
    cli("stack", "init", "dev")
    assert cli("outputs", "--json").out == "{}\n"


def test_the_list_is_the_clis(deployed: Cli) -> None:
    """Name, current, last update with milliseconds, number of resources."""
    assert deployed("stack", "ls", "--json").out != "[]\n"
    (entry,) = json.loads(deployed("stack", "ls", "--json").out)
    assert list(entry) == ["name", "current", "lastUpdate", "resourceCount"]
    assert (entry["name"], entry["current"], entry["resourceCount"]) == ("dev", False, 3)
    assert entry["lastUpdate"][-5] == "."
    deployed("stack", "select", "dev")
    assert json.loads(deployed("stack", "ls", "--json").out)[0]["current"] is True
    head, row = deployed("stack", "ls").out.splitlines()
    assert head.split("  ")[0] == "NAME"
    assert row.startswith("dev*  ")
    assert row.endswith("  3")


def test_no_stacks_are_an_empty_list(cli: Cli) -> None:
    """As the CLI prints it."""
    assert cli("stack", "ls", "--json").out == "[]\n"


def test_the_tree_is_shown(deployed: Cli) -> None:
    """Types and names below their parents; ids where asked for, without widening the table."""
    lines = deployed("stack").out.splitlines()
    start = lines.index("Current stack resources (3):") + 1
    assert lines[start : start + 5] == [
        "    TYPE                                           NAME",
        "    pulumi:pulumi:Stack                            toy-dev",
        "    ├─ pulumi:providers:random                     default_4_21_4",
        "    └─ random:index/randomPassword:RandomPassword  made",
        "",
    ]
    assert sum("ID: " in line for line in deployed("stack", "--show-ids").out.splitlines()) == 2


def test_an_export_has_its_secrets_encrypted(deployed: Cli, tmp_path: pathlib.Path) -> None:
    """Unless they are asked for, as the CLI writes them."""
    sealed = json.loads(deployed("stack", "export").out)
    assert set(sealed) == {"version", "deployment"}
    text = json.dumps(sealed)
    assert "ciphertext" in text
    assert "plaintext" not in text
    shown = deployed("stack", "export", "--show-secrets").out
    assert "plaintext" in shown
    assert "ciphertext" not in shown
    deployed("stack", "export", "--file", str(tmp_path / "x.json"))
    assert json.loads((tmp_path / "x.json").read_text()) == sealed
    assert (tmp_path / "x.json").stat().st_mode & 0o777 == 0o600


def test_a_name_that_is_a_folder_of_the_state_is_refused(cli: Cli) -> None:
    """`..` would lead to the history of every stack."""
    line = "error: '..' cannot be a stack's name: letters, digits, '-', '_' and '.' are allowed, at most 100 of them\n"
    assert cli("stack", "init", "..", code=2).err == line
    assert cli("stack", "rm", "..", "--yes", code=2).err == line


def test_a_stack_is_made_once(cli: Cli) -> None:
    """A second `init` is an error, in the CLI's words."""
    assert cli("stack", "init", "dev").err == "Created stack 'dev'\n"
    assert cli("stack", "init", "dev", code=1).err == "error: stack 'dev' already exists\n"


def test_removing_needs_an_empty_stack_and_a_yes(deployed: Cli) -> None:
    """Nothing is forgotten by accident."""
    assert "non-interactive mode requires --yes" in deployed("stack", "rm", "dev", code=1).err
    assert "still has resources" in deployed("stack", "rm", "dev", "--yes", code=1).err
    deployed("destroy", "--yes", "--skip-preview")
    deployed("stack", "rm", "dev", "--yes", "--preserve-config")
    assert (deployed.root / "Pulumi.dev.yaml").exists()
    assert deployed("stack", "ls", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7200, "2 hours ago"),
        (90000, "1 day ago"),
        (8 * 86400, "1 week ago"),
        (70 * 86400, "2 months ago"),
        (800 * 86400, "2 years ago"),
    ],
)
def test_ages_are_in_words(seconds: int, text: str) -> None:
    """In the unit that fits."""
    import datetime

    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    then = (now - datetime.timedelta(seconds=seconds)).isoformat().replace("+00:00", ".123456789Z")
    assert ages.ago(then, now + datetime.timedelta(milliseconds=200)) == text
