"""Every mistake on the command line is one line on stderr, with an exit code and without a traceback."""

from __future__ import annotations

import click
import pytest

from components.core.errors import SettingsError
from components.core.operations import OperationError
from moorage.cli import errors
from tests.cli.conftest import Cli


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("prview",), "error: no such command 'prview'; did you mean 'preview'; see moorage --help"),
        (("up", "--yess"), "error: no such option '--yess'; did you mean '--yes'; see moorage up --help"),
        (("stack", "ls", "--jsn"), "error: no such option '--jsn'; did you mean '--json'; see moorage stack ls --help"),
        (("up", "--parallel", "0"), "error: invalid value for '--parallel' / '-p': 0 is not in the range x>=1"),
        (("logs", "--tail", "x"), "error: invalid value for '--tail' / '-n': 'x' is not a valid integer"),
        (("config", "get"), "error: missing argument 'KEY'"),
        (("exec", "web"), "error: missing argument '-- COMMAND...'"),
        (("status", "--stack", "dev"), "error: Pulumi.dev.yaml: has no moorage: keys"),
        (("status", "--stack", "dve"), "error: Pulumi.dve.yaml: does not exist"),
    ],
)
def test_a_mistake_is_one_line(cli: Cli, words: tuple[str, ...], line: str) -> None:
    """Exit code 2, where it is, and where more is said."""
    done = cli(*words, code=2)
    assert done.err.startswith(line)
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_a_folder_without_a_project_is_one_line(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It names the folder."""
    empty = tmp_path_factory.mktemp("empty")
    done = cli("-C", str(empty), "preview", code=2)
    assert done.err == f"error: no Pulumi.yaml in {empty} or any folder above it\n"


def test_a_backend_of_the_cloud_needs_the_cli(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused by name; nothing is made elsewhere."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://bucket")
    for command in (["up", "--yes"], ["stack", "ls"], ["outputs"], ["destroy", "--yes"]):
        done = cli(*command, code=2)
        assert done.err == "error: PULUMI_BACKEND_URL: 's3://bucket' needs the pulumi CLI; allowed here: file://\n"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.Stop("no", 7), errors.Failure("no", 7)),
        (SettingsError("a.b", "is wrong", ["x"]), errors.Failure("a.b: is wrong; allowed: x", 2)),
        (OperationError("two\nlines"), errors.Failure("two lines", 1)),
        (KeyboardInterrupt(), errors.Failure("interrupted", 130)),
        (click.Abort(), errors.Failure("interrupted", 130)),
        (PermissionError(13, "Permission denied", "/x"), errors.Failure("/x: permission denied", 1)),
        (NotADirectoryError(20, "Not a directory", "/x"), errors.Failure("/x: not a directory", 1)),
        (OSError(28, "No space left on device", "/x"), errors.Failure("/x: no space left on device", 1)),
        (ValueError("a defect"), None),
    ],
)
def test_each_error_has_its_code(error: BaseException, expected: errors.Failure | None) -> None:
    """What is not known is a defect, and shows where it happened."""
    assert errors.explain(error) == expected


def test_every_known_error_exists() -> None:
    """A name that is moved elsewhere would turn one line into a traceback."""
    import importlib

    for module, name, _ in errors.KNOWN:
        assert issubclass(getattr(importlib.import_module(module), name), Exception)
