"""Where each secret comes from, and what it holds. No value passes through settings."""

from __future__ import annotations

import os
import pathlib
from typing import Annotated, TypeVar

import pulumi
import pydantic

from components.core.errors import SettingsError
from components.core.model import Model
from components.core.project import Project

SOURCES = ("config", "env", "file", "generate")

T = TypeVar("T")


class Source(Model):
    """Where one secret comes from: exactly one of the keys."""

    config: Annotated[str, pydantic.StringConstraints(pattern=r"^([A-Za-z0-9_.-]+:)?[A-Za-z0-9_.-]+$")] | None = None
    """A key of the stack's configuration, stored with `config set --secret`."""
    env: Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """A variable of the environment that the deployment runs in."""
    file: Annotated[str, pydantic.StringConstraints(min_length=1)] | None = None
    """A file; a relative path starts at the project's root. One line break at its end is dropped."""
    generate: Annotated[int, pydantic.Field(ge=16, le=256)] | None = None
    """Made once, of this many letters and digits, and kept in the stack's state."""

    @pydantic.model_validator(mode="after")
    def _one(self) -> Source:
        given = [key for key in SOURCES if getattr(self, key) is not None]
        if len(given) != 1:
            msg = f"exactly one of {', '.join(SOURCES)} is needed, found {', '.join(given) or 'none'}"
            raise ValueError(msg)
        return self


def value(name: str, source: Source, project: Project) -> str | None:
    """Return the value that a source holds; None when it is to be generated.

    Raises:
        SettingsError: at the secret's path, with the command that sets it.
    """
    if source.config is not None:
        return _config(name, source.config, project)
    if source.env is not None:
        return _env(name, source.env)
    if source.file is not None:
        return _file(name, project.root / source.file)
    return None


def _config(name: str, key: str, project: Project) -> str:
    namespace, _, short = (key if ":" in key else f"{project.scope.project}:{key}").partition(":")
    command = f"moorage config set --stack {project.scope.stack} --secret {key}"
    value = pulumi.Config(namespace).get(short)
    return _present(value, f"secrets.{name}.config", f"{key} is not set; run: {command}")


def _env(name: str, variable: str) -> str:
    return _present(os.environ.get(variable), f"secrets.{name}.env", f"{variable} is not set in the environment")


def _file(name: str, path: pathlib.Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        raise SettingsError(f"secrets.{name}.file", f"{path.name}: {str(reason).lower()}") from None
    return _present(text.removesuffix("\n"), f"secrets.{name}.file", f"{path.name} is empty")


def _present(value: T | None, path: str, problem: str) -> T:
    if not value:
        raise SettingsError(path, problem)
    return value
