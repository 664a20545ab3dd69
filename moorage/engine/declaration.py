"""What a project says about a configuration key: its type, its default, whether it is secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from moorage.engine import nearest
from moorage.engine.project import document

_TYPES = {"string", "integer", "boolean", "array", "object"}
_ATTRIBUTES = {"type", "items", "description", "secret", "default", "value"}


@dataclass(frozen=True)
class Declaration:
    """One entry of the `config` block of Pulumi.yaml."""

    type: str = ""
    """string, integer, boolean, array or object; empty when the project does not say."""
    items: Mapping[str, Any] | None = None
    """What an array holds: `{"type": ..., "items": ...}`."""
    default: Any = None
    """The value where a stack gives none (`default`, or `value` outside the project's namespace)."""
    secret: bool = False
    description: str = ""

    @property
    def type_name(self) -> str:
        """Return the type as people read it: `array<string>`."""
        return _type_name(self.type, self.items)

    def fits(self, value: object) -> bool:
        """Say whether a value (a top-level scalar may come as text) is of the declared type."""
        return not self.type or _fits(self.type, self.items, value)


def read(path: Path, project: str, block: document.Mapping) -> dict[str, Declaration]:
    """Return the declarations of a `config` block.

    Raises:
        document.DocumentError: One of them is not what the CLI accepts.

    """
    return {key: _one(path, project, key, block) for key in block}


def closed(path: Path, where: str, value: document.Mapping, allowed: set[str]) -> None:
    """Raise when the mapping has a key that is not allowed."""
    for key in value:
        if key not in allowed:
            problem = f"{where}: unknown attribute {key!r}{nearest.hint(key, allowed)}"
            raise document.DocumentError(path, value.lines[key], problem)


def _one(path: Path, project: str, key: str, block: document.Mapping) -> Declaration:
    line, value = block.lines[key], block[key]
    own = ":" not in key or key.startswith(f"{project}:")

    def bad(problem: str) -> document.DocumentError:
        return document.DocumentError(path, line, f"config.{key}: {problem}")

    if isinstance(value, str | bool | int | list):
        return Declaration(default=cast("object", value))
    if not isinstance(value, document.Mapping):
        raise bad("a value or a mapping with `type`, `default` or `value` is expected")
    closed(path, f"config.{key}", value, _ATTRIBUTES)
    kind, items = value.get("type"), value.get("items")
    if kind is not None and kind not in _TYPES:
        raise bad(f"type {kind!r}{nearest.hint(str(kind), _TYPES)}")
    if value.get("default") is not None and value.get("value") is not None:
        raise bad("`default` and `value` exclude each other")
    if own:
        if (kind == "array" or items is not None) and not _complete(items):
            raise bad("an array needs `items: {type: ...}` with one of the types " + ", ".join(sorted(_TYPES)))
    elif kind is not None:
        raise bad(f"a type is for keys of the project; {key} is of another namespace")
    elif value.get("default") is not None:
        raise bad("a key of another namespace takes `value`, not `default`")
    elif value.get("value") is None:
        raise bad("a key of another namespace needs `value`")
    default = value.get("default") if value.get("default") is not None else value.get("value")
    result = Declaration(kind or "", items, default, value.get("secret") is True, str(value.get("description") or ""))
    if value.get("default") is not None and not result.fits(default):
        raise bad(f"the default is not of type {result.type_name}")
    return result


def _complete(items: object) -> bool:
    if not isinstance(items, document.Mapping) or items.get("type") not in _TYPES:
        return False
    return _complete(items.get("items")) if items["type"] == "array" else True


def _type_name(kind: str, items: Mapping[str, Any] | None) -> str:
    return f"array<{_type_name(str(items['type']), items.get('items'))}>" if items else kind


def _fits(kind: str, items: Mapping[str, Any] | None, value: object) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "integer":
            if isinstance(value, str):
                return value.lstrip("+-").isdecimal()
            return not isinstance(value, bool) and (
                isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            )
        case "boolean":
            return isinstance(value, bool) or value in {"true", "false"}
        case "object":
            return isinstance(value, dict)
        case _:
            if not isinstance(value, list) or items is None:
                return False
            return all(_fits(str(items["type"]), items.get("items"), item) for item in cast("list[object]", value))
