"""Generate docs/reference/stack-file.md from the settings: every key, its type, its default and its sentence."""

from __future__ import annotations

import pathlib
import re
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pydantic_core
import yaml
from pydantic.fields import FieldInfo

from components.core import kinds
from components.core.contract import Check, Http
from components.core.model import Model
from components.shared.secrets.settings import Source
from components.workloads.settings import Expose, Limits, Volume, Workload
from tools import descriptions

ROOT = pathlib.Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "reference" / "stack-file.md"

HEAD = """\
# Stack file reference

Generated from the settings by `make docs`. A stack file is `Pulumi.<stack>.yaml`; its first line may be
`# yaml-language-server: $schema=schemas/stack.schema.json`, so that editors complete and check it.

| key | meaning |
| --- | --- |
| `moorage:profile` | `dev` or `prod`; every stricter rule reads it |
| `moorage:target` | where workloads run: exactly one kind |
| `moorage:images` | images by name: exactly one kind each |
| `moorage:pinned` | images held at a version, by name: an image ID or `repository@sha256:...`; nothing is built |
| `moorage:secrets` | secrets by name: where each value comes from |
| `moorage:workloads` | workloads by name |

Paths are relative to the project's root. An unknown key, a wrong type or a reference that leads nowhere is one line,
before anything starts.
"""


def text() -> str:
    """Return the page."""
    parts = [HEAD]
    for category, title in (("targets", "Targets"), ("images", "Images")):
        parts.append(f"## {title}\n")
        for name in kinds.names(category):
            settings = kinds.find(category, name, category).settings
            parts.append(f"### `{name}`\n\n{_sentence(settings.__doc__)}\n\n```yaml\n{_example(category, name)}```\n")
            parts.append(table(settings))
    parts.append("## Parts of an image's contract\n")
    parts += [_section("A check", Check), _section("`http`", Http)]
    parts.append("## Secrets\n\n" + table(Source))
    parts.append("## Workloads\n\n" + table(Workload))
    parts += [_section("`volumes`", Volume), _section("`expose`", Expose), _section("`limits`", Limits)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def table(model: type[Model]) -> str:
    """Return the keys of a model as a table."""
    fields = list(model.model_fields.items())
    if not fields:
        return "It has no options.\n"
    rows = _rows(fields, descriptions.of(model))
    return "\n".join(["| key | type | default | meaning |", "| --- | --- | --- | --- |", *rows]) + "\n"


def _rows(fields: list[tuple[str, FieldInfo]], sentences: dict[str, str]) -> Iterator[str]:
    for name, field in fields:
        meaning = _sentence(sentences.get(name))
        yield f"| `{name}` | {_type(field.annotation)} | {_default(field)} | {meaning} |"


def _section(title: str, model: type[Model]) -> str:
    return f"### {title}\n\n{_sentence(model.__doc__)}\n\n{table(model)}"


def _example(category: str, name: str) -> str:
    folder = ROOT / "components" / category / name.replace("-", "_")
    block = yaml.safe_load((folder / "example.yaml").read_text(encoding="utf-8"))
    return yaml.safe_dump(block, sort_keys=False)


def _sentence(words: str | None) -> str:
    return " ".join((words or "").split()).replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, Model):
        return "all defaults"
    return "" if value in (None, {}, [], ()) else f"`{pydantic_core.to_json(value).decode()}`"


def _type(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_type(option) for option in arguments if option is not type(None))
    if origin in (list, tuple):
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return f"map of {_type(arguments[1])}"
    words = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    return words.get(annotation, getattr(annotation, "__name__", "value").lower())


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")
