"""The wire: everything that goes through it comes back the same."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from moorage.engine import marks, values, wire

TEXT = st.text(max_size=8).filter(lambda text: text not in vars(wire)["_UNKNOWNS"])
KEY = TEXT.filter(lambda text: text != vars(wire)["_SIGNATURE"])
URN = st.just("urn:pulumi:s::p::t::n")
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda number: int(number) if number.is_integer() else number),
    TEXT,
    st.just(values.UNKNOWN),
)
SPECIAL = st.one_of(
    st.builds(values.Asset, hash=TEXT, text=TEXT),
    st.builds(values.Asset, hash=TEXT, path=TEXT),
    st.builds(values.Archive, hash=TEXT, uri=TEXT),
    st.builds(values.Reference, urn=URN, id=st.one_of(st.none(), st.just(values.UNKNOWN), TEXT.filter(bool))),
)


def _inside(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(children, max_size=3),
        st.dictionaries(KEY, children, max_size=3),
        st.builds(values.Secret, children),
        st.builds(values.OutputValue, children, st.lists(URN, max_size=1)),
        st.builds(values.Archive, hash=TEXT, assets=st.dictionaries(KEY, children, max_size=2)),
    )


VALUE = st.recursive(SCALAR | SPECIAL, _inside, max_leaves=12)


@given(st.dictionaries(KEY, VALUE, max_size=4))
def test_round_trip(plain: values.Values) -> None:
    """Decoding what was encoded gives it back."""
    assert wire.decode(wire.encode(plain)) == plain


@given(st.dictionaries(KEY, VALUE, max_size=4))
def test_marks_cover_every_secret(marked: values.Values) -> None:
    """What is stripped has no mark left, and marking it again hides all that was secret."""
    plain = marks.strip(marked)
    assert not any(isinstance(part, values.Secret | values.OutputValue) for part in marks.walk(plain))
    again = marks.mark(plain, marked)
    assert marks.strip(again) == plain
    assert {key for key, value in again.items() if marks.has_secret(value)} == {
        key for key, value in marked.items() if marks.has_secret(value)
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": 1}, values.Secret(1)),
        (
            {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": True},
            values.OutputValue(values.Secret(values.UNKNOWN)),
        ),
        ("04da6b54-80e4-46f7-96ec-b56ff0331ba9", values.UNKNOWN),
        (2.0, 2),
        (2.5, 2.5),
    ],
)
def test_the_sdks_own_form(message: object, expected: object) -> None:
    """What the SDK sends is read as what it means."""
    struct = struct_pb2.Struct()
    json_format.ParseDict({"key": message}, struct)
    assert wire.decode(struct) == {"key": expected}


def test_an_unknown_signature_is_an_error() -> None:
    """A kind of value that the engine does not know is not taken for a map."""
    struct = struct_pb2.Struct()
    json_format.ParseDict({"key": {"4dabf18193072939515e22adb298388d": "new"}}, struct)
    with pytest.raises(ValueError, match="unknown signature new"):
        wire.decode(struct)


@pytest.mark.parametrize(
    ("plain", "marked", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": values.Secret(0)}, {"a": values.Secret(1), "b": 2}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"x": values.Secret(0)}}, {"a": {"x": values.Secret(1), "y": 2}}),
        ({"a": [1, 2]}, {"a": [0, values.Secret(0)]}, {"a": [1, values.Secret(2)]}),
        ({"a": [1, 2, 3]}, {"a": [0, values.Secret(0)]}, {"a": values.Secret([1, 2, 3])}),
        ({"a": "text"}, {"a": {"x": values.Secret(0)}}, {"a": values.Secret("text")}),
        ({"a": {"y": 1}}, {"a": {"x": values.Secret(0)}}, {"a": values.Secret({"y": 1})}),
        ({"a": values.Secret(1)}, {}, {"a": values.Secret(1)}),
    ],
)
def test_marking(plain: values.Values, marked: values.Values, expected: values.Values) -> None:
    """The mark goes to the same path, or to the smallest part that surely holds the secret."""
    assert marks.mark(plain, marked) == expected


def test_references_become_ids() -> None:
    """A provider takes a resource as its id, a component as its URN."""
    made = values.Reference("urn:a", "id-1")
    planned = values.Reference("urn:a", values.UNKNOWN)
    assert marks.strip({"a": made, "b": planned, "c": values.Reference("urn:c")}) == {
        "a": "id-1",
        "b": values.UNKNOWN,
        "c": "urn:c",
    }


def test_what_is_no_value_is_refused() -> None:
    """A program's or a provider's object that is no property value does not reach the wire."""
    with pytest.raises(TypeError, match="set is no property value"):
        wire.encode({"a": {1}})
    with pytest.raises(AssertionError):
        wire.plain({1})  # pyright: ignore[reportArgumentType] -- what the type forbids


def test_a_value_on_its_own() -> None:
    """One value decodes as it does inside a map; one that was not set is none."""
    assert wire.decode_value(wire.encode({"a": [1, "b"]}).fields["a"]) == [1, "b"]
    assert wire.decode_value(struct_pb2.Value()) is None
