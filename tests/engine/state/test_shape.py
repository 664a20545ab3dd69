"""Every field of a checkpoint is checked when it is read: what is refused is named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from moorage.engine.state import checkpoint, row, shape
from tests.engine.state import conftest

REAL = (conftest.DATA / "checkpoint.json").read_bytes()
NAME = "urn:pulumi:dev::toy::toy:index:C$random:index/randomPassword:RandomPassword::pw"


def latest() -> dict[str, Any]:
    """Return the deployment of the CLI's checkpoint, to be spoiled."""
    return copy.deepcopy(json.loads(REAL)["checkpoint"]["latest"])


def find(deployment: dict[str, Any]) -> dict[str, Any]:
    """Return the row of the password."""
    return next(row for row in deployment["resources"] if row["urn"].endswith("::pw"))


def test_every_field_has_a_kind() -> None:
    """No field that the engine reads is unchecked."""
    assert set(row.FIELDS) - set(shape.ROW) == set()


def test_the_clis_own_is_right() -> None:
    """As are absent and null fields."""
    shape.check(latest())
    shape.check({})
    shape.check({"resources": None, "manifest": None, "secrets_providers": None})
    given = latest()
    find(given).update({"dependencies": None, "customTimeouts": {"create": None}, "propertyDependencies": {"a": None}})
    shape.check(given)


@pytest.mark.parametrize("field", sorted(shape.ROW))
def test_a_field_of_another_type(field: str) -> None:
    """Whatever it is, a thing of another type is refused by the name of its resource and field."""
    for wrong in (7, [[]], {"a": 1.5, "b": {}}, "x", True):
        given = latest()
        find(given)[field] = wrong
        words, fits = shape.ROW[field]
        if field == "urn" or fits(wrong):
            continue
        with pytest.raises(shape.ShapeError, match=f"^resource urn:pulumi:dev::toy::.*::pw: '{field}' is not {words}$"):
            shape.check(given)


def spoil(change: Callable[[dict[str, Any], dict[str, Any]], Any]) -> str:
    """Return what is said of a deployment after a change, which is given the deployment and the password's row."""
    given = latest()
    change(given, find(given))
    with pytest.raises(shape.ShapeError) as caught:
        shape.check(given)
    return str(caught.value).replace(NAME, "PW")


def deep(levels: int) -> Any:
    """Return lists in each other."""
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda all_, _: all_.update(resources={}), "the deployment: 'resources' is not a list"),
        (lambda all_, _: all_.update(manifest=[]), "the deployment: 'manifest' is not an object"),
        (lambda all_, _: all_["manifest"].update(time="soon"), "the manifest: 'time' is not a time as RFC 3339 has it"),
        (lambda all_, _: all_["secrets_providers"].update(type=1), "secrets_providers: 'type' is not text"),
        (
            lambda all_, _: all_["secrets_providers"]["state"].update(salt=1),
            "the state of secrets_providers: 'salt' is not text",
        ),
        (lambda all_, _: all_["resources"].insert(1, None), "resource number 2 is not an object"),
        (
            lambda all_, _: all_.update(pending_operations=[{"type": "making"}]),
            "pending operation number 1: type is 'making'; allowed: creating, deleting, importing, reading, updating",
        ),
        (
            lambda all_, _: all_.update(pending_operations=[{"type": "creating"}]),
            "the resource of pending operation number 1 is not an object",
        ),
        (lambda _, row: row.pop("type"), "resource PW has no type, which its URN contradicts"),
        (lambda _, row: row.update(type="a:b:C"), "resource PW has type 'a:b:C', which its URN contradicts"),
        (lambda _, row: row.update(id=""), "resource PW has no 'id'"),
        (
            lambda _, row: row.update(provider="x"),
            "resource PW: provider 'x' is no reference of the form <URN of a provider>::<id>",
        ),
        (
            lambda _, row: row.update(provider=f"{NAME}::1"),
            f"resource PW: provider '{NAME}::1' is no reference of the form <URN of a provider>::<id>".replace(
                NAME, "PW"
            ),
        ),
        (
            lambda _, row: row.update(inputs={"a": deep(shape.MAX_DEPTH)}),
            "resource PW: values of inputs lie more than 200 levels deep in each other",
        ),
    ],
)
def test_what_makes_no_sense(change: Callable[[dict[str, Any], dict[str, Any]], Any], said: str) -> None:
    """One line that says where and what."""
    assert spoil(change) == said


@pytest.mark.parametrize("urn", [None, 1, "", "pw", "urn:pulumi:dev::toy::only-three"])
def test_a_row_without_a_name(urn: Any) -> None:
    """A row is found by its number then."""
    given = latest()
    given["resources"][2]["urn"] = urn
    with pytest.raises(shape.ShapeError, match=r"^resource number 3 has no 'urn' of the form urn:pulumi:<stack>::"):
        shape.check(given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"version":3,"checkpoint":{"latest":[]}}', "'latest' is not an object"),
        (b'{"version":4,"features":[1],"checkpoint":{}}', "'features' is not a list of texts"),
        (b'{"version":NaN,"checkpoint":{}}', "not valid JSON: NaN is no number"),
        (b"[" * 100_000, "not valid JSON: nested too deeply"),
        (b'{"version":3,"checkpoint":{"stack":"\\ud800"}}', "not valid JSON: 'utf-8' codec can't encode"),
        (b"\xff\xfe", "not valid JSON: 'utf-8' codec can't decode"),
    ],
)
def test_documents(text: bytes, said: str) -> None:
    """What is no JSON, or none that can be written again, is refused as such."""
    with pytest.raises(checkpoint.CheckpointError) as caught:
        checkpoint.parse(text)
    assert str(caught.value).startswith(said)


SIGNED = cast(
    "list[dict[str, Any]]",
    [
        {"ciphertext": 1, "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"},
        {"plaintext": "{", "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"},
        {"hash": 1, "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17"},
        {"assets": [], "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7"},
        {"urn": 1, "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e"},
        {"value": "xyz", "4dabf18193072939515e22adb298388d": "8ad145fe-0d11-4827-bfd7-1abcbf086f5c"},
        {"4dabf18193072939515e22adb298388d": ["what"]},
    ],
)


@pytest.mark.parametrize("value", SIGNED, ids=lambda value: str(sorted(value)))
def test_marked_values(value: dict[str, Any]) -> None:
    """What is marked as a secret, an asset and so on, and is none, is refused with its place."""
    data = {**find(latest()), "outputs": {"there": value}}
    with pytest.raises(row.RowError, match=r"^resource .*::pw: .*outputs\.there: "):
        row.read(data, lambda _place, text: text)
