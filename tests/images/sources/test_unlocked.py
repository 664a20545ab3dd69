"""A project without a lock, by build back end: what it asks for, and that nothing of it is pinned."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.images.python import sources
from tests.images import apps
from tests.images.sources import asked

BUILT = '[build-system]\nrequires = ["x"]\nbuild-backend = "x"\n'
STANDARD = f"""\
[project]
name = "demo"
version = "1"
requires-python = ">=3.10"
dependencies = ["six>=1", "tomli ; python_version < '3.11'"]

[project.optional-dependencies]
web = ["flask"]
All = ["demo[web]", "redis"]

[dependency-groups]
obs = ["sentry-sdk", {{ include-group = "base" }}]
base = ["structlog"]

[tool.pdm.dev-dependencies]
dev = ["pytest"]

{BUILT}"""
POETRY = f"""\
[tool.poetry]
name = "demo"
version = "1"

[tool.poetry.dependencies]
python = "^3.10"
six = "^1.16"
click = {{ version = "~8.1", extras = ["a"] }}
flask = {{ version = "^3.0.1", optional = true }}
tomli = {{ version = "*", python = "<3.11" }}

[tool.poetry.extras]
web = ["flask"]

[tool.poetry.group.obs.dependencies]
redis = [{{ version = "^4", python = "<3.11" }}, {{ version = ">=5,<6", python = ">=3.11" }}]

{BUILT}"""
FLIT = f"""\
[tool.flit.metadata]
module = "demo"
requires = ["six", "click (>=8)"]
requires-python = ">=3.10"

[tool.flit.metadata.requires-extra]
web = ["flask"]

{BUILT}"""
SETUP = """\
[metadata]
name = demo

[options]
python_requires = >=3.10
install_requires =
    six>=1
    # why
    click

[options.extras_require]
web = flask
"""


@pytest.mark.parametrize(
    ("files", "options", "lines"),
    [
        ({"pyproject.toml": STANDARD}, {}, ["six>=1", "tomli ; python_version < '3.11'"]),
        (
            {"pyproject.toml": STANDARD},
            {"extras": ["all"]},
            ["flask", "redis", "six>=1", "tomli ; python_version < '3.11'"],
        ),
        (
            {"pyproject.toml": STANDARD},
            {"groups": ["obs", "dev"]},
            ["pytest", "sentry-sdk", "six>=1", "structlog", "tomli ; python_version < '3.11'"],
        ),
        ({"pyproject.toml": POETRY}, {}, ["click[a]>=8.1,<8.2", "six>=1.16,<2", "tomli ; (python_version < '3.11')"]),
        (
            {"pyproject.toml": POETRY},
            {"extras": ["web"], "groups": ["obs"]},
            [
                "click[a]>=8.1,<8.2",
                "flask>=3.0.1,<4",
                "redis>=4,<5 ; (python_version < '3.11')",
                "redis>=5,<6 ; (python_version >= '3.11')",
                "six>=1.16,<2",
                "tomli ; (python_version < '3.11')",
            ],
        ),
        ({"pyproject.toml": FLIT}, {"extras": ["web"]}, ["click (>=8)", "flask", "six"]),
        ({"pyproject.toml": BUILT, "setup.cfg": SETUP}, {"extras": ["web"]}, ["click", "flask", "six>=1"]),
    ],
    ids=["standard", "extras in extras", "groups", "poetry", "poetry's parts", "flit", "setup.cfg"],
)
def test_what_it_asks_for(
    files: dict[str, str], options: dict[str, Any], lines: list[str], tmp_path: pathlib.Path
) -> None:
    """As pip writes it; nothing pinned, pip has to resolve, and the project itself is one to install."""
    found = asked.read(apps.write(tmp_path, files), **options)
    assert asked.text(found).splitlines() == lines
    assert (found.pinned, found.hashed, found.complete, found.projects) == (False, False, False, (".",))


@pytest.mark.parametrize(
    "table",
    [
        '[tool.setuptools.dynamic]\ndependencies = { file = ["deps.txt"] }\n',
        '[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ["deps.txt"]\n',
    ],
    ids=["setuptools", "hatch"],
)
def test_dependencies_in_a_file(table: str, tmp_path: pathlib.Path) -> None:
    """Setuptools, and hatch with its plugin, read them from a file that they name."""
    project = f'[project]\nname = "demo"\ndynamic = ["version", "dependencies"]\n{table}'
    folder = apps.write(tmp_path, {"pyproject.toml": project, "deps.txt": "# why\nsix>=1  # so\n\nclick\n"})
    assert asked.text(asked.read(folder)) == "click\nsix>=1\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[project]\nname = "d"\ndynamic = ["dependencies"]\n', "only the build back end can tell its dependencies"),
        (
            '[project]\nname = "d"\ndependencies = ["six @ git+https://x/y"]\n',
            "six comes from git+https://x/y; only a lock",
        ),
        ('[project]\nname = "d"\ndependencies = ["six=1"]\n', "'six=1' is no requirement"),
        (
            '[tool.poetry.dependencies]\nsix = { git = "https://x" }\n',
            "six comes from git (https://x); only packages of",
        ),
        (
            '[tool.poetry.dependencies]\nsix = "^1 || ^3"\n',
            "six: pip has no way to write '^1 || ^3'; lock it with: poetry",
        ),
        ('[project]\nname = "d"\ndependencies = "six"\n', "dependencies should be a list of strings"),
        ('[project]\nname = "d"\ndependencies = [1]\n', "dependencies should be a list of strings"),
        ('[tool.poetry.dependencies]\nsix = "new"\n', "Invalid version: 'new'"),
        ('[project]\nname = "d"\n[dependency-groups]\na = [{ include-group = "b" }]\n', "[dependency-groups]: "),
    ],
)
def test_mistakes(text: str, line: str, tmp_path: pathlib.Path) -> None:
    """What pip cannot be told is named."""
    found = asked.error(apps.write(tmp_path, {"pyproject.toml": text}))
    assert found.startswith(f"{asked.PATH}.dependencies: pyproject.toml: {line}")


def test_the_python_it_is_for(tmp_path: pathlib.Path) -> None:
    """A base with another Python is refused."""
    error = asked.error(apps.write(tmp_path, {"pyproject.toml": STANDARD}), "3.9")
    assert error == f"{asked.PATH}.base: pyproject.toml requires Python >=3.10, and the base has 3.9"


def test_prod_wants_a_reason(tmp_path: pathlib.Path) -> None:
    """What is not pinned is good enough for dev; prod needs a lock or a reason, and a reason needs a need."""
    folder = apps.write(tmp_path, {"pyproject.toml": STANDARD, "requirements.txt": "six==1.17.0"})
    bare: dict[str, Any] = {"dependencies": "pyproject.toml"}
    found = asked.read(folder, **bare)
    sources.check(apps.python(**bare), found, asked.PATH, "dev")
    assert found.notes == ("pyproject.toml does not pin versions: what is installed depends on the day of the build",)
    assert asked.read(folder, **bare, unlocked="a demonstration").notes == ()
    sources.check(apps.python(**bare, unlocked="a demonstration"), found, asked.PATH, "prod")
    with pytest.raises(SettingsError, match=r"pyproject.toml does not pin versions, so what is installed depends on"):
        sources.check(apps.python(**bare), found, asked.PATH, "prod")
    pinned = asked.read(folder, dependencies="requirements.txt")
    with pytest.raises(SettingsError, match=r"unlocked: requirements.txt has a version for everything; leave it out"):
        sources.check(apps.python(unlocked="why"), pinned, asked.PATH, "prod")
