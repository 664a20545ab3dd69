"""What of a Python project enters: the application by default, and what making wheels of it needs."""

from __future__ import annotations

import pathlib

import pytest

from components.images import selection
from components.images.python import chosen
from tests.images import apps


def names(folder: pathlib.Path, rule: selection.Default) -> list[str]:
    """Return the paths that a rule lets in."""
    return [file.path for file in selection.select(folder, (), rule, "images.app.python")]


DJANGO = ("manage.py", "site/settings.py", "shop/models.py", "shop/templates/shop/a.html", "static/a.css")
FLAT = ("main.py", "shop/__init__.py", "shop/data/prices.json", "alembic.ini", "migrations/0001.sql")
SOURCE = ("src/shop/__init__.py", "src/shop/py.typed")
ASIDE = ("tests/test_a.py", "shop_test.py", "docs/conf.py", "conftest.py", "README.md", "pyproject.toml", "notes.txt")


@pytest.mark.parametrize("files", [DJANGO, FLAT, SOURCE], ids=["django", "flat", "src"])
def test_the_code_and_what_goes_with_it(files: tuple[str, ...], tmp_path: pathlib.Path) -> None:
    """Whatever the layout; tests, documentation and what describes the project stay out."""
    folder = apps.write(tmp_path, dict.fromkeys([*files, *ASIDE, "shop/tests/test_b.py", ".env"], ""))
    assert names(folder, chosen.default(folder)) == sorted(files)


def test_other_members_stay_out(tmp_path: pathlib.Path) -> None:
    """A member of the workspace that this image does not need is no part of it: a change there rebuilds nothing."""
    files = (
        "packages/api/api.py",
        "packages/core/src/core/__init__.py",
        "packages/cli/cli.py",
        "packages/cli/setup.py",
    )
    folder = apps.write(tmp_path, dict.fromkeys(files, ""))
    assert names(folder, chosen.default(folder, ("packages/cli",))) == sorted(files[:2])
    assert names(folder, chosen.built(folder, ("packages/core",), ("packages/cli",))) == sorted(files[:2])


def test_what_wheels_are_made_of(tmp_path: pathlib.Path) -> None:
    """The code, and the files that say how it is built, native sources, and what those files name."""
    pyproject = """
[project]
readme = { file = "ABOUT.rst", content-type = "text/x-rst" }
keywords = ["docs"]
[tool.setuptools.dynamic]
version = { file = "VERSION" }
[tool.hatch.build.targets.wheel.force-include]
"config/default.yaml" = "shop/default.yaml"
[tool.hatch.envs.default]
features = ["notes.txt"]
"""
    needed = {
        "shop/__init__.py": "",
        "shop/fast.pyx": "",
        "lib/fast.c": "",
        "ext.h": "",
        "setup.py": 'setup(long_description=open("LONG.txt").read(), x="../out", y="docs")',
        "setup.cfg": "[metadata]\nlicense_files = MINE, ",
        "MANIFEST.in": "include CHANGES\nprune docs\n",
        "LICENSE.md": "",
        "README": "",
        "pyproject.toml": pyproject,
        **dict.fromkeys(["ABOUT.rst", "VERSION", "config/default.yaml", "LONG.txt", "MINE", "CHANGES"], ""),
    }
    aside = dict.fromkeys(["docs/a.md", "notes.txt", "config/other.yaml", "tests/test_a.py", ".env", "a.key"], "")
    folder = apps.write(tmp_path, {**needed, **aside})
    assert names(folder, chosen.built(folder, (".",))) == sorted(needed)


def test_each_project_brings_its_own(tmp_path: pathlib.Path) -> None:
    """Of a member, the files beside its code; what describes the folder above is not needed for it."""
    files = ("a/pyproject.toml", "a/README.md", "a/src/a/__init__.py", "main.py")
    folder = apps.write(tmp_path, dict.fromkeys([*files, "README.md", "pyproject.toml"], ""))
    assert names(folder, chosen.built(folder, ("a",))) == sorted(files)
