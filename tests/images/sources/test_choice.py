"""Which file lists the dependencies: found, named, or missing."""

from __future__ import annotations

import pathlib

import pytest

from components.core.naming import Scope
from components.core.project import Project
from components.images.python import plan
from tests.images import apps
from tests.images.sources import asked
from tests.images.sources.test_uvlock import LOCK

CHOICES = "allowed: none, poetry.lock, pylock.toml, pyproject.toml, requirements.txt, uv.lock"
PROJECT = '[project]\nname = "demo"\nversion = "1"\ndependencies = ["six"]\n'


@pytest.mark.parametrize(
    ("files", "options", "source"),
    [
        ({"requirements.txt": "", "uv.lock": LOCK}, {"dependencies": "requirements.txt"}, "requirements.txt"),
        ({"requirements.txt": "six==1.17.0", "pyproject.toml": PROJECT}, {}, "requirements.txt"),
        ({"requirements.txt": "", "pyproject.toml": "[tool.ruff]"}, {}, "requirements.txt"),
        ({"requirements.txt": "six==1.17.0", "pdm.lock": ""}, {}, "requirements.txt"),
        ({"pyproject.toml": PROJECT}, {}, "pyproject.toml"),
        ({"requirements/prod.txt": "six"}, {"dependencies": "requirements/prod.txt"}, "requirements/prod.txt"),
        ({"setup.cfg": "[options]\ninstall_requires = six"}, {}, "setup.cfg"),
        ({}, {"dependencies": "none"}, ""),
    ],
    ids=["chosen", "beside its project", "beside tools", "beside another", "project", "pip-tools", "setup.cfg", "none"],
)
def test_the_file_that_counts(
    files: dict[str, str], options: dict[str, str], source: str, tmp_path: pathlib.Path
) -> None:
    """One is enough; a project and its list belong together."""
    folder = apps.write(tmp_path, {"main.py": "", **files})
    assert asked.read(folder, **options).source == source
    plan.check(apps.python(**options), folder, asked.PATH, "dev", Project(tmp_path, tmp_path, Scope("shop", "test")))


@pytest.mark.parametrize(
    ("files", "options", "line"),
    [
        ({}, {}, f"no file lists them; {CHOICES}"),
        ({"pyproject.toml": "[tool.ruff]"}, {}, f"no file lists them; {CHOICES}"),
        (
            {"requirements.txt": "", "uv.lock": LOCK},
            {},
            "requirements.txt and uv.lock are both there; choose one; allowed: none, requirements.txt, uv.lock",
        ),
        (
            {"requirements.txt": "", "uv.lock": LOCK, "poetry.lock": ""},
            {},
            "requirements.txt, uv.lock and poetry.lock are all there; choose one; "
            "allowed: none, poetry.lock, requirements.txt, uv.lock",
        ),
        ({}, {"dependencies": "requirements.txt"}, "requirements.txt: no such file or directory"),
        ({}, {"dependencies": "../requirements.txt"}, "'../requirements.txt' should be a path inside the source"),
        ({"a/uv.lock": LOCK}, {"dependencies": "a/uv.lock"}, f"a/uv.lock: set source to its folder; {CHOICES}"),
        (
            {"pdm.lock": "", "pyproject.toml": PROJECT},
            {},
            "pdm.lock is not read here; make a file of it that is, by: "
            f"pdm export --format pylock --output pylock.toml; {CHOICES}",
        ),
        (
            {"Pipfile.lock": ""},
            {},
            "Pipfile.lock is not read here; make a file of it that is, by: "
            f"pipenv requirements --hash > requirements.txt; {CHOICES}",
        ),
        (
            {"requirements/base.txt": "", "requirements/prod.txt": ""},
            {},
            f"no file lists them by default; name one of requirements/base.txt, requirements/prod.txt; {CHOICES}",
        ),
        (
            {"setup.py": ""},
            {},
            f"no file lists them; setup.py would have to be run to know: write them to a requirements.txt; {CHOICES}",
        ),
        (
            {"requirements.txt": "click", "pyproject.toml": PROJECT},
            {},
            "requirements.txt: disagrees with pyproject.toml: six is missing; choose one at dependencies; "
            "allowed: pyproject.toml, requirements.txt",
        ),
        ({"pyproject.toml": "[project"}, {}, "pyproject.toml cannot be read: Expected ']' at the end of a table decl"),
    ],
    ids=[
        "none",
        "tools",
        "both",
        "all",
        "gone",
        "outside",
        "below",
        "pdm",
        "pipenv",
        "several",
        "setup",
        "two",
        "text",
    ],
)
def test_no_file_or_too_many(files: dict[str, str], options: dict[str, str], line: str, tmp_path: pathlib.Path) -> None:
    """None or two that exclude each other need a word."""
    found = asked.error(apps.write(tmp_path, {"main.py": "", **files}), **options)
    assert found.startswith(f"images.app.python.dependencies: {line}")


def test_the_lock_of_the_workspace_above(tmp_path: pathlib.Path) -> None:
    """A member of a workspace has no lock of its own; the line says where it is."""
    folder = apps.write(tmp_path, {"uv.lock": LOCK, "packages/api/main.py": ""}) / "packages/api"
    assert asked.error(folder) == (
        "images.app.python.dependencies: no file lists them; "
        f"../../uv.lock is a workspace's: set source to its folder, member to this project; {CHOICES}"
    )
