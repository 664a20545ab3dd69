"""What a secret's source holds now: looked up where it is, kept nowhere."""

from __future__ import annotations

import os
import pathlib
from typing import TypeVar

import pulumi

from components.core.errors import SettingsError
from components.core.project import Project
from components.shared.secrets.settings import Source

T = TypeVar("T")


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
    if value and not pulumi.runtime.is_config_secret(f"{namespace}:{short}"):
        raise SettingsError(f"secrets.{name}.config", f"{key} is stored in clear; run: {command}")
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
