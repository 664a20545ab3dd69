"""YAML files as the Pulumi CLI reads them: plain values by the rules of Go's yaml.v3, with line numbers.

The rules differ from other parsers where it hurts: `0640` is octal, `yes` is text, a date becomes Go's text of a time.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from moorage.engine.project import scalar

_PLAIN = "moorage:plain"
_Node = Any
"""A node of ruamel.yaml; its classes carry no types."""


class DocumentError(Exception):
    """A file that cannot be read as what it should be; the text is one line: `file:line: problem`."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        place = f"{shown(path)}:{line}" if line else shown(path)
        super().__init__(f"{place}: {problem}")


class Mapping(dict[str, Any]):
    """A mapping that knows the line, counted from 1, of itself and of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Resolver(VersionedResolver):
    """Leaves every untagged plain scalar to `scalar.plain`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and implicit[0]:
            return Tag(suffix=_PLAIN)
        parent: Any = super()
        return parent.resolve(kind, value, implicit)


def shown(path: Path) -> str:
    """Return the path as a person would type it: relative when it is below the working directory."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def read(path: Path) -> Any:
    """Return the document: None (empty file), a scalar, a list or a `Mapping`.

    Raises:
        DocumentError: The file is missing, not UTF-8 or not YAML.

    """
    try:
        content = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(path, 0, "not UTF-8 text") from error
    except OSError as error:
        raise DocumentError(path, 0, (error.strerror or str(error)).lower()) from error
    return parse(content, path)


def parse(content: str, path: Path) -> Any:
    """Return the document in `content`; `path` is for error messages."""
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Resolver = _Resolver
    try:
        root: _Node = yaml.compose(io.StringIO(content))
    except MarkedYAMLError as error:
        raise _bad(path, error) from error
    except YAMLError as error:
        raise DocumentError(path, 0, f"not valid YAML: {' '.join(str(error).split())}") from error
    return None if root is None else _value(root, path)


def _bad(path: Path, error: Any) -> DocumentError:
    line: int = error.problem_mark.line + 1 if error.problem_mark else 0
    return DocumentError(path, line, f"not valid YAML: {error.problem or error.context}")


def _value(node: _Node, path: Path) -> Any:
    line: int = node.start_mark.line + 1
    match node.id:
        case "sequence":
            return [_value(item, path) for item in node.value]
        case "mapping":
            return _mapping(node, path)
        case _:
            try:
                return scalar.plain(node.value) if _is_plain(node) else scalar.tagged(node.value, node.tag)
            except ValueError as error:
                raise DocumentError(path, line, str(error)) from error


def _is_plain(node: _Node) -> bool:
    return node.id == "scalar" and str(node.tag) == _PLAIN


def _mapping(node: _Node, path: Path) -> Mapping:
    result = Mapping(node.start_mark.line + 1)
    merged: list[_Node] = []
    for key_node, value_node in node.value:
        line: int = key_node.start_mark.line + 1
        if _is_plain(key_node) and key_node.value == "<<":
            merged.extend(value_node.value if value_node.id == "sequence" else [value_node])
            continue
        key = _value(key_node, path)
        if not isinstance(key, str):
            raise DocumentError(path, line, f"a key must be a string: {key!r}")
        if key in result:
            raise DocumentError(path, line, f"key {key!r} is already defined at line {result.lines[key]}")
        result[key] = _value(value_node, path)
        result.lines[key] = line
    for other in merged:
        _merge(result, _value(other, path), path)
    return result


def _merge(into: Mapping, other: Any, path: Path) -> None:
    if not isinstance(other, Mapping):
        raise DocumentError(path, into.line, "`<<` takes a mapping or a list of mappings")
    for key, value in other.items():
        if key not in into:
            into[key] = value
            into.lines[key] = other.lines[key]
