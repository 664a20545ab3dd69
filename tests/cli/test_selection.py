"""Which stack a command works on, and where the selection is recorded."""

from __future__ import annotations

import hashlib
import json
import pathlib

import pytest

from tests.cli.conftest import Cli


def chosen(cli: Cli, *options: str) -> str:
    """Return the stack that a command takes, by making it."""
    cli("up", "--yes", "--skip-preview", *options)
    return cli("stack", "--show-name", *options).out.strip()


def test_the_only_stack_file_is_taken(cli: Cli) -> None:
    """Nobody has to select what there is one of."""
    assert chosen(cli) == "dev"


def test_several_stack_files_need_a_choice(cli: Cli) -> None:
    """One line lists them; the exit code is the CLI's for no stack."""
    cli.write("Pulumi.prod.yaml", "config: {}\n")
    done = cli("preview", code=6)
    assert done.err == "error: no stack selected; specify a stack name with --stack (there are dev, prod)\n"


def test_the_order_is_option_variable_selection(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """--stack beats PULUMI_STACK, which beats the selected stack."""
    for name in ("one", "two", "three"):
        cli("stack", "init", name, "--no-select")
    cli("stack", "select", "three")
    assert cli("stack", "--show-name").out == "three\n"
    monkeypatch.setenv("PULUMI_STACK", "two")
    assert cli("stack", "--show-name").out == "two\n"
    assert cli("stack", "--show-name", "--stack", "one").out == "one\n"
    assert cli("stack", "--show-name", "--stack", "organization/toy/one").out == "one\n"


def test_the_selection_is_the_clis_own_record(cli: Cli, alone: pathlib.Path) -> None:
    """The file, its name and its content are those of `pulumi stack select`."""
    cli("stack", "init", "dev")
    digest = hashlib.sha1(str(cli.root / "Pulumi.yaml").encode(), usedforsecurity=False).hexdigest()
    file = alone / ".pulumi" / "workspaces" / f"toy-{digest}-workspace.json"
    assert json.loads(file.read_text()) == {"stacks": {"file://.": "organization/toy/dev"}}
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_older_record_is_read(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Older CLIs keep one name, whatever the backend; PULUMI_HOME says where."""
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "ph"))
    cli("stack", "init", "old")
    (file,) = (tmp_path / "ph" / "workspaces").iterdir()
    file.write_text('{"stack": "old"}')
    assert cli("stack", "--show-name").out == "old\n"


def test_an_unknown_stack_is_one_line(cli: Cli) -> None:
    """The nearest one is named; nothing is made."""
    done = cli("up", "--yes", "--stack", "dav", code=6)
    assert done.err == "error: no stack named 'dav' found; did you mean dev\n"
    assert not (cli.root / ".pulumi").exists()


@pytest.mark.parametrize("name", ["../escape", "a b", "x" * 101, "organization/other/dev"])
def test_a_name_that_cannot_be_one_is_refused(cli: Cli, name: str) -> None:
    """A name becomes a path: what the CLI refuses is refused."""
    done = cli("stack", "init", name, code=None)
    assert done.code in (2, 6)
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1
    assert not (cli.root / ".pulumi").exists()


def test_select_wants_a_stack_that_is_there(cli: Cli) -> None:
    """A stack file is enough, since `up` makes its stack."""
    cli("stack", "select", "dev")
    assert cli("stack", "select", "nope", code=6).err.startswith("error: no stack named 'nope' found")
    cli("stack", "select", "nope", "--create")
    assert cli("stack", "--show-name").out == "nope\n"
