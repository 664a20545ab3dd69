"""The hand-over to the Pulumi CLI: who deploys, the command line, the environment."""

from __future__ import annotations

import pathlib

import pytest

from moorage.cli import handover
from moorage.cli.errors import Stop


def program(folder: pathlib.Path) -> str:
    """Make an executable called `pulumi` and return its path."""
    made = folder / "pulumi"
    made.write_text("#!/bin/sh\n")
    made.chmod(0o755)
    return str(made)


def test_auto_takes_the_cli_that_is_there(tmp_path: pathlib.Path) -> None:
    """With `pulumi` on PATH it deploys; without it the embedded engine does."""
    assert handover.decide("auto", str(tmp_path)) == ("embedded", "")
    made = program(tmp_path)
    assert handover.decide("auto", str(tmp_path)) == ("pulumi", made)
    assert handover.decide("embedded", str(tmp_path)) == ("embedded", "")
    assert handover.decide("pulumi", str(tmp_path)) == ("pulumi", made)


def test_a_cli_that_is_asked_for_has_to_be_there(tmp_path: pathlib.Path) -> None:
    """--engine pulumi never falls back."""
    with pytest.raises(Stop, match="no pulumi on PATH") as caught:
        handover.decide("pulumi", str(tmp_path))
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["up", "--yes", "-s", "dev"], ["up", "--yes", "-s", "dev"]),
        (["--engine", "pulumi", "up"], ["up"]),
        (["up", "--engine=pulumi", "--yes"], ["up", "--yes"]),
        (["-C", "up", "up", "--target", "urn"], ["-C", "up", "up", "--target", "urn"]),
        (["outputs", "--json"], ["stack", "output", "--json"]),
        (["--color", "never", "outputs", "outputs"], ["--color", "never", "stack", "output", "outputs"]),
        (["config", "set", "key", "--", "--engine"], ["config", "set", "key", "--", "--engine"]),
    ],
)
def test_the_command_line_stays_as_typed(typed: list[str], expected: list[str]) -> None:
    """Only our own options go, and only our own command names are translated."""
    assert handover.arguments(typed) == expected


def test_a_config_file_is_put_in_place_of_the_given_one() -> None:
    """The copy is named once, before any `--`."""
    typed = ["up", "--config-file", "mine.yaml", "--yes"]
    assert handover.arguments(typed, "/tmp/copy.yaml") == ["up", "--yes", "--config-file", "/tmp/copy.yaml"]
    assert handover.arguments(["up", "--config-file=mine.yaml"]) == ["up", "--config-file=mine.yaml"]
    assert handover.arguments(["config", "--", "x"], "/tmp/c") == ["config", "--config-file", "/tmp/c", "--", "x"]


def test_words_can_be_left_away() -> None:
    """`--remove` is not for the CLI: it would delete the stack file."""
    assert handover.arguments(["destroy", "--remove", "--yes"], drop=("--remove",)) == ["destroy", "--yes"]


def test_saving_options_are_seen() -> None:
    """With them the CLI writes to the stack file, so it has to get the real one."""
    assert handover.saves(["up", "-c", "a=b"])
    assert handover.saves(["up", "--config=a=b"])
    assert not handover.saves(["up", "--config-file", "x"])


def test_the_environment_pins_state_stack_and_passphrase() -> None:
    """Everything else is passed on as it is."""
    around = handover.Surroundings("file:///state", "dev", "/home/me/passphrase")
    assert handover.environment({"HOME": "/home/me"}, around) == {
        "HOME": "/home/me",
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
        "PULUMI_BACKEND_URL": "file:///state",
        "PULUMI_STACK": "dev",
        "PULUMI_CONFIG_PASSPHRASE_FILE": "/home/me/passphrase",
    }
    nothing = handover.Surroundings("", "")
    assert handover.environment({}, nothing) == {"PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true"}
