"""`ignoreChanges`: put the recorded inputs back where the program's changes are to be ignored."""

from __future__ import annotations

from typing import Any, cast

from moorage.engine import paths, values


def apply(inputs: values.Values, recorded: values.Values, ignored: list[str]) -> tuple[values.Values, list[str]]:
    """Return the inputs with each ignored path reset, and the paths that could not be.

    A path that leads through an element which was added or removed cannot be reset: the rest stays as the program says.
    """
    result = _copy(inputs)
    impossible: list[str] = []
    for text in ignored:
        try:
            path = paths.parse(text)
        except paths.PathError:
            continue
        if not _reset(path, recorded, result, hidden=False, covered=False):
            impossible.append(text)
    return result, impossible


def _copy(value: Any) -> Any:
    match value:
        case dict():
            return {key: _copy(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_copy(item) for item in cast("list[Any]", value)]
        case values.Secret():
            return values.Secret(_copy(value.value))
        case _:
            return value


def _open(value: Any, secret: bool) -> tuple[Any, bool]:  # noqa: FBT001 -- a mark that is handed along, not a switch
    while isinstance(value, values.Secret):
        value, secret = value.value, True
    return value, secret


def _reset(path: paths.Path, old: Any, new: Any, *, hidden: bool, covered: bool) -> bool:
    """Reset one path in place. `hidden`: the old value lies in a secret; `covered`: the new one does."""
    if not path:
        return False
    old, hidden = _open(old, hidden)
    new, covered = _open(new, covered)
    mark = hidden and not covered
    head, tail = path[0], path[1:]
    if isinstance(head, int):
        return _reset_index(head, tail, old, new, hidden=hidden, covered=covered)
    if head == "*":
        return _reset_all(tail, old, new, hidden=hidden, covered=covered)
    if not tail:
        return _reset_key(head, old, new, mark=mark)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return not isinstance(old, dict) and not isinstance(new, dict)
    olds, news = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
    if head not in olds and head not in news:
        return True
    if head not in news:
        return False
    return _reset(tail, olds.get(head), news[head], hidden=hidden, covered=covered)


def _marked(value: Any, *, mark: bool) -> Any:
    return values.Secret(value) if mark else value


def _reset_key(key: str, old: Any, new: Any, *, mark: bool) -> bool:
    if isinstance(old, dict) and key in old:
        if not isinstance(new, dict):
            return False
        new[key] = _marked(cast("dict[str, Any]", old)[key], mark=mark)
    elif isinstance(new, dict):
        cast("dict[str, Any]", new).pop(key, None)
    return True


def _reset_index(index: int, tail: paths.Path, old: Any, new: Any, *, hidden: bool, covered: bool) -> bool:
    if index < 0:
        return False
    if not isinstance(old, list) or not isinstance(new, list):
        return not isinstance(old, list) and not isinstance(new, list)
    olds, news = cast("list[Any]", old), cast("list[Any]", new)
    if index >= len(olds) and index >= len(news):
        return not tail
    if index >= len(olds) or index >= len(news):
        return False
    if tail:
        return _reset(tail, olds[index], news[index], hidden=hidden, covered=covered)
    news[index] = _marked(olds[index], mark=hidden and not covered)
    return True


def _reset_all(tail: paths.Path, old: Any, new: Any, *, hidden: bool, covered: bool) -> bool:
    mark = hidden and not covered
    if isinstance(new, dict):
        news = cast("dict[str, Any]", new)
        if not isinstance(old, dict):
            return not tail
        olds = cast("dict[str, Any]", old)
        if tail:
            return all(
                key in news and _reset(tail, olds[key], news[key], hidden=hidden, covered=covered) for key in olds
            )
        news.clear()
        news.update({key: _marked(value, mark=mark) for key, value in olds.items()})
        return True
    if isinstance(new, list):
        items = cast("list[Any]", new)
        if not isinstance(old, list):
            return not tail
        recorded = cast("list[Any]", old)
        for index in range(min(len(recorded), len(items))):
            if tail:
                if not _reset(tail, recorded[index], items[index], hidden=hidden, covered=covered):
                    return False
            else:
                items[index] = _marked(recorded[index], mark=mark)
        return len(recorded) == len(items)
    return False
