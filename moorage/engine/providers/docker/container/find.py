"""The container that a killed creation left: adopted once it was started, removed when it was not."""

from __future__ import annotations

from typing import Any

from moorage.engine.providers.docker import adopt, client, records
from moorage.engine.providers.docker.container import run
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, ProviderError
from moorage.engine.values import Values


def find(session: Session, context: Context, inputs: Values) -> tuple[str, Values] | None:
    """Return id and outputs of the container with this name, image and labels, None when there is none such.

    Raises:
        ProviderError: Docker cannot be asked, or nothing tells whose the container is.
    """
    name = str(inputs["name"])
    try:
        with client.one_line(f"container {name}: cannot be read"):
            inspected: dict[str, Any] = session.engine.inspect_container(name)
    except ProviderError as error:
        if client.missing(error):
            return None
        raise
    config, state = records.members(inspected, "Config"), records.members(inspected, "State")
    # Docker looks among ids too.
    if inspected["Name"] != f"/{name}" or config.get("Image") != inputs["image"]:
        return None
    if not adopt.ours("container", inputs, records.members(config, "Labels")):
        return None
    identity = str(inspected["Id"])
    if inputs.get("start") and state.get("Status") == "created":
        # It never ran, and networks or files may be missing: it is made anew.
        if not context.preview:
            with client.one_line(f"container {name}: cannot be removed"):
                session.engine.remove_container(identity, v=True, force=True)
        return None
    seen = run.attended if inputs.get("attach") and not context.preview else run.seen
    return identity, seen(session, context, identity, inputs)
