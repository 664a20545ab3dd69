"""Names of base images, and which may be built on."""

from __future__ import annotations

import pytest

from components.core.errors import SettingsError
from components.images import reference

PINNED = f"python@sha256:{'a' * 64}"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("python:3.11-slim-bookworm", "docker.io/library/python"),
        ("team/python:3.11", "docker.io/team/python"),
        ("registry.example:5000/team/python:3.11", "registry.example:5000/team/python"),
        ("localhost/python:3.11", "localhost/python"),
        (PINNED, "docker.io/library/python"),
    ],
)
def test_canonical_names(name: str, canonical: str) -> None:
    """The registry is always named."""
    assert reference.parse(name, "base").canonical == canonical


@pytest.mark.parametrize(
    ("name", "dev", "prod"),
    [
        ("python:3.11-slim-bookworm", True, True),
        ("python:3.11.9", True, True),
        ("debian:bookworm-slim", True, True),
        ("debian:12", True, True),
        (PINNED, True, True),
        ("python:3", True, False),
        ("python:slim", True, False),
        ("python:slim-bookworm", True, False),
        ("debian:stable-slim", True, False),
        ("python", False, False),
        ("python:latest", False, False),
        ("registry.example:5000/python", False, False),
        ("Python:3.11", False, False),
        ("python:3.11 slim", False, False),
        ("", False, False),
    ],
)
def test_floating_names_are_refused(name: str, *, dev: bool, prod: bool) -> None:
    """No tag and `latest` are refused everywhere, one that names no release in prod."""
    for profile, good in (("dev", dev), ("prod", prod)):
        if good:
            reference.check(name, "images.app.python.base", profile)
        else:
            with pytest.raises(SettingsError, match=r"^images\.app\.python\.base: "):
                reference.check(name, "images.app.python.base", profile)
