"""The rows of a state as they are written: what they refer to, and how one of them is found by its URN."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from moorage.engine import urn as urns

Row = dict[str, Any]
"""`apitype.ResourceV3` of pulumi/pulumi, whose shape `shape.check` has checked."""

_LISTS = ("dependencies", "replaceWith")
_SINGLES = ("parent", "deletedWith")


class EditError(Exception):
    """An edit that cannot be made; the text says why."""


def named(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the URNs that a row refers to, each with the words for it; its provider apart (see `provider`)."""
    for field, words in (("parent", "parent"), ("deletedWith", "deleted with")):
        if row.get(field):
            yield row[field], words
    for field, words in (("dependencies", "dependency"), ("replaceWith", "replace with")):
        listed: list[str] = row.get(field) or []
        for urn in listed:
            yield urn, words
    properties: dict[str, list[str] | None] = row.get("propertyDependencies") or {}
    for key, found in properties.items():
        for urn in found or []:
            yield urn, f"property dependency: {key}"


def provider(row: Row) -> str:
    """Return the reference of a row's provider, empty when it has none."""
    return row.get("provider") or ""


def renamed(row: Row, urn: Callable[[str], str | None]) -> Row:
    """Return a row whose references follow `urn`: to another URN, or to None, which takes them out."""
    result = dict(row)
    for field in _SINGLES:
        if row.get(field):
            _put(result, field, urn(row[field]))
    for field in _LISTS:
        if row.get(field):
            _put(result, field, _kept(row[field], urn))
    if row.get("propertyDependencies"):
        before: dict[str, list[str] | None] = row["propertyDependencies"]
        kept = {key: _kept(found or [], urn) for key, found in before.items()}
        _put(result, "propertyDependencies", {key: found for key, found in kept.items() if found or not before[key]})
    if row.get("provider"):
        named_, instance = urns.split_reference(row["provider"])
        result["provider"] = urns.reference(urn(named_) or named_, instance)
    return result


def _kept(found: Sequence[str], urn: Callable[[str], str | None]) -> list[str]:
    return [now for each in found if (now := urn(each))]


def _put(row: Row, field: str, value: object) -> None:
    if value:
        row[field] = value
    else:
        row.pop(field, None)


def find(rows: Sequence[Row], urn: str) -> Row:
    """Return the one row of a URN.

    Raises:
        EditError: There is none, or more than one.

    """
    found = [row for row in rows if row["urn"] == urn]
    if not found:
        raise missing(urn, [row["urn"] for row in rows])
    if len(found) > 1:
        ids = ", ".join(repr(row.get("id") or "") for row in found)
        raise EditError(f"the URN '{urn}' is that of {len(found)} resources, with ids {ids}: one is being replaced")
    return found[0]


def missing(urn: str, known: Sequence[str]) -> EditError:
    """Return the error for a URN that is not there, with the nearest one that is."""
    if not urns.is_valid(urn):
        text = f"'{urn}' is not a valid resource URN"
    else:
        text = f"no such resource '{urn}' exists in the current state"
    near = difflib.get_close_matches(urn, known, 1) or [each for each in known if urns.name(each) == urn][:1]
    return EditError(text + (f"; did you mean '{near[0]}'" if near else "; to list them: moorage stack --show-urns"))
