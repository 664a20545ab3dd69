"""The values that are drawn, and how the state keeps them."""

from __future__ import annotations

import base64
import re
import uuid

import bcrypt
import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol, random
from moorage.engine.providers.random import characters
from tests.engine.providers.random.test_shape import context

NULL = values.Secret({"replace": {"raw": None}})


def drawn(name: str, inputs: values.Values) -> tuple[str, values.Values]:
    """Create a value and return id and outputs, the engine's marks still on."""
    return random.provider().create(context(name), inputs)


def test_an_id_is_written_in_four_ways() -> None:
    """All forms are of the same bytes, with the prefix; the id is the unpadded URL form without it."""
    key, outputs = drawn("RandomId", {"byteLength": 5, "prefix": "p-"})
    raw = base64.urlsafe_b64decode(f"{key}=")
    assert len(raw) == 5
    assert outputs == {
        "byteLength": 5,
        "prefix": "p-",
        "id": key,
        "b64Url": f"p-{key}",
        "b64Std": f"p-{base64.b64encode(raw).decode()}",
        "hex": f"p-{raw.hex()}",
        "dec": f"p-{int.from_bytes(raw)}",
        "__pulumi_raw_state_delta": {"obj": {"ps": {"keepers": NULL}}},
    }


def test_a_password_is_secret_and_its_hash_fits() -> None:
    """The outputs are the real provider's, bookkeeping included; result and hash are secret, the id says nothing."""
    key, outputs = drawn("RandomPassword", {"length": 20})
    result, hashed = outputs.pop("result"), outputs.pop("bcryptHash")
    assert isinstance(result, values.Secret)
    assert isinstance(hashed, values.Secret)
    assert len(result.value) == 20
    assert bcrypt.checkpw(result.value.encode(), hashed.value.encode())
    assert hashed.value.startswith("$2a$10$")
    assert (key, outputs) == (
        "none",
        {
            **dict.fromkeys(("upper", "lower", "special", "numeric", "number"), True),
            **dict.fromkeys(("minUpper", "minLower", "minNumeric", "minSpecial"), 0),
            "length": 20,
            "id": "none",
            "__meta": '{"schema_version":"3"}',
            "__pulumi_raw_state_delta": {"obj": {"ps": {"keepers": NULL, "overrideSpecial": NULL}}},
        },
    )


def test_the_hash_of_a_long_password_is_of_its_first_72_bytes() -> None:
    """Longer than bcrypt reads: the hash is of the first 72 bytes, and no error."""
    assert bcrypt.checkpw(b"x" * 72, characters.bcrypt_hash("x" * 80).encode())


def test_keepers_are_kept_as_text() -> None:
    """A keeper's value becomes a string, as in the real provider's state."""
    outputs = drawn("RandomUuid", {"keepers": {"a": 1, "b": True, "c": 1.5, "d": 2.0}})[1]
    assert outputs["keepers"] == {"a": "1", "b": "true", "c": "1.5", "d": "2"}
    assert outputs["__pulumi_raw_state_delta"] == {"obj": {"ps": {"keepers": {"map": {}}}}}


@pytest.mark.parametrize(
    ("inputs", "pattern"),
    [
        ({"length": 12}, r"[A-Za-z0-9!@#$%&*()\-_=+\[\]{}<>:?]{12}"),
        ({"length": 6, "special": False, "upper": False, "numeric": False}, r"[a-z]{6}"),
        ({"length": 6, "number": False, "special": False}, r"[A-Za-z]{6}"),
        ({"length": 6, "upper": False, "lower": False, "numeric": False, "overrideSpecial": "é!"}, r"[é!]{6}"),
        ({"length": 3, "minNumeric": 3}, r"[0-9]{3}"),
        ({"length": 3, "special": False, "minSpecial": 3}, r"[^A-Za-z0-9]{3}"),
    ],
)
def test_a_string_is_drawn_from_its_sets(inputs: values.Values, pattern: str) -> None:
    """Only chosen sets, at least the minima, which count even for a set that is off, as in the real one."""
    for _ in range(20):
        key, outputs = drawn("RandomString", inputs)
        assert re.fullmatch(pattern, outputs["result"])
        assert key == outputs["result"]


def test_every_character_of_a_set_can_come() -> None:
    """No character is left out: 4000 draws of 10 digits miss one with a probability below 1e-180."""
    off = dict.fromkeys(("upper", "lower", "special"), False)
    assert set(characters.generate({**characters.defaults({}), **off, "length": 4000})) == set("0123456789")


def test_integers_reach_both_ends() -> None:
    """The bounds are included: 200 draws of two numbers miss one with a probability below 1e-59."""
    assert {drawn("RandomInteger", {"min": -1, "max": 0})[1]["result"] for _ in range(200)} == {-1, 0}


def test_bytes_are_secret_and_have_no_id_output() -> None:
    """RandomBytes keeps its forms secret; its id is the base64 text."""
    key, outputs = drawn("RandomBytes", {"length": 3})
    raw = base64.b64decode(key)
    assert outputs["base64"] == values.Secret(key)
    assert outputs["hex"] == values.Secret(raw.hex())
    assert "id" not in outputs


def test_uuids_have_the_form() -> None:
    """Both kinds are UUIDs and their own ids; the second is one of version 4."""
    for name in ("RandomUuid", "RandomUuid4"):
        key, outputs = drawn(name, {})
        assert key == outputs["result"] == outputs["id"] == str(uuid.UUID(key))
    assert uuid.UUID(drawn("RandomUuid4", {})[0]).version == 4


def test_a_preview_draws_nothing() -> None:
    """What only the effect tells is unknown, the id too."""
    key, outputs = random.provider().create(context("RandomId", preview=True), {"byteLength": 2})
    assert key == ""
    assert outputs == {
        "byteLength": 2,
        **dict.fromkeys(("b64Std", "b64Url", "hex", "dec", "id"), values.UNKNOWN),
    }


@pytest.mark.parametrize(
    ("name", "id", "taken", "inputs", "results"),
    [
        ("RandomPassword", "abcé", "none", {"length": 5}, {"result": "abcé"}),
        ("RandomString", "abc", "abc", {"length": 3}, {"result": "abc"}),
        ("RandomId", "p-,qrvM", "qrvM", {"byteLength": 3, "prefix": "p-"}, {"hex": "p-aabbcc", "dec": "p-11189196"}),
        ("RandomId", "qrvM", "qrvM", {"byteLength": 3}, {"hex": "aabbcc"}),
        ("RandomBytes", "qrvM", "qrvM", {"length": 3}, {"hex": "aabbcc"}),
        ("RandomInteger", "5,1,9", "5", {"min": 1, "max": 9}, {"result": 5}),
        ("RandomInteger", "5,1,9,a,b", "5", {"min": 1, "max": 9, "seed": "a,b"}, {"result": 5}),
        ("RandomUuid", "6A0B7B9E-8a3f-4d7e-9c67-0123456789ab", "6a0b7b9e-8a3f-4d7e-9c67-0123456789ab", {}, {}),
    ],
)
def test_an_import_takes_the_value_from_the_id(
    name: str, id: str, taken: str, inputs: values.Values, results: values.Values
) -> None:
    """Recorded from pulumi-random 4.21.4: the id is the value, in the form that its documentation gives."""
    read = random.provider().read(context(name), id, {}, {})
    assert read is not None
    assert read[0] == taken
    assert {key: read[1][key] for key in inputs} == inputs
    outputs = marks.strip(read[2])
    assert {key: outputs[key] for key in results} == results


def test_a_wrong_import_is_one_line() -> None:
    """An id that is no value says what it should be."""
    with pytest.raises(protocol.ProviderError, match=r"^5,1: not <result>,<min>,<max> or <result>,<min>,<max>,<seed>$"):
        random.provider().read(context("RandomInteger"), "5,1", {}, {})
