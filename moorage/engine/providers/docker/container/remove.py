"""Removing a container: stopped with its grace, removed, gone."""

from __future__ import annotations

from moorage.engine.providers.docker import client
from moorage.engine.providers.protocol import Context, ProviderError
from moorage.engine.values import Values


def remove(engine: client.Engine, context: Context, id: str, inputs: Values) -> None:
    """Stop and remove it, with its anonymous volumes unless told otherwise; already gone is fine."""
    name = inputs.get("name") or context.name
    try:
        if not inputs.get("attach"):
            with client.one_line(f"container {name}: cannot be stopped"):
                # 0, when no grace is given, is what the real provider says too.
                engine.stop(id, timeout=inputs.get("destroyGraceSeconds") or 0)
        with client.one_line(f"container {name}: cannot be removed"):
            engine.remove_container(id, v=inputs.get("removeVolumes", True), force=True)
    except ProviderError as error:
        if client.missing(error):
            return
        if "already in progress" not in str(error):
            raise
        _gone(engine, str(name), id)


def _gone(engine: client.Engine, name: str, id: str) -> None:
    """Wait until a removal that somebody else (`rm`) began is done."""
    try:
        with client.one_line(f"container {name}: cannot be waited for"):
            engine.wait(id, condition="removed")
    except ProviderError as error:
        if not client.missing(error):
            raise
