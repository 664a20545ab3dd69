"""Property values survive the checkpoint's JSON, in the CLI's forms."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from moorage.engine import values
from moorage.engine.state import propertyjson

SIGNATURE = propertyjson.SIGNATURE
SECRET = "1b47061264138c4ac30d75fd1eb44270"
JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53), 2**53) | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)


def lock(place: str, text: str) -> str:
    """Return a ciphertext that shows its place."""
    return f"{place}|{text}"


def unlock(place: str, text: str) -> str:
    """Return the text of such a ciphertext, and insist on the place."""
    where, _, plain = text.partition("|")
    assert where == place
    return plain


@given(JSON.filter(lambda value: propertyjson.UNKNOWN not in repr(value) and SIGNATURE not in repr(value)))
def test_json_is_itself(value: Any) -> None:
    """Plain data is stored as it is."""
    assert propertyjson.decode(propertyjson.encode(value, lock), unlock) == value


@pytest.mark.parametrize(
    "value",
    [
        values.UNKNOWN,
        values.Secret({"a": [1, values.UNKNOWN]}),
        [values.Secret("x"), {"b": values.Secret(None)}],
        values.Secret({"outer": values.Secret("inner")}),
        values.Asset("ab12", path="a.txt"),
        values.Asset("ab12", text=""),
        values.Asset("ab12", uri="https://x"),
        values.Archive("cd", assets={"a": values.Asset("ab", text="t"), "b": values.Archive("ef", path="x.zip")}),
        values.Archive("cd", assets={}),
        values.Reference("urn:pulumi:d::p::t:t:t::n", "id-1", "1.0.0"),
        values.Reference("urn:pulumi:d::p::t:t:t::n", values.UNKNOWN),
        values.Reference("urn:pulumi:d::p::t:t:t::n"),
        math.inf,
        1.5,
    ],
    ids=repr,
)
def test_special_values_come_back(value: Any) -> None:
    """Each special value is the same after a round, each secret at its own place."""
    assert propertyjson.decode(propertyjson.encode(value, lock, "here"), unlock, "here") == value


def test_forms() -> None:
    """The forms are the CLI's: signatures, omitted empty fields, the JSON text that is encrypted."""
    assert propertyjson.encode(values.Secret({"b": "<x>", "a": 2.0}), lock, "r.outputs.s") == {
        SIGNATURE: SECRET,
        "ciphertext": 'r.outputs.s|{"a":2,"b":"\\u003cx\\u003e"}',
    }
    assert propertyjson.encode(values.UNKNOWN, lock) == "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    assert propertyjson.encode(values.OutputValue(values.Secret(1), ["urn"]), lock, "p") == {
        SIGNATURE: SECRET,
        "ciphertext": "p|1",
    }
    assert propertyjson.encode(math.nan, lock)["value"] == "7ff8000000000000"
    assert propertyjson.encode(values.Asset("ab", path="p"), lock) == {
        SIGNATURE: "c44067f5952c0a294b673a41bacd8c17",
        "hash": "ab",
        "path": "p",
    }


def test_clear_secret_is_read() -> None:
    """An exported state may hold a secret in clear; it stays a secret."""
    data = {SIGNATURE: SECRET, "plaintext": '{"a":1}'}
    assert propertyjson.decode(data, unlock) == values.Secret({"a": 1})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"x": {SIGNATURE: "no"}}, "x: unknown or incomplete signature 'no'"),
        ({"x": [{SIGNATURE: SECRET}]}, f"x[0]: unknown or incomplete signature '{SECRET}'"),
        (
            {"x": {SIGNATURE: "803fd3297a5875dc03ca845dda5d2a98", "value": "/w=="}},
            "x: text that is not UTF-8 needs the pulumi CLI",
        ),
    ],
)
def test_malformed_data(data: dict[str, Any], message: str) -> None:
    """What is no property value is one line with its path."""
    with pytest.raises(propertyjson.EncodingError) as caught:
        propertyjson.decode(data, unlock)
    assert str(caught.value) == message


def test_what_is_no_value() -> None:
    """A Python object that no property can hold is refused by its type."""
    with pytest.raises(propertyjson.EncodingError, match=r"^a set is no property value$"):
        propertyjson.encode({"a": {1}}, lock)
