"""`moorage config`: the CLI's table, JSON and files."""

from __future__ import annotations

import io
import json

import pytest

from tests.cli.conftest import Cli

FILE = """\
# a comment that stays
config:
  toy:size: "3" # so does this
  moorage:images:
    shop: {python: {ports: {http: 8080}}}
"""


def test_a_list_has_the_clis_shape(cli: Cli) -> None:
    """Text under `value`, objects under `objectValue` too, a hidden secret with neither."""
    cli.write("Pulumi.dev.yaml", FILE)
    cli("config", "set", "--secret", "token", "canary")
    document = json.loads(cli("config", "--json").out)
    assert document["toy:size"] == {"value": "3", "secret": False}
    assert document["moorage:images"] == {
        "value": '{"shop":{"python":{"ports":{"http":8080}}}}',
        "objectValue": {"shop": {"python": {"ports": {"http": 8080}}}},
        "secret": False,
    }
    assert document["toy:token"] == {"secret": True}
    shown = json.loads(cli("config", "--json", "--show-secrets").out)
    assert shown["toy:token"] == {"value": "canary", "secret": True}


def test_a_table_is_for_people(cli: Cli) -> None:
    """The project's own keys go without namespace; secrets are blinded."""
    cli.write("Pulumi.dev.yaml", 'config:\n  toy:size: "3"\n  aws:region: eu\n')
    cli("config", "set", "--secret", "token", "canary")
    assert cli("config").out.splitlines() == [
        "KEY         VALUE",
        "aws:region  eu",
        "size        3",
        "token       [secret]",
    ]


def test_set_keeps_the_file(cli: Cli) -> None:
    """Comments and everything else stay; a path sets a typed value."""
    cli.write("Pulumi.dev.yaml", FILE)
    cli("config", "set", "--path", "moorage:images.shop.python.ports.http", "9090")
    text = (cli.root / "Pulumi.dev.yaml").read_text()
    assert text == FILE.replace("8080", "9090")
    assert cli("config", "get", "--path", "moorage:images.shop.python.ports.http").out == "9090\n"
    cli("config", "rm", "size")
    assert "# a comment that stays" in (cli.root / "Pulumi.dev.yaml").read_text()
    assert "toy:size" not in (cli.root / "Pulumi.dev.yaml").read_text()


def test_a_secret_is_never_in_clear(cli: Cli) -> None:
    """Neither in the file nor in an error; the salt enters the file with the first one."""
    assert "encryptionsalt" not in (cli.root / "Pulumi.dev.yaml").read_text()
    cli("config", "set", "--secret", "token", "canary")
    text = (cli.root / "Pulumi.dev.yaml").read_text()
    assert "canary" not in text
    assert "encryptionsalt: v1:" in text
    assert cli("config", "get", "token").out == "canary\n"
    assert json.loads(cli("config", "get", "token", "--json").out) == {"value": "canary", "secret": True}


def test_the_files_salt_is_the_states(cli: Cli) -> None:
    """One stack, one salt."""
    cli("stack", "init", "dev")
    state = json.loads((cli.root / ".pulumi/stacks/toy/dev.json").read_text())
    cli("config", "set", "--secret", "token", "canary")
    salt = state["checkpoint"]["latest"]["secrets_providers"]["state"]["salt"]
    assert f"encryptionsalt: {salt}" in (cli.root / "Pulumi.dev.yaml").read_text()


def test_a_value_is_read_from_a_pipe(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its last line break, unless it is asked for."""
    monkeypatch.setattr("sys.stdin", io.StringIO("two\nlines\n"))
    cli("config", "set", "text")
    assert cli("config", "get", "text").out == "two\nlines\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("raw\n"))
    cli("config", "set", "text", "--raw")
    assert cli("config", "get", "text").out == "raw\n\n"


def test_what_is_not_there_is_said_as_the_cli_says_it(cli: Cli) -> None:
    """`get` fails, `rm` does not."""
    assert cli("config", "get", "nope", code=1).err == "error: configuration key 'nope' not found for stack 'dev'\n"
    cli("config", "rm", "nope")


def test_contradicting_options_are_refused(cli: Cli) -> None:
    """Nothing is written."""
    before = (cli.root / "Pulumi.dev.yaml").read_text()
    done = cli("config", "set", "--secret", "--plaintext", "k", "v", code=2)
    assert done.err == "error: only one of --secret, --plaintext and --type may be given\n"
    assert (cli.root / "Pulumi.dev.yaml").read_text() == before
