"""uv.lock: what it becomes, and what is refused."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tests.images import apps
from tests.images.sources import asked

LOCK = """\
version = 1
requires-python = ">=3.9"

[[package]]
name = "demo"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "web", extra = ["standard"] },
    { name = "queue" },
    { name = "winonly", marker = "sys_platform == 'win32'" },
]

[package.optional-dependencies]
mine = [{ name = "unwanted" }]

[package.dev-dependencies]
dev = [{ name = "unwanted" }]

[[package]]
name = "web"
version = "1.0"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/web.tar.gz", hash = "sha256:bb" }
wheels = [{ url = "https://files.example/web.whl", hash = "sha256:aa" }]

[package.optional-dependencies]
standard = [{ name = "loop", marker = "platform_machine == 'x86_64'" }]

[[package]]
name = "queue"
version = "2.0"
source = { registry = "https://index.example/simple" }
wheels = [{ url = "https://files.example/queue.whl", hash = "sha256:cc" }]
dependencies = [
    { name = "timeout", marker = "python_full_version < '3.11.3'" },
    { name = "old", version = "1.0", marker = "python_full_version < '3.10'" },
    { name = "old", version = "2.0", marker = "python_full_version >= '3.10'" },
]

[[package]]
name = "timeout"
version = "5.0"
source = { registry = "https://index.example/simple" }
wheels = [{ hash = "sha256:dd" }]

[[package]]
name = "loop"
version = "0.2"
source = { registry = "https://index.example/simple" }
wheels = [{ hash = "sha256:ee" }]

[[package]]
name = "old"
version = "1.0"
source = { registry = "https://index.example/simple" }
wheels = [{ hash = "sha256:f1" }]

[[package]]
name = "old"
version = "2.0"
source = { registry = "https://index.example/simple" }
wheels = [{ hash = "sha256:f2" }]

[[package]]
name = "winonly"
version = "1.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "unwanted"
version = "1.0"
source = { git = "https://code.example/unwanted" }
"""


def test_what_the_project_needs(tmp_path: pathlib.Path) -> None:
    """On Linux, with extras on the way; a marker stays where the patch level decides."""
    found = asked.read(apps.write(tmp_path, {"uv.lock": LOCK}))
    assert asked.text(found) == (
        "loop==0.2 \\\n    --hash=sha256:ee\n"
        "old==2.0 \\\n    --hash=sha256:f2\n"
        "queue==2.0 \\\n    --hash=sha256:cc\n"
        "timeout==5.0 ; python_full_version < '3.11.3' \\\n    --hash=sha256:dd\n"
        "web==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    )
    assert (found.source, found.hashed, found.complete, found.pinned, found.projects) == (
        "uv.lock",
        True,
        True,
        True,
        (),
    )


def test_the_base_decides(tmp_path: pathlib.Path) -> None:
    """Another Python, patch level or machine needs other packages."""
    folder = apps.write(tmp_path, {"uv.lock": LOCK})
    assert asked.names(asked.read(folder, "3.9", "aarch64")) == ["old==1.0", "queue==2.0", "timeout==5.0", "web==1.0"]
    assert asked.names(asked.read(folder, "3.11.2")) == [
        "loop==0.2",
        "old==2.0",
        "queue==2.0",
        "timeout==5.0",
        "web==1.0",
    ]
    assert asked.names(asked.read(folder, "3.11.3")) == ["loop==0.2", "old==2.0", "queue==2.0", "web==1.0"]


def test_one_list_for_several_machines(tmp_path: pathlib.Path) -> None:
    """What one of them needs alone says so, and has to have a file for that one alone."""
    wheel = "loop-0.2-cp311-cp311-manylinux_2_17_x86_64.whl"
    lock = LOCK.replace('wheels = [{ hash = "sha256:ee" }]', f'wheels = [{{ url = "x/{wheel}", hash = "sha256:ee" }}]')
    found = asked.text(asked.read(apps.write(tmp_path, {"uv.lock": lock}), machine="x86_64 aarch64"))
    assert [line.removesuffix(" \\") for line in found.splitlines() if not line.startswith(" ")] == [
        "loop==0.2 ; platform_machine == 'x86_64'",
        "old==2.0",
        "queue==2.0",
        "timeout==5.0 ; python_full_version < '3.11.3'",
        "web==1.0",
    ]
    both = lock.replace(", marker = \"platform_machine == 'x86_64'\"", "")
    assert "loop 0.2 has no file for Python 3.11 on Linux aarch64" in asked.error(
        apps.write(tmp_path, {"uv.lock": both}), machine="x86_64 aarch64"
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("version = 1\n", "version = 2\n"), "has version 2; 1 is known"),
        (("virtual", "git"), "belongs to no project in this folder; name a member of the workspace at member"),
        (("[[package]]", "[[package"), "cannot be read: "),
        (
            (
                'queue"\nversion = "2.0"\nsource = { registry = "https://index.example/simple" }',
                'queue"\nversion = "2.0"\nsource = { path = "../q" }',
            ),
            "queue comes from a file (../q); an index, a URL or a folder of the source is needed",
        ),
        (
            (
                'queue"\nversion = "2.0"\nsource = { registry = "https://index.example/simple" }',
                'queue"\nversion = "2.0"\nsource = { git = "https://c/q" }',
            ),
            "queue comes from a repository (https://c/q); an index, a URL or a folder of the source is needed",
        ),
        (
            (
                'queue"\nversion = "2.0"\nsource = { registry',
                'queue"\nversion = "2.0"\nsource = { directory = "../q" }\nx = { a',
            ),
            "queue is in ../q, outside",
        ),
        (('wheels = [{ hash = "sha256:dd" }]', ""), "timeout has no hashes"),
        (
            ("[[package]]", "supported-markers = [\"sys_platform == 'win32'\"]\n\n[[package]]", 1),
            "is for other machines than Linux x86_64 with Python 3.11",
        ),
        (
            ('name = "timeout"\nversion', 'nam = "timeout"\nversion'),
            "is not in the form that is known, or pyproject.toml",
        ),
        (('name = "queue" }', 'name = "gone" }'), "gone is needed and not locked; run: uv lock"),
        (
            ("queue.whl", "queue-2.0-cp312-cp312-manylinux_2_17_x86_64.whl"),
            "queue 2.0 has no file for Python 3.11 on Linux x86_64, and no source: "
            "its wheels are for cp312-cp312-manylinux_2_17_x86_64",
        ),
    ],
    ids=["version", "project", "text", "file", "git", "outside", "hashes", "machine", "form", "missing", "no wheel"],
)
def test_mistakes(change: tuple[Any, ...], line: str, tmp_path: pathlib.Path) -> None:
    """What cannot be installed is named."""
    assert LOCK.replace(*change) != LOCK
    found = asked.error(apps.write(tmp_path, {"uv.lock": LOCK.replace(*change)}))
    assert (
        found.removeprefix("images.app.python.dependencies: ")
        .removeprefix("uv.lock")
        .removeprefix(": ")
        .strip()
        .startswith(line)
    )


def test_a_python_that_is_not_allowed(tmp_path: pathlib.Path) -> None:
    """The base is at fault, and named; so it is when its name does not tell."""
    folder = apps.write(tmp_path, {"uv.lock": LOCK})
    assert asked.error(folder, "3.8") == "images.app.python.base: uv.lock requires Python >=3.9, and the base has 3.8"
    assert asked.error(folder, "") == (
        "images.app.python.base: uv.lock needs a base whose name tells Python's version, "
        "such as python:3.11-slim-bookworm"
    )
