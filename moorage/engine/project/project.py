"""Pulumi.yaml: found upwards from a folder, checked as the CLI checks it.

Source of the rules: `sdk/go/common/workspace/{project.json,project.go,paths.go}` of pulumi/pulumi.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from moorage.engine import declaration
from moorage.engine.project import document

FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
_NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9_.-]+")  # `.` and `..` would be other folders of the state


class ProjectError(Exception):
    """No project, or one that cannot be run; the text is one line."""


@dataclass(frozen=True)
class Project:
    """One Pulumi project."""

    root: Path
    """The folder of Pulumi.yaml, absolute."""
    path: Path
    name: str
    main: Path
    """The program: a folder or a file, absolute."""
    runtime: str
    virtualenv: Path | None = None
    """Absolute, None when the project names none."""
    backend_url: str = ""
    config: Mapping[str, declaration.Declaration] = field(default_factory=dict[str, declaration.Declaration])
    """The keys that the project declares, as written (`key` is the project's, `ns:key` another namespace's)."""
    refresh: bool = False
    """`options.refresh: always`: each operation refreshes first."""
    stack_folder: Path | None = None
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def stack_path(self, stack: str) -> Path:
        """Return where the stack's settings lie: `Pulumi.<stack>.yaml`, in `stackConfigDir` if there is one."""
        return (self.stack_folder or self.root) / f"Pulumi.{stack.replace('/', '-')}{self.path.suffix}"


def find(start: Path) -> Project:
    """Return the project of the nearest Pulumi.yaml in `start` or above it.

    Raises:
        ProjectError: There is none, or it is not a valid project.

    """
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        for name in FILES:
            if (candidate / name).is_file():
                return load(candidate / name)
    msg = f"no Pulumi.yaml in {folder} or any folder above it"
    raise ProjectError(msg)


def load(path: Path) -> Project:
    """Return the project in this file.

    Raises:
        ProjectError: It is not a valid project.

    """
    try:
        return _project(path.resolve(), document.read(path))
    except document.DocumentError as error:
        raise ProjectError(str(error)) from error


def _project(path: Path, raw: object) -> Project:
    if not isinstance(raw, document.Mapping):
        raise document.DocumentError(path, 1, "a project must be a mapping with at least `name` and `runtime`")
    name = _text(path, raw, "name")
    if not name:
        near = next((key for key in raw if key.lower().strip("s_") == "name"), "")
        raise document.DocumentError(
            path, raw.line, "'name' is missing" + (f"; found {near!r} instead" if near else "")
        )
    if not _NAME.fullmatch(name):
        raise document.DocumentError(
            path, raw.lines["name"], f"name {name!r}: letters, digits, '_', '-' and '.' are allowed"
        )
    runtime, options = _runtime(path, raw)
    main = path.parent / _text(path, raw, "main")
    if not main.exists():
        raise document.DocumentError(path, raw.lines["main"], f"main: {raw['main']} does not exist")
    config = raw.get("config")
    folder = config if isinstance(config, str) else _text(path, raw, "stackConfigDir")
    return Project(
        root=path.parent,
        path=path,
        name=name,
        main=main.resolve(),
        runtime=runtime,
        virtualenv=_virtualenv(path, options),
        backend_url=_text(path, _section(path, raw, "backend", {"url"}), "url"),
        config={} if isinstance(config, str) else declaration.read(path, name, _section(path, raw, "config")),
        refresh=_refresh(path, _section(path, raw, "options", {"refresh"})),
        stack_folder=path.parent / folder if folder else None,
        raw=raw,
    )


def _runtime(path: Path, raw: document.Mapping) -> tuple[str, document.Mapping]:
    value = raw.get("runtime")
    if isinstance(value, document.Mapping):
        section = _section(path, raw, "runtime", {"name", "options"})
        name, options = _text(path, section, "name"), _section(path, section, "options")
    else:
        name, options = _text(path, raw, "runtime"), document.Mapping(raw.line)
    if not name:
        raise document.DocumentError(path, raw.lines.get("runtime", raw.line), "'runtime' is missing; allowed: python")
    return name, options


def _virtualenv(path: Path, options: document.Mapping) -> Path | None:
    named = _text(path, options, "virtualenv")
    if not named and options.get("toolchain") == "uv":
        named = ".venv"  # what the CLI takes for uv when nothing is said
    return path.parent / named if named else None


def _refresh(path: Path, options: document.Mapping) -> bool:
    value = _text(path, options, "refresh")
    if value not in {"", "always"}:
        raise document.DocumentError(path, options.lines["refresh"], f"options.refresh: {value!r}; allowed: always")
    return value == "always"


def _section(path: Path, raw: document.Mapping, key: str, allowed: set[str] | None = None) -> document.Mapping:
    value = raw.get(key)
    if value is None:
        return document.Mapping(raw.line)
    if not isinstance(value, document.Mapping):
        raise document.DocumentError(path, raw.lines[key], f"{key}: a mapping is expected")
    if allowed is not None:
        declaration.closed(path, key, value, allowed)
    return value


def _text(path: Path, raw: document.Mapping, key: str) -> str:
    value = cast("object", raw.get(key))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise document.DocumentError(path, raw.lines[key], f"{key}: text is expected, not {value!r}")
    return value
