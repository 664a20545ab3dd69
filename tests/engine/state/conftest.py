"""Fixtures of the state's tests: a toy project, and crypters whose key is derived once."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine.project import project
from moorage.engine.state import crypto

DATA = Path(__file__).parent / "data"
PASSPHRASE = "throwaway"


@pytest.fixture
def toy(tmp_path: Path) -> project.Project:
    """Return a project `toy` without any declared configuration."""
    return write(tmp_path, "name: toy\nruntime: python\nbackend: {url: 'file://./state'}\n")


def write(folder: Path, text: str) -> project.Project:
    """Write Pulumi.yaml and return the project in it."""
    (folder / "Pulumi.yaml").write_text(text)
    return project.find(folder)


@pytest.fixture(scope="session")
def keys() -> crypto.Keys:
    """Return the keys of the throw-away passphrase, shared because a key takes 0.3 s."""
    return crypto.Keys(PASSPHRASE)


@pytest.fixture(scope="session")
def crypter(keys: crypto.Keys) -> crypto.Crypter:
    """Return a crypter with a salt of its own."""
    return keys.create()
