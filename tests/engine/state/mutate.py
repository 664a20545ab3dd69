"""Damage to a state file, drawn from a generator: cut off, of another type, missing, twice, dangling, out of order.

What names an object, its id and its recorded properties, is lost or spoiled but never exchanged for that of another:
no engine could tell that from the truth.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any, cast

Document = dict[str, Any]

SIGNATURE = "4dabf18193072939515e22adb298388d"
_NOWHERE = "urn:pulumi:dev::toy::a:b:C::nowhere"
_WRONG: list[Any] = [None, True, 0, -1, 1.5, 10**30, "", "x", _NOWHERE, [], {}, [None], {"a": []}]
_STRANGE: list[Any] = [*_WRONG, {SIGNATURE: 1}, {SIGNATURE: "what"}, "\ud800", "v1:AA:BB", "\0"]
_MARKED = [
    {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:AAAA:BBBB"},
    {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "plaintext": "{"},
    {SIGNATURE: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c", "value": "7ff0000000000000"},
    {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x"},
    {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "assets": {"a": 1}},
]
_REFERENCES = ("parent", "provider", "deletedWith", "dependencies", "propertyDependencies")


def mutate(data: bytes, seed: int) -> tuple[str, bytes]:
    """Return what was done, and a damaged copy of a state file."""
    draw = random.Random(seed)  # noqa: S311 # a test's choice, no secret
    if draw.random() < 0.1:
        return _bytes(data, draw)
    document: Document = json.loads(data)
    names: list[str] = []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        change = draw.choice((_remove, _spoil, _spoil, _twice, _order, _dangle, _rename, _mark, _pending, _head))
        names.append(change.__name__.strip("_"))
        change(document, draw)
    return "+".join(names), json.dumps(document).encode("utf-8", "surrogatepass")


def _bytes(data: bytes, draw: random.Random) -> tuple[str, bytes]:
    at = draw.randrange(len(data))
    changes: dict[str, Callable[[], bytes]] = {
        "cut": lambda: data[:at],
        "byte": lambda: data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :],
        "hole": lambda: data[:at] + bytes(min(64, len(data) - at)) + data[at + 64 :],
        "tail": lambda: data + data[at:],
        "deep": lambda: b'{"version":3,"checkpoint":' + b"[" * 5000,
    }
    name = draw.choice(sorted(changes))
    return name, changes[name]()


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Return each container and key below a node."""
    found: list[tuple[Any, Any]] = []
    rest = [node]
    while rest:
        each = rest.pop()
        keys = range(len(each)) if isinstance(each, list) else list(each)
        for key in keys:
            found.append((each, key))
            if isinstance(each[key], dict | list):
                rest.append(each[key])
    return found


def _rows(document: Document) -> list[dict[str, Any]]:
    try:
        found = document["checkpoint"]["latest"]["resources"]
    except (KeyError, TypeError):
        return []
    return [row for row in cast("list[Any]", found) if isinstance(row, dict)] if isinstance(found, list) else []


def _place(document: Document, draw: random.Random) -> tuple[Any, Any]:
    rows = _rows(document)
    # most of a file is in its rows: half of the time, look at the rest and at the rows' own fields
    if rows and draw.random() < 0.5:
        row = draw.choice(rows)
        if row:
            return row, draw.choice(list(row))
    return draw.choice(_places(document))


def _remove(document: Document, draw: random.Random) -> None:
    where, key = _place(document, draw)
    del where[key]


def _spoil(document: Document, draw: random.Random) -> None:
    where, key = _place(document, draw)
    where[key] = copy.deepcopy(draw.choice(_STRANGE))


def _mark(document: Document, draw: random.Random) -> None:
    where, key = _place(document, draw)
    where[key] = copy.deepcopy(draw.choice(_MARKED))


def _twice(document: Document, draw: random.Random) -> None:
    rows = _rows(document)
    if rows:
        again = copy.deepcopy(draw.choice(rows))
        if draw.random() < 0.5:
            again["delete"] = True
        document["checkpoint"]["latest"]["resources"].insert(draw.randrange(len(rows) + 1), again)


def _order(document: Document, draw: random.Random) -> None:
    rows = _rows(document)
    draw.shuffle(rows)
    if rows:
        document["checkpoint"]["latest"]["resources"] = rows


def _dangle(document: Document, draw: random.Random) -> None:
    """Let a reference lead nowhere, or to any other row."""
    rows = _rows(document)
    if not rows:
        return
    row, other = draw.choice(rows), draw.choice(rows)
    urn = draw.choice((str(other.get("urn")), f"{other.get('urn')}x", f"{other.get('urn')}::{other.get('id')}"))
    field = draw.choice(_REFERENCES)
    match field:
        case "dependencies":
            row[field] = [urn]
        case "propertyDependencies":
            row[field] = {"size": [urn]}
        case _:
            row[field] = urn


def _rename(document: Document, draw: random.Random) -> None:
    rows = _rows(document)
    if rows:
        row, other = draw.choice(rows), draw.choice(rows)
        row["urn"] = draw.choice((f"{row.get('urn')}x", other.get("urn"), "urn:pulumi:a::b::c", "urn:pulumi:::::::"))


def _pending(document: Document, draw: random.Random) -> None:
    rows = _rows(document)
    if rows:
        row = {key: value for key, value in draw.choice(rows).items() if key != "id" or draw.random() < 0.5}
        kind = draw.choice(("creating", "updating", "deleting", "reading", "importing", "what", 1))
        document["checkpoint"]["latest"]["pending_operations"] = [{"resource": copy.deepcopy(row), "type": kind}]


def _head(document: Document, draw: random.Random) -> None:
    key = draw.choice(("version", "features", "checkpoint"))
    document[key] = draw.choice((*_STRANGE, 1, 2, 3, 4, 5, ["taint"], ["what"], "taint"))
