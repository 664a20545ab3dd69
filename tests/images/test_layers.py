"""What an image of a Python project holds, and in which layer: real builds of a small package with a console script."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest

from components.images import certificates, staging
from components.images.python import layout, plan
from tests.images import apps, building

pytestmark = [pytest.mark.docker, pytest.mark.xdist_group("layers")]

NAME = "python:3.11-slim-bookworm"
SIX = "six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n"
"""The wheel's hash, as `uv pip compile --generate-hashes` writes it."""

FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["flit_core==3.12.0"]
build-backend = "flit_core.buildapi"

[project]
name = "hello"
version = "1.2"
description = "Says hello"
readme = "README.md"
dependencies = ["six"]

[project.scripts]
hello = "hello:main"
""",
    "README.md": "# hello\n",
    "requirements.txt": SIX,
    "manage.py": "print('manages')\n",
    "src/hello/__init__.py": "import six\n\ndef main():\n    print('hello', six.__version__, __file__)\n",
    "src/hello/templates/page.html": "<p>\n",
    "tests/test_hello.py": "",
}


def context(root: pathlib.Path, written: dict[str, str], **options: Any) -> staging.Context:
    """Return the context of an application with these files."""
    settings = apps.python(**{"command": ["hello"], **options})
    source = apps.write(root / "app", written)
    return plan.context(settings, source, building.base(NAME, root), "app", "linux/amd64", {"title": "app"})


def build(root: pathlib.Path, written: dict[str, str], **options: Any) -> building.Built:
    """Build it."""
    return building.build(context(root, written, **options), root, {layout.CA: certificates.of_host(os.environ)})


@pytest.fixture(scope="module")
def hello(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Built]:
    """Return the built package."""
    built = build(tmp_path_factory.mktemp("hello"), FILES)
    yield built
    building.docker("rmi", "--force", built.id)


def names(built: building.Built, folder: pathlib.Path) -> list[list[tarfile.TarInfo]]:
    """Return the members of each layer, from the first on."""
    archive = folder / "image.tar"
    building.docker("save", "--output", str(archive), built.id)
    with tarfile.open(archive) as saved:
        listed: Any = json.load(saved.extractfile("manifest.json") or pytest.fail("no manifest"))
        found: list[list[tarfile.TarInfo]] = []
        for layer in listed[0]["Layers"]:
            with tarfile.open(fileobj=saved.extractfile(layer)) as one:
                found.append(one.getmembers())
    return found


def test_the_console_script_runs_the_installed_package(hello: building.Built) -> None:
    """The command is a script of the environment; the code is there, not in the application's folder."""
    done = building.docker("run", "--rm", "--read-only", hello.id)
    assert done.stdout == "hello 1.17.0 /opt/venv/lib/python3.11/site-packages/hello/__init__.py\n"
    assert sorted(hello.run("ls", "/app").stdout.split()) == ["__pycache__", "manage.py"]


def test_each_layer_holds_its_own(hello: building.Built, tmp_path: pathlib.Path) -> None:
    """The last layer holds the project alone, the one before it the dependencies and nothing of the project."""
    *_, environment, application, _ = ([member.name for member in layer] for layer in names(hello, tmp_path))
    assert any(name.endswith("/six.py") for name in environment)
    assert [name for name in environment if "hello" in name or name.startswith("app")] == []
    assert any(name.endswith("/hello/__init__.py") for name in application)
    assert any(name.endswith("/hello/templates/page.html") for name in application)
    assert [name for name in application if "six" in name] == []


def test_nothing_of_the_build_is_left(hello: building.Built, tmp_path: pathlib.Path) -> None:
    """No pip, setuptools, build back end, wheel, cache or place of the build; every file of ours has the one date."""
    layers = names(hello, tmp_path)
    every = [member.name for layer in layers for member in layer]
    for left in (
        "pip",
        "setuptools",
        "flit_core",
        "ensurepip",
        "direct_url.json",
        ".cache",
        "layers",
        "source",
        "README.md",
    ):
        assert not [name for name in every if left in name.split("/")], left
    assert not [name for name in every if name.endswith((".whl", ".tar.gz", "test_hello.py"))]
    ours = [member for layer in layers[-3:] for member in layer]
    assert {member.mtime for member in ours} == {staging.EPOCH}
    assert [member.name for member in ours if not member.issym() and member.mode & 0o7022] == []
    record = hello.run("cat", "/opt/venv/lib/python3.11/site-packages/hello-1.2.dist-info/RECORD").stdout
    assert "direct_url" not in record
    assert "__pycache__" not in record


def test_a_changed_line_keeps_the_layer_of_the_dependencies(hello: building.Built, tmp_path: pathlib.Path) -> None:
    """Every layer but that of the application has the same digest; the one of WORKDIR is empty."""
    source = FILES["src/hello/__init__.py"]
    changed = build(tmp_path, {**FILES, "src/hello/__init__.py": source.replace("'hello'", "'good day'")})
    before, after = hello.config["RootFS"]["Layers"], changed.config["RootFS"]["Layers"]
    building.docker("rmi", "--force", changed.id)
    assert [one for one, other in zip(before, after, strict=True) if one != other] == before[-2:-1]


def test_layers_are_the_same_when_nothing_is_remembered(hello: building.Built, tmp_path: pathlib.Path) -> None:
    """Every step run again, at another path and time: the same layers of dependencies and application."""
    again = context(tmp_path, FILES)
    nonce = staging.File(f"{layout.SCRIPTS}/nonce", str(tmp_path).encode())  # every step sees it: none is remembered
    again = dataclasses.replace(again, entries=[*again.entries, nonce])
    built = building.build(again, tmp_path, {layout.CA: certificates.of_host(os.environ)})
    layers = built.config["RootFS"]["Layers"]
    building.docker("rmi", "--force", built.id)
    assert "CACHED" not in "".join(line for line in built.log.splitlines() if "/mnt/" in line)
    assert layers[-3:] == hello.config["RootFS"]["Layers"][-3:]


def test_a_command_that_is_not_there_is_found_by_the_build(tmp_path: pathlib.Path) -> None:
    """The last line names it and the nearest console script."""
    with pytest.raises(AssertionError, match="the image has no program 'helo'; did you mean hello; installed: hello\n"):
        build(tmp_path, FILES, command=["helo"])


def test_a_missing_compiler_is_the_last_line(tmp_path: pathlib.Path) -> None:
    """A package of C code without a compiler: what to state, after pip's own words."""
    files = {
        "pyproject.toml": '[build-system]\nrequires = ["setuptools==80.9.0"]\n',
        "setup.py": (
            "from setuptools import Extension, setup\n"
            "setup(name='fast', version='1', ext_modules=[Extension('fast', ['fast.c'])])\n"
        ),
        "fast.c": "int fast;\n",
        "main.py": "import fast\n",
    }
    with pytest.raises(AssertionError, match=r"gcc is missing: state it on this image, packages: \{build: \[gcc\]\}\n"):
        build(tmp_path, files, command=["python", "main.py"], dependencies="none", files=["main.py", "fast.c"])
