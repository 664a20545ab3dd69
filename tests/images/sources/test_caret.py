"""Poetry's way of writing versions, as specifiers and as markers."""

from __future__ import annotations

import pytest

from components.images.python.sources import caret


@pytest.mark.parametrize(
    ("constraint", "found"),
    [
        ("*", [""]),
        ("", [""]),
        ("^1.2.3", [">=1.2.3,<2"]),
        ("^1.2", [">=1.2,<2"]),
        ("^0.2.3", [">=0.2.3,<0.3"]),
        ("^0.0.3", [">=0.0.3,<0.0.4"]),
        ("^0.0", [">=0.0,<0.1"]),
        ("^0", [">=0,<1"]),
        ("~1.2.3", [">=1.2.3,<1.3"]),
        ("~1.2", [">=1.2,<1.3"]),
        ("~1", [">=1,<2"]),
        ("~=1.2", ["~=1.2"]),
        ("1.2.*", ["==1.2.*"]),
        ("1.2.3", ["==1.2.3"]),
        ("==1.2.3", ["==1.2.3"]),
        (">= 1.2, <2.0,!=1.5", [">=1.2,<2.0,!=1.5"]),
        (">=1.2 <2", [">=1.2,<2"]),
        ("^1.0 || ^3.0", [">=1.0,<2", ">=3.0,<4"]),
        ("^2.0b1", [">=2.0b1,<3"]),
    ],
)
def test_versions(constraint: str, found: list[str]) -> None:
    """Each writing has its bounds; they are those of the `Version constraints` page of Poetry's documentation."""
    assert caret.alternatives(constraint) == found


@pytest.mark.parametrize("constraint", ["new", "^", "1.2 & 3", "^x"])
def test_what_is_none(constraint: str) -> None:
    """A version that is none is told."""
    with pytest.raises(ValueError, match="ersion"):
        caret.alternatives(constraint)


@pytest.mark.parametrize(
    ("constraint", "marker"),
    [
        ("*", ""),
        ("^3.10", "python_version >= '3.10' and python_version < '4'"),
        ("<3.9 || >=3.11.2", "(python_version < '3.9') or (python_full_version >= '3.11.2')"),
        ("3.11.*", "python_version == '3.11'"),
    ],
)
def test_pythons(constraint: str, marker: str) -> None:
    """A dependency for some Pythons has a marker."""
    assert caret.python_marker(constraint) == marker


def test_which_versions_fit() -> None:
    """One alternative is enough; what comes before a release counts."""
    assert caret.allows("<1 || >=2", "0.9")
    assert not caret.allows("<1 || >=2", "1.5")
    assert caret.allows("^2.0b1", "2.0b2")
