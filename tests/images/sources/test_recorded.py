"""Locks that the tools themselves made: what is read out of each is what its own tool exports.

`recorded/<style>/expected.json` says which tool and version made the lock and exported the sets. The addresses of
files and index were changed afterwards, and Poetry's `content-hash` taken again, by the same Poetry.
"""

from __future__ import annotations

import json
import pathlib
import shutil
from typing import Any

import pytest

from tests.images.sources import asked

RECORDED = pathlib.Path(__file__).parent / "recorded"


def cases() -> list[Any]:
    """Return every recorded set with its folder."""
    found: list[Any] = []
    for file in sorted(RECORDED.glob("*/expected.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        for case in said["cases"]:
            parts = "-".join([file.parent.name, case["python"], *case["extras"], *case["groups"]])
            found.append(pytest.param(file.parent, said["lock"], case, id=parts))
    return found


@pytest.mark.parametrize(("folder", "lock", "case"), cases())
def test_the_same_packages_as_the_tool(folder: pathlib.Path, lock: str, case: dict[str, Any]) -> None:
    """For a Python, with extras and groups: the same names in the same versions, each with hashes, no marker left."""
    found = asked.read(folder, case["python"], dependencies=lock, extras=case["extras"], groups=case["groups"])
    assert asked.names(found) == case["packages"]
    assert asked.text(found).count("--hash=sha256:") >= 2 * len(case["packages"])
    assert " ; " not in asked.text(found)


STALE = {
    "uv": "uv.lock: does not match pyproject.toml (added: httpx; changed: click); run: uv lock",
    "poetry": "poetry.lock: does not match pyproject.toml; run: poetry lock",
}


@pytest.mark.parametrize("name", STALE)
def test_a_lock_that_is_behind(name: str, tmp_path: pathlib.Path) -> None:
    """Another wish in pyproject.toml than the lock was made from is told, with the command that mends it."""
    folder = shutil.copytree(RECORDED / name, tmp_path / "app")
    file = folder / "pyproject.toml"
    changed = file.read_text(encoding="utf-8").replace('"click>=8.1,<9"', '"click>=8.2", "httpx"')
    file.write_text(changed, encoding="utf-8")
    assert asked.error(folder) == f"{asked.PATH}.dependencies: {STALE[name]}"


@pytest.mark.parametrize("name", ["poetry20", "poetry11"])
def test_an_old_lock_that_is_behind(name: str, tmp_path: pathlib.Path) -> None:
    """So it is with the tables that Poetry had alone."""
    folder = shutil.copytree(RECORDED / name, tmp_path / "app")
    file = folder / "pyproject.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('click = "^8.1"', 'click = "^8.0"'), encoding="utf-8")
    assert asked.error(folder) == f"{asked.PATH}.dependencies: {STALE['poetry']}"


def test_a_python_that_was_not_locked_for(tmp_path: pathlib.Path) -> None:
    """The lock says for which Pythons it is; a change of `requires-python` alone makes it old."""
    folder = shutil.copytree(RECORDED / "uv", tmp_path / "app")
    assert (
        asked.error(folder, "3.8") == "images.app.python.base: uv.lock requires Python >=3.9, <4, and the base has 3.8"
    )
    file = folder / "pyproject.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(">=3.9,<4", ">=3.10"), encoding="utf-8")
    assert asked.error(folder).endswith("(requires-python: >=3.10, locked for >=3.9, <4); run: uv lock")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"extras": ["webb"]}, "extras.0: uv.lock has no extra 'webb'; did you mean web; allowed: all, web"),
        ({"groups": ["prod"]}, "groups.0: uv.lock has no group 'prod'; allowed: dev, docs"),
        ({"member": "dem"}, "dependencies: uv.lock: no member 'dem'; did you mean demo; allowed: demo"),
    ],
)
def test_parts_that_are_not_there(options: dict[str, Any], line: str) -> None:
    """Extras, groups and members are told with the nearest that there is."""
    assert asked.error(RECORDED / "uv", **options) == f"{asked.PATH}.{line}"
