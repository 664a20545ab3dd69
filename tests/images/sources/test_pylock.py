"""pylock.toml: what it selects, and what is refused."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tests.images import apps
from tests.images.sources import asked

LOCK = """\
lock-version = "1.0"
requires-python = ">=3.9"
environments = ["sys_platform == 'linux'"]
extras = ["web"]
dependency-groups = ["obs", "base"]
default-groups = ["base"]
created-by = "a tool"

[[packages]]
name = "six"
version = "1.17.0"
index = "https://index.example/simple"
sdist = { name = "six-1.17.0.tar.gz", url = "https://files.example/six-1.17.0.tar.gz", hashes = { sha256 = "aa" } }
wheels = [
    { url = "https://files.example/six-1.17.0-py2.py3-none-any.whl", hashes = { sha256 = "bb", md5 = "cc" } },
]

[[packages]]
name = "timeout"
version = "5.0"
marker = "python_full_version < '3.11.3'"
index = "https://index.example/simple"
wheels = [{ name = "timeout-5.0-py3-none-any.whl", url = "https://files.example/t", hashes = { sha256 = "dd" } }]

[[packages]]
name = "web"
version = "1.0"
marker = "'web' in extras and sys_platform == 'linux'"
index = "https://mine.example/simple"
wheels = [{ url = "https://files.example/web-1.0-py3-none-any.whl", hashes = { sha512 = "ee" } }]

[[packages]]
name = "obs"
version = "1.0"
marker = "'obs' in dependency_groups"
index = "https://index.example/simple"
wheels = [{ url = "https://files.example/obs-1.0-py3-none-any.whl", hashes = { sha256 = "ff" } }]

[[packages]]
name = "basic"
marker = "'base' in dependency_groups"
archive = { url = "https://files.example/basic.zip", hashes = { sha256 = "99" } }
"""


def test_what_it_selects(tmp_path: pathlib.Path) -> None:
    """The groups that it has by default, all hashes that pip knows, a marker where the patch level decides."""
    found = asked.read(apps.write(tmp_path, {"pylock.toml": LOCK}))
    assert asked.text(found) == (
        "basic @ https://files.example/basic.zip \\\n    --hash=sha256:99\n"
        "six==1.17.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "timeout==5.0 ; python_full_version < '3.11.3' \\\n    --hash=sha256:dd\n"
    )
    assert (found.source, found.hashed, found.complete, found.projects) == ("pylock.toml", True, True, ())


def test_extras_and_groups(tmp_path: pathlib.Path) -> None:
    """Those that are asked for come on top; an index that is not the usual one is asked as well."""
    folder = apps.write(tmp_path, {"pylock.prod.toml": LOCK})
    options: dict[str, Any] = {"dependencies": "pylock.prod.toml", "extras": ["web"], "groups": ["obs"]}
    found = asked.read(folder, "3.12", **options)
    assert asked.names(found) == ["basic @ https://files.example/basic.zip", "obs==1.0", "six==1.17.0", "web==1.0"]
    assert asked.text(found).startswith("--extra-index-url https://mine.example/simple\n")
    assert "--extra-index-url" not in asked.text(asked.read(folder, "3.12", index="mine", **options))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (('lock-version = "1.0"', 'lock-version = "2.0"'), "pylock.toml: pylock version 2.0 is not supported"),
        (('created-by = "a tool"\n', ""), "pylock.toml: Missing required value in 'created-by'"),
        (("'linux'\"]", "'win32'\"]"), "pylock.toml: is for other machines than Linux x86_64 with Python 3.11"),
        (
            (
                'archive = { url = "https://files.example/basic.zip", hashes = { sha256 = "99" } }',
                'vcs = { type = "git", url = "https://code.example/x", commit-id = "1" }',
            ),
            "pylock.toml: basic comes from a repository (https://code.example/x)",
        ),
        (
            (
                'archive = { url = "https://files.example/basic.zip", hashes = { sha256 = "99" } }',
                'directory = { path = "../basic" }',
            ),
            "pylock.toml: basic is in ../basic, outside the source; set source to a folder that holds both",
        ),
        (
            ('archive = { url = "https://files.example/basic.zip"', 'archive = { path = "basic.zip"'),
            "pylock.toml: basic comes from a file (basic.zip); an index or a URL is needed",
        ),
        (('name = "basic"', 'name = "six"'), "pylock.toml: six is chosen twice; lock for one set of extras and groups"),
    ],
    ids=["version", "key", "machine", "git", "outside", "file", "twice"],
)
def test_mistakes(change: tuple[str, str], line: str, tmp_path: pathlib.Path) -> None:
    """What cannot be installed is named."""
    assert LOCK.replace(*change) != LOCK
    folder = apps.write(tmp_path, {"pylock.toml": LOCK.replace(*change)})
    assert asked.error(folder).startswith(f"{asked.PATH}.dependencies: {line}")


def test_a_folder_of_the_source_is_a_project(tmp_path: pathlib.Path) -> None:
    """It is installed as what it is, before the project above it."""
    lock = LOCK.partition("[[packages]]")[0] + '[[packages]]\nname = "near"\ndirectory = { path = "libs/near" }\n'
    built = '[build-system]\nrequires = ["flit_core"]\n'
    folder = apps.write(tmp_path, {"pylock.toml": lock, "libs/near/pyproject.toml": built, "pyproject.toml": built})
    found = asked.read(folder)
    assert (found.projects, found.requirement) == (("libs/near", "."), "")
