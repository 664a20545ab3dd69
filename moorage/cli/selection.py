"""Which project and which stack a command works on."""

from __future__ import annotations

import difflib
import os
import pathlib
from dataclasses import dataclass
from typing import cast

from moorage.cli import workspace
from moorage.cli.errors import INVALID, STACK_NOT_FOUND, Stop
from moorage.cli.session import Session
from moorage.engine.project import project as projects
from moorage.engine.project import stackfile
from moorage.engine.project.project import Project
from moorage.engine.project.stackfile import StackFile
from moorage.engine.state.summary import Summary


@dataclass(frozen=True)
class Selection:
    """A project, the name of one of its stacks, and that stack's configuration as written."""

    project: Project
    stack: str
    file: StackFile

    @property
    def ours(self) -> bool:
        """Say whether the stack file is one of ours: a `moorage:` key makes it one."""
        return any(key.startswith("moorage:") for key in self.file.config)

    def names(self, key: str) -> list[str]:
        """Return the names below `moorage:<key>`, as the file has them; nothing is validated."""
        block: object = self.file.config.get(f"moorage:{key}")
        return list(cast(dict[str, object], block)) if isinstance(block, dict) else []


def select(session: Session) -> Selection:
    """Return what the command works on.

    Raises:
        Stop: no stack is selected, or its name cannot be one.
        ProjectError: there is no project.
        StackFileError: the stack's file cannot be read.
    """
    project = projects.find(session.cwd)
    return of(session, project, name(session, project))


def ours(session: Session) -> Selection:
    """Return what the command works on: a stack that says what runs where.

    Raises:
        Stop: its file has no `moorage:` key, or is not there.
    """
    chosen = select(session)
    if not chosen.ours:
        lacks = "has no moorage: keys" if chosen.file.path.exists() else "does not exist"
        raise Stop(f"{chosen.file.path.name}: {lacks}; this command is for stacks that say what runs where", INVALID)
    return chosen


def of(session: Session, project: Project, stack: str) -> Selection:
    """Return the selection of a stack that is known by name."""
    return Selection(project, stack, stackfile.load(project, stack, session.config_file))


def name(session: Session, project: Project) -> str:
    """Return the stack's name: --stack, PULUMI_STACK, the selected one, or the only stack file's.

    Raises:
        Stop: none of them; the line lists what there is.
    """
    given = session.stack or os.environ.get("PULUMI_STACK") or selected(project)
    if given:
        return short(project, given)
    files = file_names(project)
    if len(files) == 1:
        return files[0]
    listed = f" (there are {', '.join(files)})" if files else "; make one with `moorage stack init NAME`"
    message = f"no stack selected; specify a stack name with --stack{listed}"
    raise Stop(message, STACK_NOT_FOUND)


def short(project: Project, given: str) -> str:
    """Return the bare name of `NAME` or `organization/PROJECT/NAME`.

    Raises:
        Stop: it names another project, or holds what a name cannot.
    """
    *place, stack = given.split("/")
    if place and place not in (["organization"], ["organization", project.name]):
        message = f"stack {given!r} is not one of project {project.name}"
        raise Stop(message, STACK_NOT_FOUND)
    if (
        stack in ("", ".", "..")
        or len(stack) > 100
        or not all(c.isascii() and (c.isalnum() or c in "-_.") for c in stack)
    ):
        message = (
            f"{stack!r} cannot be a stack's name: letters, digits, '-', '_' and '.' are allowed, at most 100 of them"
        )
        raise Stop(message, INVALID)
    return stack


def file_names(project: Project) -> list[str]:
    """Return the names for which there is a stack file, sorted."""
    folder = project.stack_folder or project.root
    suffix = project.path.suffix
    return sorted(path.name.removeprefix("Pulumi.").removesuffix(suffix) for path in folder.glob(f"Pulumi.*{suffix}"))


def record(project: Project) -> pathlib.Path:
    """Return the file in which the CLI and this command record the selected stack."""
    return workspace.path(project.name, project.path)


def selected(project: Project) -> str:
    """Return the recorded selection; empty: there is none."""
    return workspace.selected(record(project), urls(project))


def urls(project: Project) -> tuple[str, ...]:
    """Return the names under which a selection for this project's backend may be recorded."""
    given = os.environ.get("PULUMI_BACKEND_URL") or project.backend_url
    return (given,) if given else ()


def full(project: Project, entry: Summary) -> str:
    """Return a listed stack's name: bare in its own project, fully qualified elsewhere."""
    return entry.name if entry.project == project.name else f"organization/{entry.project}/{entry.name}"


def not_found(stack: str, known: list[str]) -> Stop:
    """Return the error for a stack that is nowhere, in the CLI's words, with the nearest one there is."""
    near = difflib.get_close_matches(stack, known, 1)
    hint = f"; did you mean {near[0]}" if near else f" (there are {', '.join(known)})" if known else ""
    return Stop(f"no stack named '{stack}' found{hint}", STACK_NOT_FOUND)
