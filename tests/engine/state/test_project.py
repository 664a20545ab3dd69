"""Pulumi.yaml is found upwards and checked as the CLI checks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine.project import project
from tests.engine.state import conftest

FULL = """\
name: toy
description: a toy
runtime:
  name: python
  options: {virtualenv: .venv, toolchain: pip}
main: app/
backend: {url: file://./state}
options: {refresh: always}
stackConfigDir: stacks
config:
  greeting: hello
  size: {type: integer, default: 3, description: how many}
  token: {type: string, secret: true}
  names: {type: array, items: {type: string}}
  pulumi:autonaming: {value: {pattern: "${name}"}}
  aws:region: eu-west-1
"""


def test_everything_that_a_project_may_say(tmp_path: Path) -> None:
    """Paths are absolute, and declared keys know type, default and secrecy."""
    (tmp_path / "app" / "deep").mkdir(parents=True)
    conftest.write(tmp_path, FULL)
    found = project.find(tmp_path / "app" / "deep")
    assert (found.root, found.main) == (tmp_path, tmp_path / "app")
    assert (found.name, found.runtime, found.virtualenv) == ("toy", "python", tmp_path / ".venv")
    assert (found.backend_url, found.refresh) == ("file://./state", True)
    assert found.stack_path("dev") == tmp_path / "stacks" / "Pulumi.dev.yaml"
    assert {key: (each.type_name, each.default, each.secret) for key, each in found.config.items()} == {
        "greeting": ("", "hello", False),
        "size": ("integer", 3, False),
        "token": ("string", None, True),
        "names": ("array<string>", None, False),
        "pulumi:autonaming": ("", {"pattern": "${name}"}, False),
        "aws:region": ("", "eu-west-1", False),
    }


def test_smallest_project(tmp_path: Path) -> None:
    """Name and runtime are enough: the program is the project's folder."""
    found = conftest.write(tmp_path, "name: toy\nruntime: python\n")
    assert (found.main, found.virtualenv, found.backend_url, found.refresh) == (tmp_path, None, "", False)
    assert found.stack_path("dev") == tmp_path / "Pulumi.dev.yaml"


def test_uv_brings_its_environment(tmp_path: Path) -> None:
    """The uv toolchain means `.venv` unless another one is named."""
    found = conftest.write(tmp_path, "name: toy\nruntime: {name: python, options: {toolchain: uv}}\n")
    assert found.virtualenv == tmp_path / ".venv"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "Pulumi.yaml:1: a project must be a mapping with at least `name` and `runtime`"),
        ("Name: toy", "Pulumi.yaml:1: 'name' is missing; found 'Name' instead"),
        ("name: ..\nruntime: python", "Pulumi.yaml:1: name '..': letters, digits, '_', '-' and '.' are allowed"),
        ("name: a b\nruntime: python", "Pulumi.yaml:1: name 'a b': letters, digits, '_', '-' and '.' are allowed"),
        ("name: toy", "Pulumi.yaml:1: 'runtime' is missing; allowed: python"),
        ("name: toy\nruntime: {nam: python}", "Pulumi.yaml:2: runtime: unknown attribute 'nam'; did you mean 'name'?"),
        ("name: toy\nruntime: python\nmain: gone/", "Pulumi.yaml:3: main: gone/ does not exist"),
        ("name: toy\nruntime: python\nbackend: x", "Pulumi.yaml:3: backend: a mapping is expected"),
        (
            "name: toy\nruntime: python\noptions: {refresh: 'no'}",
            "Pulumi.yaml:3: options.refresh: 'no'; allowed: always",
        ),
        (
            "name: toy\nruntime: python\nconfig: {a: {typ: string}}",
            "Pulumi.yaml:3: config.a: unknown attribute 'typ'; did you mean 'type'?",
        ),
        (
            "name: toy\nruntime: python\nconfig: {a: {type: int}}",
            "Pulumi.yaml:3: config.a: type 'int'; did you mean 'integer'?",
        ),
        (
            "name: toy\nruntime: python\nconfig: {a: {type: integer, default: x}}",
            "Pulumi.yaml:3: config.a: the default is not of type integer",
        ),
        (
            "name: toy\nruntime: python\nconfig: {'b:a': {default: x}}",
            "Pulumi.yaml:3: config.b:a: a key of another namespace takes `value`, not `default`",
        ),
        (
            "name: toy\nruntime: python\nconfig: {a: {type: array}}",
            "Pulumi.yaml:3: config.a: an array needs `items: {type: ...}` with one of the types "
            "array, boolean, integer, object, string",
        ),
        (
            "name: toy\nruntime: python\nconfig: {a: {default: 1, value: 2}}",
            "Pulumi.yaml:3: config.a: `default` and `value` exclude each other",
        ),
    ],
)
def test_bad_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    """Each mistake is one line with file, line and what is allowed."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(project.ProjectError) as caught:
        conftest.write(tmp_path, text)
    assert str(caught.value) == message


def test_no_project(tmp_path: Path) -> None:
    """Without a file the message names the folder where the search began."""
    with pytest.raises(project.ProjectError, match=f"^no Pulumi.yaml in {tmp_path} or any folder above it$"):
        project.find(tmp_path)
