"""A stack's state, and Pulumi's checkpoint JSON of it (version 3; 4 where a feature asks for it)."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, cast

from moorage.engine.resource import Operation, Resource
from moorage.engine.state import gojson, mark, row, seals, shape

_VERSION = 3
_WITH_FEATURES = 4
_FEATURES = {
    "taint": "taint",
    "refreshBeforeUpdate": "refreshBeforeUpdate",
    "replaceWith": "replaceWith",
    "resourceHooks": "hooks",
}
"""JSON field to the feature that a checkpoint with it must name, of those that this engine knows."""


class CheckpointError(Exception):
    """A checkpoint that cannot be read; the text is one line."""


class UnsupportedError(CheckpointError):
    """A checkpoint that is whole, and more than this engine can do."""


@dataclass
class Snapshot:
    """What is known of a stack: its rows in dependency order, and effects whose result is not recorded yet."""

    resources: list[Resource] = field(default_factory=list[Resource])
    operations: list[Operation] = field(default_factory=list[Operation])
    time: str = ""
    """When it was written, RFC 3339; empty before the first save."""
    version: str = ""
    """The engine that wrote it."""


def now() -> str:
    """Return the time as the checkpoint has it: RFC 3339, UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")


@functools.cache
def engine_version() -> str:
    """Return what `manifest.version` says of this engine."""
    return f"moorage-v{metadata.version('moorage')}"


def salt(document: dict[str, Any]) -> str:
    """Return the encryption salt of a checkpoint, empty when it has none.

    Raises:
        CheckpointError: The secrets are not locked with a passphrase.

    """
    provider: dict[str, Any] = _latest(document).get("secrets_providers") or {}
    if (provider.get("type") or "passphrase") != "passphrase":
        msg = f"secrets provider {provider['type']!r} needs the pulumi CLI; allowed here: passphrase"
        raise UnsupportedError(msg)
    state: dict[str, str] = provider.get("state") or {}
    return state.get("salt") or ""


def parse(text: bytes, *, exported: bool = False) -> dict[str, Any]:
    """Return the JSON document of a checkpoint file, in which every field has its type.

    With `exported`, what `stack export` prints is taken too.

    Raises:
        CheckpointError: It is not a checkpoint that this engine understands.

    """
    result = _json(text)
    if exported and isinstance(result.get("deployment"), dict):
        head_ = {key: result[key] for key in ("version", "features") if key in result}
        result = {**head_, "checkpoint": {"latest": result["deployment"]}}
    if not isinstance(result.get("checkpoint"), dict):
        msg = "not a Pulumi checkpoint"
        raise CheckpointError(msg)
    if result.get("version") not in (_VERSION, _WITH_FEATURES):
        msg = f"checkpoint version {result.get('version')!r} needs the pulumi CLI; allowed here: 3, 4"
        raise UnsupportedError(msg)
    latest: Any = result["checkpoint"].get("latest")
    if not isinstance(latest, dict | None):
        msg = "'latest' is not an object"
        raise CheckpointError(msg)
    try:
        shape.check(cast("dict[str, Any]", latest or {}))
    except shape.ShapeError as error:
        raise CheckpointError(str(error)) from error
    named: Any = result.get("features") or []
    if not shape.texts(named):
        msg = "'features' is not a list of texts"
        raise CheckpointError(msg)
    named = mark.take(result)[0].get("features") or []
    unknown = sorted({*named, *_unknown_parts(result)} - set(_FEATURES.values()))
    if unknown:
        msg = f"the state uses what only the pulumi CLI has: {', '.join(unknown)}"
        raise UnsupportedError(msg)
    return result


def _json(text: bytes) -> dict[str, Any]:
    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is no number")

    try:
        document: Any = json.loads(text.decode(), parse_constant=refuse)
        # half of a surrogate pair is text for Python's JSON, and cannot be written again
        json.dumps(document, ensure_ascii=False).encode() if b"\\u" in text else None
    except RecursionError as error:
        raise CheckpointError("not valid JSON: nested too deeply") from error
    except ValueError as error:
        raise CheckpointError(f"not valid JSON: {error}") from error
    return cast("dict[str, Any]", document) if isinstance(document, dict) else {}


def decode(document: dict[str, Any], locks: seals.Seals) -> Snapshot:
    """Return the state in a parsed checkpoint.

    Raises:
        CheckpointError: A row is malformed, or the manifest was changed by hand.
        crypto.CryptoError: A secret cannot be decrypted.

    """
    latest = _latest(document)
    manifest: dict[str, str] = latest.get("manifest") or {}
    version = manifest.get("version") or ""
    if latest and (manifest.get("magic") or "") != magic(version):
        msg = "the manifest's magic does not fit its version: the file is damaged or was edited"
        raise CheckpointError(msg)
    try:
        resources = [row.read(data, locks.unseal) for data in rows(document)]
        operations = [row.read_operation(data, locks.unseal) for data in pending(document)]
    except row.RowError as error:
        raise CheckpointError(str(error)) from error
    return Snapshot(resources, operations, manifest.get("time") or "", version)


def encode(stack: str, snapshot: Snapshot, locks: seals.Seals, time: str) -> dict[str, Any]:
    """Return the checkpoint of a state; `stack` is its full name `organization/<project>/<stack>`."""
    version = engine_version()
    resources = [row.write(resource, locks.seal) for resource in snapshot.resources]
    operations = [row.write_operation(operation, locks.seal) for operation in snapshot.operations]
    latest: dict[str, Any] = {
        "manifest": {"time": time, "magic": magic(version), "version": version},
        "secrets_providers": {"type": "passphrase", "state": {"salt": locks.crypter.salt}},
        **({"resources": resources} if resources else {}),
        **({"pending_operations": operations} if operations else {}),
        "metadata": {},
    }
    return {**head(resources, operations), "checkpoint": {"stack": stack, "latest": latest}}


def head(resources: Sequence[dict[str, Any]], operations: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the version of a checkpoint with these rows and pending operations, and the features that it names."""
    features = _used_features([*resources, *(operation["resource"] for operation in operations)])
    return {"version": _WITH_FEATURES, "features": features} if features else {"version": _VERSION}


def rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a parsed checkpoint as they are written."""
    return _latest(document).get("resources") or []


def pending(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pending operations of a parsed checkpoint as they are written."""
    return _latest(document).get("pending_operations") or []


def amended(document: dict[str, Any], changed: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a parsed checkpoint with other rows, as written by this engine now; all else stays."""
    version = engine_version()
    latest: dict[str, Any] = {
        **_latest(document),
        "manifest": {"time": now(), "magic": magic(version), "version": version},
    }
    latest.pop("resources", None)
    if changed:
        latest["resources"] = list(changed)
    return {**head(changed, pending(document)), "checkpoint": {**document["checkpoint"], "latest": latest}}


def dump(document: dict[str, Any]) -> bytes:
    """Return the bytes of a checkpoint file, compact as the CLI writes them."""
    return gojson.text(document, html=False, sort=False, whole_already=True).encode()


def magic(version: str) -> str:
    """Return the manifest's proof: the hex SHA-256 of the version."""
    return hashlib.sha256(version.encode()).hexdigest() if version else ""


def _latest(document: dict[str, Any]) -> dict[str, Any]:
    return document["checkpoint"].get("latest") or {}


def _unknown_parts(document: dict[str, Any]) -> Sequence[str]:
    return [part for part in ("snippets", "extensions") if _latest(document).get(part)]


def _used_features(rows: Sequence[dict[str, Any]]) -> list[str]:
    return sorted({feature for data in rows for name, feature in _FEATURES.items() if data.get(name)})
