"""A checkpoint of the real CLI is read, and written back byte for byte."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from moorage.engine import values
from moorage.engine.resource import Operation, Resource
from moorage.engine.state import checkpoint, crypto, seals
from tests.engine.state import conftest

REAL = (conftest.DATA / "checkpoint.json").read_bytes()


@pytest.fixture(scope="module")
def locks(keys: crypto.Keys) -> seals.Seals:
    """Return what opens the real checkpoint's secrets."""
    return seals.Seals(keys.open(checkpoint.salt(checkpoint.parse(REAL))))


def test_real_checkpoint_is_understood(locks: seals.Seals) -> None:
    """Rows, secrets, assets, dependencies and timeouts are what the program registered."""
    snapshot = checkpoint.decode(checkpoint.parse(REAL), locks)
    by_name = {resource.urn.rpartition("::")[2]: resource for resource in snapshot.resources}
    assert list(by_name) == ["toy-dev", "c", "default_4_21_4", "gone", "pw", "s"]
    outputs = by_name["toy-dev"].outputs
    assert outputs["odd"] == values.Secret({"list": [1, 1.5, None, True, "x<y"], "inner": "n"})
    assert outputs["text"] == "a <b> & é"
    assert outputs["file"].path == "__main__.py"
    assert outputs["archive"].assets["a"].text == "t"
    assert by_name["pw"].outputs["result"] == outputs["pw"]
    assert by_name["pw"].parent == by_name["c"].urn
    assert by_name["pw"].property_dependencies == {"keepers": [], "length": []}
    assert by_name["s"].dependencies == [by_name["gone"].urn, by_name["pw"].urn]
    assert by_name["s"].custom_timeouts == {"create": 300}
    assert by_name["s"].provider == f"{by_name['default_4_21_4'].urn}::{by_name['default_4_21_4'].id}"
    assert "sourcePosition" in by_name["s"].extra
    assert snapshot.version == "v3.260.0"


def test_real_checkpoint_is_written_back(locks: seals.Seals) -> None:
    """Nothing is lost or moved, and unchanged secrets keep their ciphertext: only the manifest is ours."""
    real = checkpoint.parse(REAL)
    snapshot = checkpoint.decode(real, locks)
    written = checkpoint.encode("organization/toy/dev", snapshot, locks, snapshot.time)
    manifest = written["checkpoint"]["latest"]["manifest"]
    assert manifest["magic"] == checkpoint.magic(manifest["version"])
    assert manifest["version"].startswith("moorage-v")
    written["checkpoint"]["latest"]["manifest"] = real["checkpoint"]["latest"]["manifest"]
    # `stack import` escapes HTML characters, an update does not: neither means anything
    assert checkpoint.dump(written) == REAL.replace(b"\\u003c", b"<").replace(b"\\u003e", b">").replace(
        b"\\u0026", b"&"
    )


def test_only_a_changed_secret_gets_a_new_ciphertext(locks: seals.Seals) -> None:
    """A new value of one secret changes that one ciphertext."""
    snapshot = checkpoint.decode(checkpoint.parse(REAL), locks)
    before = ciphertexts(checkpoint.encode("s", snapshot, locks, ""))
    snapshot.resources[0].outputs["pw"] = values.Secret("new")
    after = ciphertexts(checkpoint.encode("s", snapshot, locks, ""))
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_no_secret_in_clear(keys: crypto.Keys) -> None:
    """A secret's text is nowhere in the file, neither in rows nor in pending operations."""
    locks = seals.Seals(keys.create())
    resource = Resource("urn:pulumi:d::p::a:b:C::n", "a:b:C", custom=True, inputs={"x": values.Secret("canary-123")})
    snapshot = checkpoint.Snapshot([resource], [Operation(resource, "creating")])
    document = checkpoint.encode("organization/p/d", snapshot, locks, checkpoint.now())
    assert b"canary-123" not in checkpoint.dump(document)
    assert checkpoint.decode(document, locks).operations == [Operation(resource, "creating")]


def test_features_ask_for_version_four(keys: crypto.Keys) -> None:
    """A tainted row makes version 4 with the feature named, as older CLIs must not ignore it."""
    locks = seals.Seals(keys.create())
    resource = Resource("urn:pulumi:d::p::a:b:C::n", "a:b:C", custom=True, id="1", taint=True)
    document = checkpoint.encode("organization/p/d", checkpoint.Snapshot([resource]), locks, checkpoint.now())
    assert (document["version"], document["features"]) == (4, ["taint"])
    assert checkpoint.decode(checkpoint.parse(checkpoint.dump(document)), locks).resources == [resource]


def _edit(**changes: Any) -> bytes:
    return json.dumps({**json.loads(REAL), **changes}).encode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"{", "not valid JSON: "),
        (b"[]", "not a Pulumi checkpoint"),
        (_edit(version=1), "checkpoint version 1 needs the pulumi CLI; allowed here: 3, 4"),
        (_edit(version=4, features=["views"]), "the state uses what only the pulumi CLI has: views"),
    ],
)
def test_other_documents(text: bytes, message: str) -> None:
    """What is not such a checkpoint is one line."""
    with pytest.raises(checkpoint.CheckpointError, match=f"^{message}"):
        checkpoint.parse(text)


def test_tampering(locks: seals.Seals) -> None:
    """A manifest whose magic does not fit and another secrets provider are refused."""
    document = checkpoint.parse(REAL)
    document["checkpoint"]["latest"]["manifest"]["magic"] = "0"
    with pytest.raises(checkpoint.CheckpointError, match="the file is damaged or was edited"):
        checkpoint.decode(document, locks)
    document["checkpoint"]["latest"]["secrets_providers"] = {"type": "cloud"}
    with pytest.raises(checkpoint.CheckpointError, match=r"^secrets provider 'cloud' needs the pulumi CLI"):
        checkpoint.salt(document)


def ciphertexts(document: dict[str, Any]) -> list[str]:
    """Return all ciphertexts of a document, in order."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            entries = cast("dict[str, Any]", value)
            if "ciphertext" in entries:
                found.append(entries["ciphertext"])
            for item in entries.values():
                walk(item)
        elif isinstance(value, list):
            for item in cast("list[Any]", value):
                walk(item)

    walk(document)
    return found
