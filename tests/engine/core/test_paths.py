"""Property paths, and inputs whose changes are ignored."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moorage.engine import paths, values
from moorage.engine.deploy import ignore

S = values.Secret


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("root", ("root",)),
        ("root.nested", ("root", "nested")),
        ('root["nested"]', ("root", "nested")),
        ("root.array[0][1].nested", ("root", "array", 0, 1, "nested")),
        ('root["key with \\"escaped\\" quotes"]', ("root", 'key with "escaped" quotes')),
        ('["root key with a ."][100]', ("root key with a .", 100)),
        ("root.array[*].field", ("root", "array", "*", "field")),
        ('root.array["*"]', ("root", "array", "*")),
    ],
)
def test_parse(text: str, path: paths.Path) -> None:
    """The forms that Pulumi documents."""
    assert paths.parse(text) == path


@pytest.mark.parametrize("text", [".a", "a.", "a[", "a[x]", 'a["x', 'a["x"'])
def test_what_is_no_path(text: str) -> None:
    """A malformed path is an error that shows it."""
    with pytest.raises(paths.PathError, match=r"^\S"):
        paths.parse(text)


@given(
    st.lists(st.one_of(st.text(min_size=1, max_size=5).filter(lambda t: "\\" not in t), st.integers(0, 99)), min_size=1)
)
def test_text_round_trip(path: list[str | int]) -> None:
    """A written path reads as itself."""
    assert paths.parse(paths.text(path)) == tuple(path)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a", "a.b", True),
        ("a.b", "a", False),
        ("a[*].b", "a[3].b.c", True),
        ("*", "x.y", True),
        ("a[1]", "a[2]", False),
    ],
)
def test_contains(pattern: str, path: str, expected: bool) -> None:
    """A path holds itself and all below it."""
    assert paths.contains(paths.parse(pattern), paths.parse(path)) is expected


@pytest.mark.parametrize(
    ("new", "old", "path", "result", "possible"),
    [
        ({"a": 2}, {"a": 1}, "a", {"a": 1}, True),
        ({"a": 2}, {}, "a", {}, True),
        ({}, {"a": 1}, "a", {"a": 1}, True),
        ({"a": {"b": 2, "c": 2}}, {"a": {"b": 1, "c": 1}}, "a.b", {"a": {"b": 1, "c": 2}}, True),
        ({"a": {}}, {"a": {"b": 1}}, "a.b", {"a": {"b": 1}}, True),
        ({}, {"a": {"b": 1}}, "a.b", {}, False),
        ({"a": [2, 2]}, {"a": [1, 1]}, "a[0]", {"a": [1, 2]}, True),
        ({"a": [2, 2]}, {"a": [1]}, "a[1]", {"a": [2, 2]}, False),
        ({"a": [2]}, {"a": [1]}, "a[3]", {"a": [2]}, True),
        ({"a": [{"x": 2}, {"x": 2}]}, {"a": [{"x": 1}, {"x": 1}]}, "a[*].x", {"a": [{"x": 1}, {"x": 1}]}, True),
        ({"a": [2, 2]}, {"a": [1]}, "a[*]", {"a": [1, 2]}, False),
        ({"a": {"x": 2, "y": 2}}, {"a": {"x": 1, "z": 1}}, "a.*", {"a": {"x": 1, "z": 1}}, True),
        ({"a": 2, "b": 2}, {"a": 1}, "*", {"a": 1}, True),
        ({"a": "text"}, {"a": {"b": 1}}, "a.b", {"a": "text"}, False),
        ({"a": 2}, {"a": S(1)}, "a", {"a": S(1)}, True),
        ({"a": {"b": 2}}, {"a": S({"b": 1})}, "a.b", {"a": {"b": S(1)}}, True),
        ({"a": S({"b": 2})}, {"a": S({"b": 1})}, "a.b", {"a": S({"b": 1})}, True),
        ({"a": 2}, {"a": 1}, "a[", {"a": 2}, True),
    ],
)
def test_ignore(new: values.Values, old: values.Values, path: str, result: values.Values, possible: bool) -> None:
    """A path is put back as recorded; one through what was added or removed cannot be, and says so."""
    before: Any = repr(new)
    assert ignore.apply(new, old, [path]) == (result, [] if possible else [path])
    assert repr(new) == before
