"""Locks: what is read, and what is refused."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.images import bases, lock

NAME = "python:3.11-slim-bookworm"
WANTED = bases.Wanted(NAME)
PATH = "images.app.python.base"
PINNED = {
    "repository": "docker.io/library/python",
    "digest": f"sha256:{'1' * 64}",
    "platforms": ["linux/amd64"],
    "date": "2026-01-02",
}
MADE = {
    "recipe": "python",
    "suite": "bookworm",
    "platform": "linux/amd64",
    "root": {"sha256": "2" * 64, "size": 4},
    "unpacker": {"sha256": "3" * 64, "size": 4},
    "packages": {"python3": "3.11.2-1"},
    "date": "2026-01-02",
}


def project(folder: pathlib.Path, shared: dict[str, Any], own: dict[str, Any]) -> lock.Lock:
    """Write both lock files, make the cache complete, and read."""
    cache = folder / "cache"
    cache.mkdir()
    (cache / f"{'2' * 64}.tar.gz").write_bytes(b"root")
    (cache / f"{'3' * 64}.busybox").write_bytes(b"busy")
    (folder / lock.SHARED).write_text(json.dumps({"version": 1, "bases": shared}), encoding="utf-8")
    (folder / lock.OWN).write_text(json.dumps({"version": 1, "bases": own}), encoding="utf-8")
    return lock.read(folder)


def test_the_shared_decision_comes_first(tmp_path: pathlib.Path) -> None:
    """What everybody builds on wins over what this machine made."""
    found = project(tmp_path, {NAME: PINNED}, {NAME: MADE}).base(WANTED, tmp_path / "cache", PATH)
    assert found == bases.Registry(NAME, "docker.io/library/python", f"sha256:{'1' * 64}")


def test_a_local_base_comes_from_the_cache(tmp_path: pathlib.Path) -> None:
    """Its files are those of the cache, under their hashes."""
    found = project(tmp_path, {}, {NAME: MADE}).base(WANTED, tmp_path / "cache", PATH)
    assert isinstance(found, bases.Local)
    assert [stored.path.name for stored in found.stored] == [f"{'2' * 64}.tar.gz", f"{'3' * 64}.busybox"]


def test_a_digest_needs_no_decision(tmp_path: pathlib.Path) -> None:
    """A name with a digest is its own decision."""
    name = f"{NAME}@sha256:{'9' * 64}"
    found = lock.read(tmp_path).base(bases.Wanted(name), tmp_path, PATH)
    assert found == bases.Registry(name, "docker.io/library/python", f"sha256:{'9' * 64}")


def test_no_decision_names_the_command(tmp_path: pathlib.Path) -> None:
    """The program never decides; it says who does."""
    with pytest.raises(SettingsError) as error:
        lock.read(tmp_path).base(WANTED, tmp_path, PATH)
    assert (
        str(error.value) == f"{PATH}: {NAME} is in neither images.lock nor images.local.lock; run: moorage images lock"
    )


def test_a_lost_file_names_the_command(tmp_path: pathlib.Path) -> None:
    """So does a base whose file is no longer in the cache, or not whole."""
    locks = project(tmp_path, {}, {NAME: MADE})
    file = tmp_path / "cache" / f"{'2' * 64}.tar.gz"
    file.write_bytes(b"roo")
    with pytest.raises(SettingsError) as error:
        locks.base(WANTED, tmp_path / "cache", PATH)
    assert str(error.value) == f"{PATH}: {file} is not there; run: moorage images lock"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "images.lock: cannot be read: "),
        ("[]", "images.lock: "),
        ('{"version": 2}', "images.lock.version: "),
        ('{"bases": {"python:3.11": {"digest": "sha256:1"}}}', "images.lock.bases.python:3.11."),
        ('{"basis": {}}', "images.lock.basis: unknown key; did you mean bases"),
    ],
)
def test_a_broken_file_is_one_line(text: str, line: str, tmp_path: pathlib.Path) -> None:
    """A lock that is none is named, with the place in it."""
    (tmp_path / lock.SHARED).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        lock.read(tmp_path)
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"digest": "latest"}, "images.lock.bases.python:3.11-slim-bookworm.digest: "),
        ({"platforms": []}, "images.lock.bases.python:3.11-slim-bookworm.platforms: "),
        ({"platforms": ["amd64"]}, "images.lock.bases.python:3.11-slim-bookworm.platforms.0: "),
        ({"date": "yesterday"}, "images.lock.bases.python:3.11-slim-bookworm.date: "),
        (
            {"repository": "registry.example/python"},
            "images.lock.bases.python:3.11-slim-bookworm.repository: is registry.example/python, but the name means "
            "docker.io/library/python",
        ),
    ],
)
def test_an_edit_by_hand_is_one_line(change: dict[str, Any], line: str, tmp_path: pathlib.Path) -> None:
    """A tag in place of a digest, no platform, another repository than the name says: refused with the place."""
    with pytest.raises(SettingsError) as error:
        project(tmp_path, {NAME: {**PINNED, **change}}, {})
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("shared", "own", "where"),
    [
        ({NAME: PINNED}, {}, f"images.lock.bases.{NAME}.platforms"),
        ({}, {NAME: MADE}, f"{lock.OWN}.bases.{NAME}.platform"),
    ],
)
def test_another_platform_is_not_decided(
    shared: dict[str, Any], own: dict[str, Any], where: str, tmp_path: pathlib.Path
) -> None:
    """What was decided for one platform stands for no other."""
    locks = project(tmp_path, shared, own)
    locks.base(WANTED, tmp_path / "cache", PATH, platforms=("linux/amd64",))
    with pytest.raises(SettingsError) as error:
        locks.base(WANTED, tmp_path / "cache", PATH, platforms=("linux/arm64",))
    line = f"{where}: is linux/amd64, but linux/arm64 is built for; run: moorage images lock"
    assert str(error.value) == line


def test_what_is_written_reads_the_same(tmp_path: pathlib.Path) -> None:
    """Entries are sorted, an unchanged file is not written again, and no empty one appears."""
    made = lock.Made.model_validate(MADE)
    lock.write(tmp_path, lock.Lock({}, {"z:1.0": made, "a:1.0": made}))
    assert not (tmp_path / lock.SHARED).exists()
    assert list(lock.read(tmp_path).own) == ["a:1.0", "z:1.0"]
    before = (tmp_path / lock.OWN).stat().st_ino
    lock.write(tmp_path, lock.read(tmp_path))
    assert (tmp_path / lock.OWN).stat().st_ino == before
