"""A stack's target, as the operations of its kind reach it."""

from __future__ import annotations

from dataclasses import dataclass

from components import targets
from components.core import kinds
from components.core.errors import SettingsError
from components.core.model import Model
from components.core.naming import Scope
from components.core.operations import Operations
from moorage.cli.selection import Selection


@dataclass(frozen=True)
class Target:
    """The operations of a target's kind, with its settings and the stack's names."""

    operations: Operations
    settings: Model
    scope: Scope


def of(chosen: Selection) -> Target:
    """Return the target of a stack of ours.

    Raises:
        SettingsError: its target is not valid, or has no operations.
    """
    name, settings = targets.settings(chosen.file.config.get("moorage:target"))
    found = kinds.operations(kinds.find("targets", name, targets.PATH))
    if found is None:
        raise SettingsError(f"{targets.PATH}.{name}", "this kind of target cannot be reached outside a deployment")
    return Target(found, settings, Scope(chosen.project.name, chosen.stack))


def replica(chosen: Selection, given: str) -> tuple[str, int]:
    """Return the workload and the number of `web` (0: any) or `web/2`.

    Raises:
        SettingsError: the stack file has no such workload, or what follows the slash is no number.
    """
    name, slash, number = given.partition("/")
    if slash and (not number.isdecimal() or int(number) == 0):
        raise SettingsError("workloads", f"{given!r} names no replica; allowed: {name}/1, {name}/2, ...")
    return workload(chosen, name), int(number or 0)


def workload(chosen: Selection, name: str) -> str:
    """Return `name` when the stack file has such a workload.

    Raises:
        SettingsError: it has none; the line names the nearest one.
    """
    known = chosen.names("workloads")
    if name not in known:
        raise SettingsError("workloads", f"{name!r} is not a workload of stack {chosen.stack}", known, name)
    return name
