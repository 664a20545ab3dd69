"""The selected stack, where the Pulumi CLI records it: both commands select for each other.

Source of the format: `pkg/workspace/{workspace,settings}.go` of pulumi/pulumi.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pathlib
import tempfile
from typing import Any, cast

from moorage.cli.errors import Stop


def path(name: str, project_file: pathlib.Path) -> pathlib.Path:
    """Return the file for the project `name` whose Pulumi.yaml is `project_file`."""
    home = os.environ.get("PULUMI_HOME")
    folder = pathlib.Path(home) if home else pathlib.Path.home() / ".pulumi"
    digest = hashlib.sha1(str(project_file).encode(), usedforsecurity=False).hexdigest()
    return folder / "workspaces" / f"{name}-{digest}-workspace.json"


def selected(file: pathlib.Path, backend_urls: tuple[str, ...]) -> str:
    """Return the selected stack's name under the first of `backend_urls` that has one; empty: none is selected."""
    settings = _read(file)
    stacks = settings.get("stacks")
    if isinstance(stacks, dict):
        by_url = cast(dict[str, object], stacks)
        for url in backend_urls:
            if isinstance(name := by_url.get(url), str):
                return name
    name = settings.get("stack")
    return name if isinstance(name, str) else ""


def select(file: pathlib.Path, backend_url: str, name: str) -> None:
    """Record `name` (fully qualified; empty: none) for this backend, in one step."""
    settings = _read(file)
    stacks: dict[str, Any] = dict(settings.get("stacks") or {})
    if name:
        stacks[backend_url] = name
    else:
        stacks.pop(backend_url, None)
        settings.pop("stack", None)
    settings.pop("stacks", None)
    if stacks:
        settings["stacks"] = stacks
    if not settings:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=file.name, dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(settings, stream, indent=4, ensure_ascii=False)
        pathlib.Path(temporary).replace(file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            pathlib.Path(temporary).unlink()
        raise


def _read(file: pathlib.Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        message = f"{file}: not a workspace file; remove it and select the stack again"
        raise Stop(message) from None
    return cast(dict[str, Any], found) if isinstance(found, dict) else {}
