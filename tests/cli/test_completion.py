"""Completion in bash, zsh and fish."""

from __future__ import annotations

import subprocess

import pytest

from tests.cli.conftest import Cli

STACK = """
config:
  moorage:profile: dev
  moorage:images: {shop: {}}
  moorage:workloads: {web: {}, worker: {}, database: {}}
"""


def complete(cli: Cli, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Return what bash would be offered for the last of `words`."""
    monkeypatch.setenv("_MOORAGE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(["moorage", "-C", str(cli.root), *words]))
    monkeypatch.setenv("COMP_CWORD", str(len(words) + 2))
    cli.capture.readouterr()
    from moorage.cli import main

    with pytest.raises(SystemExit):
        main.main([])
    return [line.split(",", 1)[1] for line in cli.capture.readouterr().out.split()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(cli: Cli, shell: str) -> None:
    """It names the command and the variable that asks for completions."""
    script = cli("completion", shell).out
    assert "_MOORAGE_COMPLETE" in script
    assert "moorage" in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_another_shell_is_refused(cli: Cli) -> None:
    """The line says which there are."""
    assert "bash, zsh, fish" in cli("completion", "ksh", code=2).err.replace("'", "")


def test_commands_and_options_complete(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """So do sub-commands."""
    assert complete(cli, monkeypatch, "pre") == ["preview"]
    assert complete(cli, monkeypatch, "stack", "out") == ["output"]
    assert "--refresh" in complete(cli, monkeypatch, "up", "--re")


def test_stack_names_complete(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the stack files and from the state."""
    cli.write("Pulumi.prod.yaml", "config: {}\n")
    cli("stack", "init", "other")
    assert complete(cli, monkeypatch, "up", "--stack", "") == ["dev", "other", "prod"]
    assert complete(cli, monkeypatch, "stack", "select", "p") == ["prod"]


def test_workload_names_complete(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the stack that is named."""
    cli.write("Pulumi.dev.yaml", STACK)
    assert complete(cli, monkeypatch, "logs", "--stack", "dev", "w") == ["web", "worker"]
    assert complete(cli, monkeypatch, "exec", "d") == ["database"]
    cli.write("Pulumi.dev.yaml", "config: [")
    assert complete(cli, monkeypatch, "logs", "--stack", "dev", "w") == []
