"""Dependencies: requirements.txt and uv.lock, what they become, and what is refused."""

from __future__ import annotations

import pathlib

import pytest

from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.images.python import plan
from components.images.python.sources import requirements, uvlock
from tests.images import apps

PATH = "images.app.python.dependencies"
CHOICES = "allowed: none, requirements.txt, uv.lock"

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


def test_uv_lock_as_requirements(tmp_path: pathlib.Path) -> None:
    """What the project needs on Linux, with extras on the way; a marker stays where the patch level decides."""
    apps.write(tmp_path, {uvlock.NAME: LOCK})
    assert uvlock.requirements(tmp_path, "3.11", "x86_64", PATH) == (
        "loop==0.2 \\\n    --hash=sha256:ee\n"
        "old==2.0 \\\n    --hash=sha256:f2\n"
        "queue==2.0 \\\n    --hash=sha256:cc\n"
        "timeout==5.0 ; (python_full_version < '3.11.3') \\\n    --hash=sha256:dd\n"
        "web==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    )


def test_uv_lock_follows_the_base(tmp_path: pathlib.Path) -> None:
    """Another Python or another machine needs other packages."""
    apps.write(tmp_path, {uvlock.NAME: LOCK})
    lines = uvlock.requirements(tmp_path, "3.9", "aarch64", PATH).splitlines()
    assert [line.split()[0] for line in lines if "==" in line] == ["old==1.0", "queue==2.0", "timeout==5.0", "web==1.0"]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("version = 1\n", "version = 2\n"), "uv.lock has version 2; 1 is known"),
        (("virtual", "directory"), "uv.lock should belong to one project, the one in the source folder"),
        (("[[package]]", "[[package"), "uv.lock cannot be read: "),
        (
            ('2.0"\nsource = { registry = "https://index.example/simple" }', '2.0"\nsource = { path = "../q" }'),
            "uv.lock: old comes from no package index; only packages of an index can be installed",
        ),
        (('wheels = [{ hash = "sha256:dd" }]', ""), "uv.lock: timeout has no hashes"),
    ],
    ids=["version", "project", "text", "source", "hashes"],
)
def test_uv_lock_mistakes(change: tuple[str, str], line: str, tmp_path: pathlib.Path) -> None:
    """What cannot be installed is named."""
    apps.write(tmp_path, {uvlock.NAME: LOCK.replace(*change)})
    with pytest.raises(SettingsError) as error:
        uvlock.requirements(tmp_path, "3.11", "x86_64", PATH)
    assert str(error.value).startswith(f"{PATH}: {line}")


def test_requirements_bring_what_they_include(tmp_path: pathlib.Path) -> None:
    """Included files enter the build as well; one hash anywhere means that all are checked."""
    files = {
        "requirements.txt": "-r more/base.txt\n-c limits.txt\nsix\n",
        "more/base.txt": f"--requirement=deep.txt\n{apps.HASHED}",
        "more/deep.txt": "# nothing\n",
        "limits.txt": "six<2\n",
    }
    found, hashed = requirements.read(apps.write(tmp_path, files), PATH)
    assert [file.path for file in found] == ["limits.txt", "more/base.txt", "more/deep.txt", "requirements.txt"]
    assert hashed is True
    assert requirements.read(apps.write(tmp_path, {"requirements.txt": "six\n"}), PATH)[1] is False


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("six\n-e .\n", "requirements.txt:2: a local path cannot be installed; only packages of an index can"),
        ("./wheels/x.whl\n", "requirements.txt:1: a local path"),
        ("x @ file:///x\n", "requirements.txt:1: a local path"),
        ("git+https://code.example/x\n", "requirements.txt:1: a repository cannot be installed"),
        ("x @ git+https://code.example/x\n", "requirements.txt:1: a repository cannot be installed"),
        (
            "--index-url https://me:pw@index.example/simple\n",
            "requirements.txt:1: credentials in a URL; put the index's",
        ),
        ("-r gone.txt\n", "gone.txt: no such file or directory"),
        ("-r ../outside.txt\n", "requirements.txt includes ../outside.txt, which is outside the source"),
    ],
)
def test_requirements_mistakes(text: str, line: str, tmp_path: pathlib.Path) -> None:
    """What a build cannot take is named by file and line; a password in it is not repeated."""
    with pytest.raises(SettingsError) as error:
        requirements.read(apps.write(tmp_path, {"requirements.txt": text}), PATH)
    assert str(error.value).startswith(f"{PATH}: {line}")
    assert "pw" not in str(error.value)


@pytest.mark.parametrize(
    ("files", "options", "line"),
    [
        ({}, {}, f"dependencies: no file lists them; {CHOICES}"),
        (
            {"requirements.txt": "", "uv.lock": LOCK},
            {},
            f"dependencies: requirements.txt and uv.lock are both there; choose one; {CHOICES}",
        ),
        ({"requirements.txt": "", "uv.lock": LOCK}, {"dependencies": "requirements.txt"}, ""),
        ({}, {"dependencies": "none"}, ""),
        ({}, {"dependencies": "requirements.txt"}, "dependencies: requirements.txt: no such file or directory"),
        (
            {"uv.lock": LOCK},
            {"base": "registry.example/base:1.2"},
            "base: uv.lock needs a base whose name tells Python's version, such as python:3.11-slim-bookworm",
        ),
    ],
    ids=["none", "both", "chosen", "said none", "chosen, not there", "base without version"],
)
def test_which_file_counts(files: dict[str, str], options: dict[str, str], line: str, tmp_path: pathlib.Path) -> None:
    """One file is enough; none or two need a word."""
    folder = apps.write(tmp_path, {"main.py": "", **files})
    settings = apps.python(**options)
    project = Project(tmp_path, tmp_path, Scope("shop", "test"))
    if not line:
        plan.check(settings, folder, "images.app.python", "prod", project)
        return
    with pytest.raises(SettingsError) as error:
        plan.check(settings, folder, "images.app.python", "prod", project)
    assert str(error.value) == f"images.app.python.{line}"
