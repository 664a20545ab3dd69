"""Projects that cannot become an image: each is one line that says where, what is wrong, and what to do."""

from __future__ import annotations

import pathlib

import pytest

from components import images
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from tests.images import apps
from tests.images.bad import CASES, Case


def line(case: Case, root: pathlib.Path) -> str:
    """Return what the settings of the image say of the project."""
    apps.write(root / "app", {"main.py": "", **case.files})
    block = {"python": {"source": "app", "command": ["python", "main.py"], **case.block}}
    with pytest.raises(SettingsError) as caught:
        images.settings("shop", block, Project(root, root, Scope("bad", "dev")), case.profile)
    return str(caught.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_one_line(case: Case, tmp_path: pathlib.Path) -> None:
    """The whole line, below the image's own path; nothing is written."""
    assert line(case, tmp_path) == f"images.shop.python.{case.line}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app"]


def test_there_are_thirty() -> None:
    """At least 30 different lines."""
    assert len({case.line for case in CASES}) >= 30
