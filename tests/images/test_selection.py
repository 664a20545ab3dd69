"""Selection: what enters a build, by default and by globs, and what never does."""

from __future__ import annotations

import pathlib

import pytest

from components.core.errors import SettingsError
from components.images import selection
from components.images.python import chosen
from tests.images import apps

TREE = {
    "main.py": "",
    "setup.cfg": "",
    "README.md": "",
    "conftest.py": "",
    "test_main.py": "",
    "shop/__init__.py": "",
    "shop/page.html": "",
    "shop/tests/test_a.py": "",
    "shop/.env": "SECRET=1",
    "shop/tls.key": "SECRET",
    "shop/__pycache__/x.pyc": "",
    "names/space/mod.py": "",
    "templates/index.html": "",
    "static/app.css": "",
    "media/big.bin": "",
    "tests/test_b.py": "",
    "docs/conf.py": "",
    ".git/config": "",
    ".env": "SECRET=1",
    ".env.production": "SECRET=1",
    "id_rsa": "SECRET",
    "venv/lib/site.py": "",
    ".venv/lib/site.py": "",
    "node_modules/x.py": "",
    "shop.egg-info/PKG-INFO": "",
}


def chosen_paths(folder: pathlib.Path, globs: list[str]) -> list[str]:
    """Return the paths that enter."""
    return [file.path for file in selection.select(folder, globs, chosen.default(folder), "images.app.python")]


def test_default_is_the_code_and_its_data(tmp_path: pathlib.Path) -> None:
    """Modules, folders with code and all their data, framework folders; no tests, secrets or caches."""
    assert chosen_paths(apps.write(tmp_path, TREE), []) == [
        "main.py",
        "names/space/mod.py",
        "shop/__init__.py",
        "shop/page.html",
        "static/app.css",
        "templates/index.html",
    ]


@pytest.mark.parametrize(
    ("globs", "paths"),
    [
        (["media"], ["media/big.bin"]),
        (["media/"], ["media/big.bin"]),
        (["**/*.css", "main.py"], ["main.py", "static/app.css"]),
        (["shop"], ["shop/__init__.py", "shop/page.html", "shop/tests/test_a.py"]),
        (["shop/tls.key"], ["shop/tls.key"]),
    ],
)
def test_globs_say_what_enters(globs: list[str], paths: list[str], tmp_path: pathlib.Path) -> None:
    """Globs replace the default; a secret enters only by its path, written out."""
    assert chosen_paths(apps.write(tmp_path, TREE), globs) == paths


def test_no_glob_brings_a_secret(tmp_path: pathlib.Path) -> None:
    """The widest globs bring neither secrets nor caches nor environments."""
    names = chosen_paths(apps.write(tmp_path, TREE), ["**", "*", "shop/*"])
    found = {name for name in names if "SECRET" in (tmp_path / name).read_text(encoding="utf-8")}
    assert found == set()
    assert not any(
        part.startswith((".", "venv", "node_modules", "__pycache__")) for n in names for part in n.split("/")
    )


def test_the_folders_own_ignore_file_applies(tmp_path: pathlib.Path) -> None:
    """`.dockerignore` takes away, also from what globs choose."""
    apps.write(tmp_path, {**TREE, ".dockerignore": "shop/*.html\nstatic\n"})
    assert "shop/page.html" not in chosen_paths(tmp_path, [])
    assert chosen_paths(tmp_path, ["static", "main.py"]) == ["main.py"]


@pytest.mark.parametrize(
    ("globs", "line"),
    [
        (["nothing*"], "images.app.python.files.0: 'nothing*' matches no file of the source"),
        (["main.py", "[x"], "images.app.python.files.1: '[x' is not a glob"),
        (["../outside"], "images.app.python.source: ../outside leads outside the folder"),
        (["link"], "images.app.python.source: link leads outside the folder"),
    ],
)
def test_mistakes_are_one_line(globs: list[str], line: str, tmp_path: pathlib.Path) -> None:
    """Each mistake is named with its path."""
    folder = apps.write(tmp_path / "app", TREE)
    (tmp_path / "outside").write_text("", encoding="utf-8")
    (folder / "link").symlink_to("../outside")
    with pytest.raises(SettingsError) as error:
        chosen_paths(folder, globs)
    assert str(error.value) == line


def test_nothing_left_is_a_mistake(tmp_path: pathlib.Path) -> None:
    """An image without the application is refused."""
    with pytest.raises(SettingsError, match="no file of the source enters the image"):
        chosen_paths(apps.write(tmp_path, {"README.md": ""}), [])
