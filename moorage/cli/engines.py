"""The container engines over SSH that a deployment will need: the one of its stack file, and those in its state."""

from __future__ import annotations

from typing import Any, cast

from components.core import hosts
from moorage.cli import stackoutputs
from moorage.cli.selection import Selection
from moorage.engine.state import backend

PROVIDER = "pulumi:providers:docker"


def connect(chosen: Selection) -> None:
    """Open one connection to each, before anything starts; what is removed from a machine needs it as what is made.

    Raises:
        OperationError: a machine is not reached, or not known.
    """
    wanted = {*_stated(chosen), *_recorded(chosen)}
    if wanted:
        from components.shared.containers import tunnel

        for host in sorted(wanted):
            tunnel.local(host)


def _stated(chosen: Selection) -> set[str]:
    found: Any = chosen.file.config.get("moorage:target")
    blocks: list[Any] = [*cast(dict[str, Any], found).values()] if isinstance(found, dict) else []
    return _remote([cast(dict[str, Any], block).get("host") for block in blocks if isinstance(block, dict)])


def _recorded(chosen: Selection) -> set[str]:
    try:
        store = backend.open(chosen.project).stack(chosen.stack)
    except backend.BackendError:  # only the Pulumi CLI reaches the state, and its provider the machine
        return set()
    rows = stackoutputs.recorded(store) if store.exists else []
    given: list[dict[str, Any]] = [row.get("inputs") or {} for row in rows if row["type"] == PROVIDER]
    return _remote([inputs.get("host") for inputs in given])


def _remote(values: list[Any]) -> set[str]:
    return {value for value in values if isinstance(value, str) and hosts.words(value) and hosts.remote(value)}
