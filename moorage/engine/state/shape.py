"""The shape of a checkpoint document: every field that is there has its type, and each row makes sense by itself.

What is read from a file is checked once, here, so that nothing behind it can trip over a damaged or hand-edited one.
Source of the fields: `sdk/go/common/apitype/core.go` of pulumi/pulumi. A field that is null counts as absent there.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from moorage.engine import urn as urns

MAX_DEPTH: Final = 200
"""How deep values may lie in each other: what this engine walks through recursively."""

OPERATIONS: Final = frozenset({"creating", "updating", "deleting", "reading", "importing"})


class ShapeError(Exception):
    """A field that is missing or is not what it has to be; the text is one line that says where."""


Check = Callable[[Any], bool]


def _is(kind: type) -> Check:
    return lambda value: type(value) is kind


def texts(value: Any) -> bool:
    """Say whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(item, str) for item in cast("list[Any]", value))


def _text_lists(value: Any) -> bool:
    return isinstance(value, dict) and all(
        item is None or texts(item) for item in cast("dict[str, Any]", value).values()
    )


def _numbers(value: Any) -> bool:
    return isinstance(value, dict) and all(
        item is None or type(item) in (int, float) for item in cast("dict[str, Any]", value).values()
    )


def _time(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.datetime.fromisoformat(value))
    except ValueError:
        return False


_Kind = tuple[str, Check]
_TEXT: Final[_Kind] = ("text", _is(str))
_FLAG: Final[_Kind] = ("true or false", _is(bool))
_LIST: Final[_Kind] = ("a list", _is(list))
_OBJECT: Final[_Kind] = ("an object", _is(dict))
_TEXTS: Final[_Kind] = ("a list of texts", texts)
_TEXT_LISTS: Final[_Kind] = ("an object of lists of texts", _text_lists)
_NUMBERS: Final[_Kind] = ("an object of numbers", _numbers)
_TIME: Final[_Kind] = ("a time as RFC 3339 has it", _time)

_ANY: Final[_Kind] = ("a value", lambda _: True)

_LATEST: Final[Mapping[str, _Kind]] = {
    "manifest": _OBJECT,
    "secrets_providers": _OBJECT,
    "resources": _LIST,
    "pending_operations": _LIST,
    "metadata": _OBJECT,
}
_MANIFEST: Final[Mapping[str, _Kind]] = {"time": _TIME, "magic": _TEXT, "version": _TEXT}
_SECRETS: Final[Mapping[str, _Kind]] = {"type": _TEXT, "state": _OBJECT}

ROW: Final[Mapping[str, _Kind]] = {
    **dict.fromkeys(("urn", "type", "id", "parent", "provider", "importID", "deletedWith", "viewOf"), _TEXT),
    **dict.fromkeys(("custom", "delete", "protect", "taint", "external", "pendingReplacement"), _FLAG),
    **dict.fromkeys(("retainOnDelete", "refreshBeforeUpdate"), _FLAG),
    **dict.fromkeys(("dependencies", "initErrors", "additionalSecretOutputs", "aliases", "ignoreChanges"), _TEXTS),
    **dict.fromkeys(("hideDiff", "replaceOnChanges", "replaceWith"), _TEXTS),
    **dict.fromkeys(("inputs", "outputs"), _OBJECT),
    **dict.fromkeys(("propertyDependencies", "resourceHooks"), _TEXT_LISTS),
    **dict.fromkeys(("created", "modified"), _TIME),
    "customTimeouts": _NUMBERS,
    "replacementTrigger": _ANY,
}
"""What each field of a row is, by its name. Further fields are carried along as they are."""


def check(latest: Mapping[str, Any]) -> None:
    """Check a deployment: the `latest` of a checkpoint, the `deployment` of an export.

    Raises:
        ShapeError: It is not what an engine writes.

    """
    _fields(latest, _LATEST, "the deployment")
    _fields(latest.get("manifest") or {}, _MANIFEST, "the manifest")
    secrets: dict[str, Any] = latest.get("secrets_providers") or {}
    _fields(secrets, _SECRETS, "secrets_providers")
    if secrets.get("type") == "passphrase":
        _fields(secrets.get("state") or {}, {"salt": _TEXT}, "the state of secrets_providers")
    for index, row in enumerate(cast("list[Any]", latest.get("resources") or [])):
        _row(row, f"resource number {index + 1}", recorded=True)
    for index, operation in enumerate(cast("list[Any]", latest.get("pending_operations") or [])):
        where = f"pending operation number {index + 1}"
        _object(operation, where)
        if not isinstance(operation.get("type"), str) or operation["type"] not in OPERATIONS:
            raise ShapeError(f"{where}: type is {operation.get('type')!r}; allowed: {', '.join(sorted(OPERATIONS))}")
        _row(operation.get("resource"), f"the resource of {where}", recorded=False)


def _row(row: Any, where: str, *, recorded: bool) -> None:
    """Check a row by itself; one that is `recorded` exists, one of an operation need not."""
    _object(row, where)
    urn = row.get("urn")
    if not isinstance(urn, str) or not urns.is_valid(urn):
        raise ShapeError(f"{where} has no 'urn' of the form urn:pulumi:<stack>::<project>::<type>::<name>")
    where = f"resource {urn}"
    _fields(row, ROW, where)
    type_ = row.get("type")
    if type_ != urns.type_of(urn):
        raise ShapeError(f"{where} has {'no type' if not type_ else f'type {type_!r}'}, which its URN contradicts")
    custom, identity = row.get("custom"), row.get("id")
    if recorded and custom and not identity:
        raise ShapeError(f"{where} has no 'id'")
    if urns.is_provider(type_) and not custom:
        raise ShapeError(f"{where} is a provider, but not a custom resource")
    if provider := row.get("provider"):
        named, instance = urns.split_reference(provider)
        if not (instance and urns.is_valid(named) and urns.is_provider(urns.type_of(named))):
            raise ShapeError(f"{where}: provider {provider!r} is no reference of the form <URN of a provider>::<id>")
    for part in ("inputs", "outputs", "replacementTrigger"):
        if _depth(row.get(part)) > MAX_DEPTH:
            raise ShapeError(f"{where}: values of {part} lie more than {MAX_DEPTH} levels deep in each other")


def _fields(data: Mapping[str, Any], kinds: Mapping[str, _Kind], where: str) -> None:
    for name, (words, fits) in kinds.items():
        value = data.get(name)
        if value is not None and not fits(value):
            raise ShapeError(f"{where}: {name!r} is not {words}")


def _object(value: Any, where: str) -> None:
    if not isinstance(value, dict):
        raise ShapeError(f"{where} is not an object")


def _depth(value: Any) -> int:
    """Return how many containers lie in each other; not recursive, for it judges what may be too deep for that."""
    level: list[Any] = [value]
    depth = 0
    while level:
        inside: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inside += cast("dict[str, Any]", each).values()
            elif isinstance(each, list):
                inside += cast("list[Any]", each)
        level = [each for each in inside if isinstance(each, dict | list)]
        depth += 1
    return depth
