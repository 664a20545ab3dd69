"""Commands that are handed over: a `pulumi` on PATH records what it is given."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.cli.conftest import Cli

Read = Callable[[], dict[str, list[str]]]


def variables(record: dict[str, list[str]]) -> dict[str, str]:
    """Return the recorded environment."""
    return dict(line.split("=", 1) for line in record["environment"] if "=" in line)


def test_output_is_the_clis(cli: Cli, pulumi: Read) -> None:
    """Nothing is added to what it prints."""
    del pulumi
    done = cli("stack", "ls")
    assert (done.out, done.err) == ("from pulumi\n", "to stderr\n")


def test_its_failure_is_ours(cli: Cli, pulumi: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code passes through."""
    del pulumi
    monkeypatch.setenv("FAKE_CODE", "7")
    cli("preview", "--stack", "dev", code=7)


def test_up_makes_the_stack_and_hands_over(cli: Cli, pulumi: Read) -> None:
    """The stack is there before the CLI starts, in the place that it is told."""
    cli("up", "--yes", "--target", "urn:x")
    record = pulumi()
    given = variables(record)
    assert record["arguments"][:5] == ["-C", str(cli.root), "up", "--yes", "--target"]
    assert given["PULUMI_BACKEND_URL"] == f"file://{cli.root}"
    assert given["PULUMI_STACK"] == "dev"
    assert given["PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER"] == "true"
    state = json.loads((cli.root / ".pulumi/stacks/toy/dev.json").read_text())
    assert state["checkpoint"]["latest"]["secrets_providers"]["type"] == "passphrase"


def test_the_stack_file_is_left_alone(cli: Cli, pulumi: Read) -> None:
    """The CLI writes a salt into the file it is given: it gets a copy."""
    before = (cli.root / "Pulumi.dev.yaml").read_text()
    cli("up", "--yes")
    assert pulumi()["stackfile"] == before.splitlines()
    assert (cli.root / "Pulumi.dev.yaml").read_text() == before


def test_a_file_with_a_salt_is_given_as_it_is(cli: Cli, pulumi: Read) -> None:
    """Nothing would be written into it, so no copy is made."""
    cli("config", "set", "--secret", "token", "canary", "--engine", "embedded")
    cli("preview")
    assert pulumi()["arguments"] == ["-C", str(cli.root), "preview"]


def test_configuration_is_saved_where_it_belongs(cli: Cli, pulumi: Read) -> None:
    """With `-c` the CLI stores a value: it gets the real file."""
    cli("up", "--yes", "-c", "size=3")
    assert pulumi()["arguments"] == ["-C", str(cli.root), "up", "--yes", "-c", "size=3"]


def test_a_made_passphrase_is_handed_over(cli: Cli, pulumi: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made once, said once with the line for plain pulumi, and named to the CLI."""
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    said = cli("up", "--yes").err
    path = variables(pulumi())["PULUMI_CONFIG_PASSPHRASE_FILE"]
    assert path.endswith("config/moorage/passphrase")
    assert f"export PULUMI_CONFIG_PASSPHRASE_FILE={path}" in said
    assert "export" not in cli("up", "--yes").err


def test_the_users_passphrase_stays(cli: Cli, pulumi: Read) -> None:
    """With one given, no file is named."""
    cli("up", "--yes")
    given = variables(pulumi())
    assert given["PULUMI_CONFIG_PASSPHRASE"] == "correct-horse"
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" not in given


def test_a_backend_that_only_the_cli_has_is_left_to_it(cli: Cli, pulumi: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address such as s3:// is passed on as the user gave it."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://bucket")
    cli("up", "--yes")
    assert variables(pulumi())["PULUMI_BACKEND_URL"] == "s3://bucket"


def test_destroy_never_has_the_stack_file_deleted(cli: Cli, pulumi: Read) -> None:
    """The CLI's own `--remove` deletes it: state and history are removed by `stack rm` instead."""
    cli("stack", "init", "dev", "--engine", "embedded")
    cli("destroy", "--yes", "--remove")
    assert pulumi()["arguments"][:6] == ["stack", "rm", "dev", "--yes", "--preserve-config", "--remove-backups"]
    assert (cli.root / "Pulumi.dev.yaml").exists()


def test_outputs_is_the_clis_stack_output(cli: Cli, pulumi: Read) -> None:
    """Our own command name is translated."""
    cli("outputs", "--stack", "dev", "--json")
    assert pulumi()["arguments"] == ["-C", str(cli.root), "stack", "output", "--stack", "dev", "--json"]


def test_embedded_never_hands_over(cli: Cli, pulumi: Read) -> None:
    """--engine embedded ignores the CLI."""
    cli("stack", "ls", "--engine", "embedded")
    assert pulumi() == {}


def test_a_bad_stack_file_is_refused_before(cli: Cli, pulumi: Read) -> None:
    """One line, exit code 2, and the CLI never starts."""
    cli.write("Pulumi.dev.yaml", "config: {'moorage:profile': staging}\n")
    done = cli("up", "--yes", code=2)
    assert done.err == "error: profile: 'staging' is not a profile; allowed: dev, prod\n"
    assert pulumi() == {}
    assert not (cli.root / ".pulumi").exists()
