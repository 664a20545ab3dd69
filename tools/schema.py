"""Generate schemas/stack.schema.json from the settings, so that editors complete and check stack files."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any, get_args

import pydantic
from pydantic import json_schema

from components.core import kinds
from components.core.model import NAME, Model
from components.images import pins
from components.shared.secrets.settings import Source
from components.workloads.settings import Workload
from infra.settings import NAMESPACE, Profile
from tools import descriptions

ROOT = pathlib.Path(__file__).resolve().parents[1]
PATH = ROOT / "schemas" / "stack.schema.json"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a stack file."""
    tools = {category: _tools(category) for category in ("targets", "images")}
    models: list[type[Model]] = [Source, Workload, *(model for found in tools.values() for model in found.values())]
    made, shared = json_schema.models_json_schema(
        [(model, "validation") for model in models], ref_template="#/$defs/{model}"
    )
    definitions = dict(sorted(shared.get("$defs", {}).items()))
    for model in _all(models):
        for name, sentence in descriptions.of(model).items():
            definitions[model.__name__]["properties"][name]["description"] = sentence

    def reference(model: type[pydantic.BaseModel]) -> dict[str, Any]:
        return made[(model, "validation")]

    config = {
        f"{NAMESPACE}:profile": {"enum": list(get_args(Profile)), "description": "What every stricter rule reads."},
        f"{NAMESPACE}:target": _one_kind(
            {name: reference(model) for name, model in tools["targets"].items()}, "Where workloads run."
        ),
        f"{NAMESPACE}:images": _by_name(
            _one_kind({name: reference(model) for name, model in tools["images"].items()}, "One image."),
            "Images by name.",
        ),
        f"{NAMESPACE}:pinned": _by_name(
            {"type": "string", "pattern": f"^{pins.FORM}$"},
            "Images that are held at a version, by name: nothing is built.",
        ),
        f"{NAMESPACE}:secrets": _by_name(reference(Source), "Secrets by name: where each value comes from."),
        f"{NAMESPACE}:workloads": _by_name(reference(Workload), "Workloads by name."),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A moorage stack file",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": config,
                "required": [f"{NAMESPACE}:profile", f"{NAMESPACE}:target"],
            }
        },
        "$defs": definitions,
    }


def _tools(category: str) -> dict[str, type[Model]]:
    return {name: kinds.find(category, name, category).settings for name in kinds.names(category)}


def _all(models: list[type[Model]]) -> list[type[Model]]:
    """Return the models and all that their fields hold."""
    found: dict[type[Model], None] = {}
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            waiting += [part for field in model.model_fields.values() for part in _models(field.annotation)]
    return list(found)


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _one_kind(kinds_: dict[str, dict[str, Any]], description: str) -> dict[str, Any]:
    body = {name: {"anyOf": [block, {"type": "null"}]} for name, block in kinds_.items()}
    return {
        "type": "object",
        "description": description,
        "properties": body,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _by_name(block: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "propertyNames": {"pattern": NAME},
        "additionalProperties": block,
    }


def text() -> str:
    """Return the file's content."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")
