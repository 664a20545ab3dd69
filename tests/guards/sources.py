"""The Python sources of a tree, parsed once."""

from __future__ import annotations

import ast
import functools
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

PRODUCT = ("infra", "components", "moorage", "tools")
ALL = (*PRODUCT, "tests", "bench", "examples")


@dataclass(frozen=True)
class Source:
    """One file: its path below the tree's root, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module


def sources(root: pathlib.Path, folders: tuple[str, ...] = PRODUCT) -> Iterator[Source]:
    """Return every Python file below `folders`, sorted."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield Source(path.relative_to(root).as_posix(), text, _parse(text))


@functools.cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)
