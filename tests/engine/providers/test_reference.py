"""Image names as Docker reads them."""

from __future__ import annotations

import pytest

from moorage.engine.providers import reference
from moorage.engine.providers.docker_build import location

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "registry", "pinned"),
    [
        ("shop", "", ""),
        ("shop:1", "", ""),
        ("library/shop:1", "", ""),
        ("docker.io/a/b:1", "docker.io", f"docker.io/a/b:1@{DIGEST}"),
        ("localhost:5000/x", "localhost:5000", f"localhost:5000/x:latest@{DIGEST}"),
        ("localhost/x", "localhost", f"localhost/x:latest@{DIGEST}"),
    ],
)
def test_a_full_name_can_be_pinned(text: str, registry: str, pinned: str) -> None:
    """Only a name that begins with its registry gets a digest in `ref`."""
    assert reference.well_formed(text)
    assert (reference.registry(text), reference.pinned(text, DIGEST)) == (registry, pinned)


@pytest.mark.parametrize("text", ["", "a b", "Shop", "x:", "-a", "a...b", f"a/{'b' * 256}"])
def test_what_is_no_name(text: str) -> None:
    """Docker refuses these too."""
    assert not reference.well_formed(text)


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("https://example.org/a.git", True),
        ("git@example.org:a/b.git", True),
        ("github.com/a/b", True),
        ("../app", False),
        ("./github.com", False),
        ("app@2", False),
    ],
)
def test_where_a_context_lies(text: str, remote: bool) -> None:
    """A URL or Git address is fetched by BuildKit, everything else is a path."""
    assert location.is_remote(text) is remote
