"""Generate docs/reference/parity.md from the targets: how each does what workloads ask for, and what it cannot."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from components import targets
from components.core import kinds
from components.core.traits import Traits
from components.core.ways import Ways
from components.workloads import parity

ROOT: Final = pathlib.Path(__file__).resolve().parents[1]
PATH: Final = ROOT / "docs" / "reference" / "parity.md"

HEAD: Final = """\
# What targets do differently

Generated from the targets by `make docs`. One stack file runs on each of them; this page says what is not the same.

## What a target cannot do

A stack that asks for it is warned about in profile `dev`, and refused in profile `prod`; where nothing can stand in for
it, in both.
"""


def text() -> str:
    """Return the page."""
    names = kinds.names("targets")
    able = {name: targets.traits(*targets.settings(_example(name))) for name in names}
    parts = [HEAD, _table(able)]
    for field in dataclasses.fields(Ways):
        parts.append(f"## {field.name.capitalize()}\n")
        parts.append("\n".join(f"- `{name}`: {getattr(targets.ways(name), field.name)}" for name in names) + "\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def _example(name: str) -> Any:
    path = ROOT / "components" / "targets" / name.replace("-", "_") / "example.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _table(able: dict[str, Traits]) -> str:
    def rows() -> Iterator[str]:
        yield f"| a workload's | {' | '.join(f'`{name}`' for name in able)} | where it cannot |"
        yield "| --- |" + " --- |" * (len(able) + 1)
        for rule in parity.RULES:
            marks = " | ".join("yes" if rule.able(traits) else "no" for traits in able.values())
            instead = f"refused: {rule.instead}" if rule.refused else rule.instead
            yield f"| `{rule.key}` | {marks} | {instead} |"

    return "\n".join(rows()) + "\n"


def main() -> None:
    """Write the page."""
    PATH.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
