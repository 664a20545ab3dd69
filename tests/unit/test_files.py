"""Configuration files that would hide something, or cannot be read, are refused in one line."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.workloads import files
from components.workloads.settings import File, Workload

TAKEN = {"/run/secrets": "where secrets are", "/var/lib/app": "volume data"}


@pytest.mark.parametrize(
    ("paths", "line"),
    [
        (["/etc/app.toml"], "would hide all else in /etc"),
        (["/usr/local/bin/tool"], "would hide all else in /usr/local/bin"),
        (["/proc/sys/x"], "would hide all else in /proc/sys"),
        (["/run/secrets/x"], "is in the way of /run/secrets, which is where secrets are"),
        (["/var/lib/app/conf/x"], "is in the way of /var/lib/app, which is volume data"),
        (["/etc/app/x", "/etc/app/x"], "/etc/app/x is already taken by file f0"),
        (["/etc/app/x", "/etc/app/x/y"], "/etc/app/x/y is already taken by file f0"),
        (["/etc/app/x", "/etc-app/y"], "/etc-app reads like /etc/app"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_hide_something_is_refused(paths: list[str], line: str) -> None:
    """By the file's path in the stack file, and what it hides."""
    given = {f"f{number}": File(path=path, content="") for number, path in enumerate(paths)}
    with pytest.raises(SettingsError, match=line):
        files.check("workloads.web", given, TAKEN)


@pytest.mark.parametrize(
    "block",
    [
        {"path": "etc/app/x", "content": ""},
        {"path": "/etc/../x/y", "content": ""},
        {"path": "/x", "content": ""},
        {"path": "/etc/app/x"},
        {"path": "/etc/app/x", "content": "", "base64": ""},
        {"path": "/etc/app/x", "base64": "?"},
    ],
    ids=str,
)
def test_a_file_has_an_absolute_path_and_one_origin(block: dict[str, Any]) -> None:
    """Anything else is no file."""
    with pytest.raises(ValueError, match="validation error"):
        File.model_validate(block)


def test_a_project_file_is_read(tmp_path: pathlib.Path) -> None:
    """Its bytes take its place; one that is not there, a folder and one that is too large are refused."""
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "a.bin").write_bytes(b"\xff\x00")
    (tmp_path / "conf" / "big").write_bytes(bytes(files.MOST + 1))
    project = Project(tmp_path, tmp_path, Scope("shop", "test"))

    def read(source: str) -> Workload:
        block = {"kind": "worker", "image": "x", "files": {"a": {"path": "/etc/app/a", "source": source}}}
        return files.read(Workload.model_validate(block), "workloads.web", project)

    assert files.data(read("conf/a.bin").files["a"]) == b"\xff\x00"
    for source, line in (("none", "does not exist"), ("conf", "is not a file"), ("conf/big", "may be delivered")):
        with pytest.raises(SettingsError, match=line):
            read(source)
