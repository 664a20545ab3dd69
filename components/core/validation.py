"""Pydantic's findings as settings errors: the first one, with the path a user sees in the stack file."""

from __future__ import annotations

import re
import types
import typing
from typing import Any, TypeVar

import pydantic

from components.core.errors import SettingsError
from components.core.model import NAME, Model

M = TypeVar("M", bound=Model)

NAME_RULE = "a name is lower-case letters, digits and hyphens, starts with a letter, at most 40 characters"


def parse(model: type[M], block: object, path: str) -> M:
    """Return `block` as `model`. An absent block body (`docker:`) is an empty one: all defaults.

    Raises:
        SettingsError: with the path of the first finding.
    """
    try:
        return model.model_validate({} if block is None else block)
    except pydantic.ValidationError as error:
        raise explain(model, error, path) from None


def check_name(name: str, path: str) -> None:
    """Check the name of an entry.

    Raises:
        SettingsError: at the entry's path.
    """
    if not re.fullmatch(NAME, name):
        raise SettingsError(f"{path}.{name}", NAME_RULE)


def explain(model: type[Model], error: pydantic.ValidationError, path: str) -> SettingsError:
    """Turn the first finding into one line."""
    finding = error.errors(include_url=False)[0]
    where, kind = finding["loc"], finding["type"]
    context: dict[str, Any] = finding.get("ctx", {})
    full = ".".join([path, *(str(part) for part in where if part != "[key]")])
    if kind == "extra_forbidden":
        return SettingsError(full, "unknown key", _keys(model, where[:-1]), str(where[-1]))
    if kind == "missing":
        return SettingsError(full, "is required")
    if kind == "literal_error":
        allowed = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ",").split(",")]
        return SettingsError(full, f"{finding['input']!r} is not a choice", allowed, str(finding["input"]))
    if kind == "value_error":
        return SettingsError(full, str(context["error"]))
    if kind == "string_pattern_mismatch" and where and where[-1] == "[key]":
        return SettingsError(full, NAME_RULE)
    wanted = finding["msg"].removeprefix("Input ").removeprefix("String ").replace("should be a valid", "should be a")
    return SettingsError(full, f"{wanted}, not {_short(finding['input'])}")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys(model: type[Model], where: tuple[int | str, ...]) -> list[str]:
    """Return the keys allowed at `where` below `model`."""
    current: Any = model
    for part in where:
        current = _inner(current, part)
        if current is None:
            return []
    fields: dict[str, pydantic.fields.FieldInfo] = getattr(current, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inner(annotation: Any, part: int | str) -> Any:
    """Return the type found at `part` of a value of type `annotation`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        field = annotation.model_fields.get(str(part))
        return _model_in(field.annotation) if field else None
    arguments = typing.get_args(annotation)
    return _model_in(arguments[-1]) if arguments else None


def _model_in(annotation: Any) -> Any:
    """Look through Optional and Annotated for what may have keys."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, typing.Annotated):
        for option in typing.get_args(annotation):
            found = _model_in(option)
            if found is not None and (isinstance(found, type) and issubclass(found, Model)):
                return found
        return None
    return annotation
