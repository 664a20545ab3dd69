"""Where state is: a folder on this machine, laid out as the CLI's file backend.

PULUMI_BACKEND_URL, else `backend.url` of the project; the CLI decides the same way. A relative `file://./x` of the
project is taken from the project's root (the CLI takes the working directory, which is that root in a normal call);
a relative one of the variable from the working directory, as the CLI does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib import parse

from moorage.engine.project import document
from moorage.engine.project.project import Project
from moorage.engine.state import crypto, passphrase
from moorage.engine.state.store import Store
from moorage.engine.state.summary import Summary

VARIABLE = "PULUMI_BACKEND_URL"
_STACK_NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}")  # `.` and `..` would be other folders
_SUFFIX = re.compile(r"(.+)\.json(\.gz|\.zst)?")


class BackendError(Exception):
    """No backend, or one that only the CLI has; the text is one line."""


@dataclass(frozen=True)
class Backend:
    """The folder with the states of this and other projects."""

    folder: Path
    """What the URL names; the state is in `.pulumi` below it."""
    project: str

    @property
    def url(self) -> str:
        """Return the backend's URL, absolute."""
        return f"file://{self.folder}"

    def stack(self, name: str, keys: crypto.Keys | None = None, salt: str = "") -> Store:
        """Return the store of a stack, which need not exist: `dev`, `organization/dev`, `organization/<project>/dev`.

        `keys` hold the passphrase, by default the one that `passphrase.find` finds; `salt` is the stack file's: a new
        state takes it over.

        Raises:
            BackendError: The name is not one that the CLI accepts.

        """
        *owner, last = name.split("/")
        project = owner[1] if len(owner) == 2 else self.project
        if not _STACK_NAME.fullmatch(last) or len(owner) > 2 or owner[:1] not in ([], ["organization"]):
            msg = f"{name!r} is no stack name: up to 100 letters, digits, '_', '-' and '.' are allowed"
            raise BackendError(msg)
        keys = keys or crypto.Keys(lambda: passphrase.find().value)
        return Store(self.folder / ".pulumi", project, last, keys, salt)

    def stacks(self, *, every_project: bool = False) -> list[Summary]:
        """Return the stacks of this project, or of every project, by name.

        Raises:
            store.StateError: A state cannot be read.

        """
        root = self.folder / ".pulumi" / "stacks"
        projects = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
        found: list[Summary] = []
        for project in projects if every_project else [self.project]:
            names = {
                match[1]
                for path in sorted((root / project).glob("*.json*"))
                if (match := _SUFFIX.fullmatch(path.name)) and _STACK_NAME.fullmatch(match[1])
            }
            # a summary decrypts nothing
            found += [
                Store(self.folder / ".pulumi", project, name, crypto.Keys("")).summary() for name in sorted(names)
            ]
        return found


def open(project: Project, environment: Mapping[str, str] = os.environ) -> Backend:  # noqa: A001 # backend.open(...)
    """Return the project's backend. Nothing is written, not even a folder.

    Raises:
        BackendError: There is none, its URL is not `file://`, or its layout is older than projects.

    """
    variable = environment.get(VARIABLE, "")
    url, source = (
        (variable, VARIABLE) if variable else (project.backend_url, f"{document.shown(project.path)}: backend.url")
    )
    if not url:
        msg = f"no backend: set `backend.url: file://./<folder>` in {document.shown(project.path)}, or {VARIABLE}"
        raise BackendError(msg)
    if not url.startswith("file://"):
        msg = f"{source}: {url!r} needs the pulumi CLI; allowed here: file://"
        raise BackendError(msg)
    place = parse.unquote(url.removeprefix("file://").split("?")[0])
    base = Path.cwd() if variable else project.root
    backend = Backend(Path(os.path.abspath(base / Path(place).expanduser())), project.name)  # noqa: PTH100 # keeps links
    _check_layout(backend)
    return backend


def _check_layout(backend: Backend) -> None:
    state = backend.folder / ".pulumi"
    meta = state / "meta.yaml"
    version: object = 1
    if meta.exists():
        try:
            content = document.read(meta)
        except document.DocumentError as error:
            raise BackendError(str(error)) from error
        version = content.get("version") if isinstance(content, document.Mapping) else None
    elif any(path.is_file() for path in state.glob("stacks/*.json*")):
        version = 0  # the layout before stacks belonged to projects has no such file
    if version != 1:
        msg = f"{document.shown(state)}: layout version {version} is not supported; run: pulumi state upgrade"
        raise BackendError(msg)
