"""uv.lock of a workspace: one image a member, with the members that it needs, and none of the others."""

from __future__ import annotations

import pathlib

import pytest

from tests.images import apps
from tests.images.sources import asked

LOCK = """\
version = 1
requires-python = ">=3.10"
conflicts = [[{ package = "api", extra = "new" }, { package = "api", extra = "old" }]]

[manifest]
members = ["api", "cli", "core"]

[[package]]
name = "api"
version = "0.1.0"
source = { editable = "packages/api" }
dependencies = [{ name = "core", extra = ["fast"] }]

[package.optional-dependencies]
new = [{ name = "six", version = "2.0", source = { registry = "https://index.example/simple" } }]
old = [{ name = "six", version = "1.0", source = { registry = "https://index.example/simple" } }]

[package.metadata]
requires-dist = [
    { name = "core", extras = ["fast"], editable = "packages/core" },
    { name = "six", marker = "extra == 'new'", specifier = ">=2" },
    { name = "six", marker = "extra == 'old'", specifier = "<2" },
]

[[package]]
name = "core"
source = { editable = "packages/core" }
dependencies = [
    { name = "note", marker = "extra == 'extra-3-api-new'" },
    { name = "plain", source = { url = "https://files.example/plain-1.0-py3-none-any.whl" } },
]

[package.optional-dependencies]
fast = [{ name = "idna" }]

[[package]]
name = "cli"
version = "1"
source = { virtual = "packages/cli" }
dependencies = [{ name = "core" }]

[[package]]
name = "idna"
version = "3.0"
source = { registry = "https://mine.example/simple/" }
wheels = [{ url = "https://files.example/idna-3.0-py3-none-any.whl", hash = "sha256:aa" }]

[[package]]
name = "note"
version = "1.0"
source = { registry = "https://index.example/simple" }
wheels = [{ url = "https://files.example/note-1.0-py3-none-any.whl", hash = "sha256:bb" }]

[[package]]
name = "plain"
version = "1.0"
source = { url = "https://files.example/plain-1.0-py3-none-any.whl" }
wheels = [{ url = "https://files.example/plain-1.0-py3-none-any.whl", hash = "sha256:cc" }]

[[package]]
name = "six"
version = "1.0"
source = { registry = "https://index.example/simple" }
wheels = [{ url = "https://files.example/six-1.0-py3-none-any.whl", hash = "sha256:dd" }]

[[package]]
name = "six"
version = "2.0"
source = { registry = "https://index.example/simple" }
wheels = [{ url = "https://files.example/six-2.0-py3-none-any.whl", hash = "sha256:ee" }]
"""
ROOT = '[tool.uv.workspace]\nmembers = ["packages/*"]\n\n[[tool.uv.index]]\nurl = "https://mine.example/simple"\n'
API = """\
[project]
name = "api"
version = "0.1.0"
dependencies = ["core[fast]>=0"]

[project.optional-dependencies]
new = ["six>=2"]
old = ["six<2"]

[build-system]
requires = ["hatchling"]
"""
PLAIN = "plain @ https://files.example/plain-1.0-py3-none-any.whl"


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A workspace of three members: two packages, and one that is run from its folder."""
    files = {"uv.lock": LOCK, "pyproject.toml": ROOT, "packages/api/pyproject.toml": API}
    return apps.write(tmp_path, {**files, "packages/core/setup.py": "", "packages/cli/main.py": ""})


def test_a_member_and_what_it_needs(folder: pathlib.Path) -> None:
    """The members it depends on are installed first; an index that the workspace names is asked as well."""
    found = asked.read(folder, member="api")
    assert asked.names(found) == ["idna==3.0", PLAIN]
    assert asked.text(found).startswith("--extra-index-url https://mine.example/simple/\n")
    assert (found.projects, found.apart) == (("packages/core", "packages/api"), ("packages/cli",))


def test_a_member_that_is_no_package(folder: pathlib.Path) -> None:
    """It runs from its folder; what it needs is installed."""
    found = asked.read(folder, member="cli")
    assert asked.names(found) == [PLAIN]
    assert (found.projects, found.apart) == (("packages/core",), ("packages/api",))


def test_extras_that_exclude_each_other(folder: pathlib.Path) -> None:
    """Each brings its own versions, and what is needed under it alone; both together are refused."""
    assert asked.names(asked.read(folder, member="api", extras=["old"])) == ["idna==3.0", PLAIN, "six==1.0"]
    assert asked.names(asked.read(folder, member="api", extras=["new"])) == [
        "idna==3.0",
        "note==1.0",
        PLAIN,
        "six==2.0",
    ]
    assert asked.error(folder, member="api", extras=["old", "new"]) == (
        f"{asked.PATH}.dependencies: uv.lock: extra new and extra old exclude each other"
    )


def test_which_member(folder: pathlib.Path) -> None:
    """A workspace without a project of its own needs a word."""
    assert asked.error(folder) == (
        f"{asked.PATH}.dependencies: uv.lock: belongs to no project in this folder; "
        "name a member of the workspace at member; allowed: api, cli, core"
    )


def test_a_member_that_moved_on(folder: pathlib.Path) -> None:
    """The project that the lock is behind of is named."""
    file = folder / "packages/api/pyproject.toml"
    file.write_text(API.replace('"six>=2"', '"six>=3"').replace('"core[fast]>=0"', '"idna"'), encoding="utf-8")
    assert asked.error(folder, member="cli") == (
        f"{asked.PATH}.dependencies: uv.lock: does not match packages/api/pyproject.toml "
        "(added: idna; removed: core; changed: six); run: uv lock"
    )
