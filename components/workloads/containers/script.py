"""A fixed script beside the resources: what a Docker API can do and its provider has no resource for.

The text never changes; what differs comes in through the environment. It stands in the interpreter's arguments, so that
`create`, which an error quotes, is the few words that say what was tried.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pulumi
from pulumi_command import local

from components.core.naming import Scope
from components.core.reach import Containers

NOTHING: Final = "nothing"
"""What an update is told: only a trigger is a reason to act again, and that is a replacement."""

LOG_LINES: Final = 20
"""Last lines of a failed container's log that its error shows."""

UNLESS_UPDATE: Final = f'[ "$0" = "{NOTHING}" ] && exit 0\n'


def whose(workload: str, scope: Scope) -> dict[str, pulumi.Input[str]]:
    """Return the words by which a script finds the containers of a workload."""
    return {"PROJECT": scope.project, "STACK": scope.stack, "WORKLOAD": workload}


def text(files: str, package: str = __name__.rpartition(".")[0]) -> str:
    """Return the script in a file of a package, or in several, as an interpreter is given it."""
    return UNLESS_UPDATE + "".join(program(file, package) for file in files.split())


def program(file: str, package: str = __name__.rpartition(".")[0]) -> str:
    """Return a program of a package, as a script hands it to its interpreter."""
    return (importlib.resources.files(package) / file).read_text(encoding="utf-8")


def command(
    name: str,
    files: str,
    words: str,
    environment: Mapping[str, pulumi.Input[str]],
    triggers: Sequence[Any],
    reach: Containers,
    opts: pulumi.ResourceOptions,
    *,
    update: str | None = None,
    delete: str | None = None,
    stdin: pulumi.Input[str] | None = None,
) -> local.Command:
    """Run the script in `files`, again whenever anything that it is told is another: each may be repeated at any time.

    `words` say what it does and are its `$0`, for an update unless `update` are others; `delete` are the words with
    which it is run when it is removed. What it prints is kept in the state and told to the next run in
    PULUMI_COMMAND_STDOUT, unless a trigger changed.
    """
    return local.Command(
        name,
        create=words,
        update=words if update is None else update,
        delete=delete,
        stdin=stdin,
        interpreter=["/bin/sh", "-c", text(files)],
        environment={**reach.environment, **environment},
        triggers=list(triggers),
        logging=local.Logging.STDERR,
        opts=opts,
    )
