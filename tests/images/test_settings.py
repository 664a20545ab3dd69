"""Settings of images: mistakes are found offline, each as one line."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from components import images
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from tests.images import apps

PYTHON: dict[str, Any] = {"source": "app", "command": ["python", "-m", "app"]}
STATED: dict[str, Any] = {"ports": {}, "checks": {}, "writable": [], "stop_signal": "SIGTERM"}
OWN: dict[str, Any] = {"source": "own", "uid": 10002, **STATED}
FILES = {
    "app/main.py": "",
    "app/requirements.txt": "six==1.17.0\n",
    "app/file": "",
    "own/Dockerfile": "FROM base\nCOPY run /run\nUSER 10002:10002\n",
    "own/run": "",
    "own/empty.Dockerfile": "# nothing\n",
    "own/free.Dockerfile": "FROM debian:12 AS build\nCOPY . /x\nFROM scratch\nCOPY --from=build /x /x\nUSER 10002\n",
}


def project(folder: pathlib.Path) -> Project:
    """Return a project with the applications."""
    return Project(apps.write(folder, FILES), folder / "infra", Scope("shop", "test"))


def load(block: object, folder: pathlib.Path, profile: str = "dev") -> str:
    """Return the error line of a block; empty: there is none."""
    try:
        images.settings("app", block, project(folder), profile)
    except SettingsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("block", [{"python": PYTHON}, {"dockerfile": OWN}], ids=["python", "dockerfile"])
def test_the_smallest_blocks_are_good(block: object, tmp_path: pathlib.Path) -> None:
    """Nothing else is required, in prod neither."""
    assert load(block, tmp_path, profile="prod") == ""


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"sauce": "app"}, "sauce: unknown key; did you mean source; allowed: "),
        ({"source": "ap"}, "source: 'ap' does not exist"),
        ({"source": "app/file"}, "source: 'app/file' is not a folder"),
        ({"source": "../app"}, "source: '../app' should be a path inside the project, relative to its root"),
        ({"source": "/app"}, "source: '/app' should be a path inside the project, relative to its root"),
        ({"command": "python -m app"}, "command: should be a list"),
        ({"command": []}, "command: "),
        ({"uid": 0}, "uid: should be greater than or equal to 1, not 0"),
        ({"uid": "10001"}, "uid: should be a integer"),
        ({"base": "python"}, "base: 'python' has a floating tag; name a release, such as python:3.11-slim-bookworm"),
        ({"base": "python:latest"}, "base: 'python:latest' has a floating tag"),
        (
            {"dependencies": "poetry.lok"},
            "dependencies: 'poetry.lok' is not a file that is read here; did you mean poetry",
        ),
        ({"ports": {"http": 0}}, "ports.http: "),
        ({"checks": {"web": {"http": {"port": "http"}}}}, "check web asks port http, which is not one"),
        ({"checks": {"web": {}}}, "checks.web: exactly one of http and command is needed"),
        ({"writable": ["tmp"]}, "writable.0: "),
        ({"stop_signal": "SIGKILL"}, "stop_signal: 'SIGKILL' is not a choice; "),
        ({"index": "The Index"}, "index: "),
        ({"files": ["none/*"]}, "files.0: 'none/*' matches no file of the source"),
    ],
)
def test_python_mistakes(change: dict[str, Any], line: str, tmp_path: pathlib.Path) -> None:
    """Each is one line at its place."""
    found = load({"python": {**PYTHON, **change}}, tmp_path)
    assert found.startswith("images.app.python")
    assert line in found
    assert "\n" not in found


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"ports": {"http": 80}, "checks": {"web": {"http": {"port": "http"}}}},
            "checks.web.http: an HTTP check needs a client inside the image, which is not known here; state a command",
        ),
        ({"dockerfile": "gone"}, "dockerfile: gone: no such file or directory"),
        ({"dockerfile": "../app/main.py"}, "dockerfile: '../app/main.py' should be a path inside the source"),
        ({"dockerfile": "empty.Dockerfile"}, "dockerfile: own/empty.Dockerfile has no FROM"),
        ({"base": "debian"}, "base: 'debian' has a floating tag"),
    ],
)
def test_dockerfile_mistakes(change: dict[str, Any], line: str, tmp_path: pathlib.Path) -> None:
    """Each is one line at its place; what the contract needs is never guessed."""
    block = {key: value for key, value in {**OWN, **change}.items() if value is not None}
    found = load({"dockerfile": block}, tmp_path)
    assert found.startswith(f"images.app.dockerfile.{line}")
    assert "\n" not in found


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (
            {"pyhton": PYTHON},
            "images.app.pyhton: unknown image; did you mean python; allowed: dockerfile, existing, python",
        ),
        ({"python": PYTHON, "dockerfile": OWN}, "images.app: exactly one kind is needed, found dockerfile, python"),
        ({}, "images.app: exactly one kind is needed, found none"),
        ("python", "images.app: should be a mapping with exactly one key, the kind"),
    ],
)
def test_kind_mistakes(block: object, line: str, tmp_path: pathlib.Path) -> None:
    """Exactly one known kind."""
    assert load(block, tmp_path) == line


def test_prod_needs_a_release(tmp_path: pathlib.Path) -> None:
    """A base that means another Python tomorrow is good enough for dev alone."""
    block = {"python": {**PYTHON, "base": "python:slim"}}
    assert load(block, tmp_path) == ""
    assert load(block, tmp_path, profile="prod").startswith("images.app.python.base: 'python:slim' names no release")


def test_bases_are_what_the_images_need(tmp_path: pathlib.Path) -> None:
    """Sorted, each once; a Dockerfile that names its own images needs none."""
    there = project(tmp_path)
    blocks: dict[str, object] = {
        "a": {"python": PYTHON},
        "b": {"python": {**PYTHON, "base": "python:3.11"}},
        "c": {"dockerfile": OWN},
        "d": {"dockerfile": {**OWN, "dockerfile": "free.Dockerfile", "base": "debian:unused"}},
        "e": {"dockerfile": OWN},
    }
    given = {name: images.settings(name, block, there, "dev") for name, block in blocks.items()}
    found = [wanted.key for wanted in images.names(given, there)]
    assert found == ["debian:bookworm-slim", "python:3.11", "python:3.11-slim-bookworm"]
