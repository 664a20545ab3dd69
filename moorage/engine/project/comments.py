"""The comments that follow an item of a YAML file stay where they are when an item is added or removed after it.

ruamel.yaml keeps the lines between two items with the first of them; what comes after the first would otherwise
land behind those lines, which mostly speak of the next one.
"""

from __future__ import annotations

from typing import Any, cast

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import LiteralScalarString
from ruamel.yaml.tokens import CommentToken


def commented(value: Any) -> Any:
    """Return new data in the classes that can carry comments."""
    if isinstance(value, dict):
        return CommentedMap({key: commented(item) for key, item in cast("dict[str, Any]", value).items()})
    if isinstance(value, list):
        return CommentedSeq([commented(item) for item in cast("list[Any]", value)])
    return value


def take(container: Any) -> str:
    """Remove the comment lines after the last item of a collection, and return them."""
    place = _last(container)
    if place is None:
        return ""
    holder, key, value = place
    if isinstance(value, LiteralScalarString):
        text, value.comment = _text(getattr(value, "comment", None)), None
        return text
    entry: Any = holder.ca.items.get(key)
    at = _slot(holder)
    if not entry or not entry[at]:
        return ""
    token: Any = entry[at][0] if isinstance(entry[at], list) else entry[at]
    own, newline, after = token.value.partition("\n")
    if not after.strip():
        return ""
    token.value = own + newline
    if not own.strip():
        del holder.ca.items[key]
    return after


def give(container: Any, lines: str) -> None:
    """Put comment lines after the last item of a collection."""
    place = _last(container) if lines else None
    if place is None:
        return
    holder, key, value = place
    if isinstance(value, LiteralScalarString):
        value.comment = CommentToken(lines, CommentMark(0), None)
        return
    entry: Any = holder.ca.items.setdefault(key, [None, None, None, None])
    token = entry[_slot(holder)]
    if token:
        token.value += lines
    else:
        entry[_slot(holder)] = CommentToken("\n" + lines, CommentMark(0), None)


def _last(container: Any) -> tuple[Any, Any, Any] | None:
    """Return the collection, key and value of the last item, however deep."""
    if not _is_collection(container) or not container:
        return None
    key = list(container)[-1] if _slot(container) else len(container) - 1
    value = container[key]
    flow = _is_collection(value) and value.fa.flow_style()
    return (None if flow else _last(value)) or (container, key, value)


def _is_collection(value: Any) -> bool:
    return isinstance(value, CommentedMap | CommentedSeq)


def _slot(holder: Any) -> int:
    return 2 if isinstance(holder, CommentedMap) else 0


def _text(comment: Any) -> str:
    tokens = cast("list[Any]", comment) if isinstance(comment, list) else [comment] if comment else []
    return "".join(token.value for token in tokens)
