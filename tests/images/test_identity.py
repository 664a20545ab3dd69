"""Identity: what rebuilds an image, and what does not; the provider's own hash of the context goes the same way."""

from __future__ import annotations

import os
import pathlib
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from components import images
from components.core.naming import Scope
from components.core.project import Project
from components.images import context, places
from moorage.engine.providers.docker_build import contexthash
from tests.images import apps

BLOCK: dict[str, Any] = {
    "source": "app", "uid": 7, "ports": {}, "writable": [], "checks": {}, "stop_signal": "SIGTERM",
    "args": {"EDITION": "1"}, "files": ["*.py", "Dockerfile"],
}  # fmt: skip
PINNED = "FROM base\nARG EDITION\nCOPY main.py /\nUSER 7:7\n"


def pin(root: pathlib.Path, digit: str) -> None:
    """Record what the base stands for."""
    digest, date = f"sha256:{digit * 64}", "2026-01-01"
    (root / "images.lock").write_text(
        f'{{"version": 1, "bases": {{"debian:bookworm-slim": {{"repository": "docker.io/library/debian", '
        f'"digest": "{digest}", "platforms": ["linux/amd64"], "date": "{date}"}}}}}}',
        encoding="utf-8",
    )


def identity(root: pathlib.Path, **options: Any) -> tuple[str, str]:
    """Return the key of the image, and the hash that docker-build takes of what it is given."""
    project = Project(root, root / "infra", Scope("shop", "test"))
    word, given = images.settings("app", {"dockerfile": {**BLOCK, **options}}, project, "dev")
    found = context.of("app", word, given, project, "linux/amd64", root / "cache")
    folder = places.put(found, context.place("app", project), waiting=True)
    return found.key, contexthash.compute(root, str(folder), str(folder / "Dockerfile"), {})


@pytest.fixture
def root(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a project with one image on a pinned base."""
    made = apps.write(tmp_path / "one", {"app/main.py": "print()\n", "app/Dockerfile": PINNED, "app/README.md": "one"})
    pin(made, "1")
    return made


def _clone(root: pathlib.Path) -> pathlib.Path:
    mask = os.umask(0o077)
    try:
        shutil.copytree(root, elsewhere := root.parent / "another" / "path", copy_function=shutil.copyfile)
    finally:
        os.umask(mask)
    (elsewhere / "app/main.py").chmod(0o600)
    os.utime(elsewhere / "app/main.py", (4_000_000_000, 4_000_000_000))
    return elsewhere


@pytest.mark.parametrize(
    "change",
    [
        lambda root: root,
        _clone,
        lambda root: apps.write(root, {"app/README.md": "another text, which is not sent"}),
        lambda root: apps.write(root, {"app/.env": "SECRET=1", "app/.git/HEAD": "ref: refs/heads/other"}),
        lambda root: apps.write(root, {".git/HEAD": "0123", "other/main.py": "print(1)\n"}),
        lambda root: apps.write(root, {"app/.dockerignore": "more.py\n", "app/more.py": "ignored"}),
    ],
    ids=[
        "again",
        "another clone, mask and clock",
        "what is not sent",
        "hidden files",
        "git and other folders",
        "ignored",
    ],
)
def test_only_content_counts(change: Callable[[pathlib.Path], pathlib.Path], root: pathlib.Path) -> None:
    """Neither path, clone, clock, mask nor git changes the key or the provider's hash; nor does what is not sent."""
    before = identity(root)
    assert identity(change(root)) == before


@pytest.mark.parametrize(
    ("change", "options", "hashed"),
    [
        (lambda root: apps.write(root, {"app/main.py": "print(1)\n"}), {}, True),
        (lambda root: apps.write(root, {"app/more.py": ""}), {}, True),
        (lambda root: (root / "app/main.py").chmod(0o755), {}, True),
        (lambda root: apps.write(root, {"app/Dockerfile": f"{PINNED}ENV A=1\n"}), {}, True),
        (lambda root: pin(root, "2"), {}, True),
        (lambda root: None, {"command": ["/main.py"]}, True),
        # Compared by the provider as a property of its own.
        (lambda root: None, {"args": {"EDITION": "2"}}, False),
    ],
    ids=["content", "a new file", "mode", "Dockerfile", "base", "setting", "argument"],
)
def test_every_part_of_the_content_counts(
    change: Callable[[pathlib.Path], object], options: dict[str, Any], hashed: bool, root: pathlib.Path
) -> None:
    """A file, the Dockerfile, the base, a setting or an argument is another key."""
    key, fingerprint = identity(root)
    change(root)
    other = identity(root, **options)
    assert other[0] != key
    assert (other[1] != fingerprint) is hashed
