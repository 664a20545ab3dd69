"""Starting a container and keeping the promises of `start`, `mustRun`, `wait`, `attach` and `logs`."""

from __future__ import annotations

from moorage.engine.providers.docker import client, records
from moorage.engine.providers.docker.container import state, verdict, wait
from moorage.engine.providers.protocol import Context, ProviderError
from moorage.engine.values import Values


def started(engine: client.Engine, context: Context, identity: str, inputs: Values) -> Values:
    """Wait for what was asked of a container that was just started (or never is), and return its outputs."""
    if inputs.get("start") and inputs.get("wait"):
        _await(engine, context, identity, inputs)
    logs: Values = {}
    if inputs.get("attach"):
        with client.one_line(f"container {context.name}: cannot be waited for"):
            engine.wait(identity, timeout=context.timeout or None)
            if inputs.get("logs"):
                logs = {"containerLogs": bytes(engine.logs(identity)).decode(errors="replace")}
    with client.one_line(f"container {context.name}: cannot be read"):
        return state.outputs(inputs, engine.inspect_container(identity)) | logs


def revive(engine: client.Engine, context: Context, identity: str, inputs: Values) -> None:
    """Bring a container that must run, or whose health is awaited, back when it stopped or is unhealthy."""
    if not inputs.get("start"):
        return
    with client.one_line(f"container {context.name}: cannot be started"):
        inspected = engine.inspect_container(identity)
        if not records.members(inspected, "State").get("Running"):
            if inputs.get("mustRun") or inputs.get("wait"):
                engine.start(identity)
        elif inputs.get("wait") and verdict.reason(inspected):
            engine.restart(identity, timeout=inputs.get("destroyGraceSeconds") or 10)


def _await(engine: client.Engine, context: Context, identity: str, inputs: Values) -> None:
    reason = wait.healthy(engine, context, identity, wait.seconds(context, inputs))
    if not reason:
        return
    with client.one_line(f"container {context.name}: cannot be read"):
        inspected = engine.inspect_container(identity)
        said = wait.last_words(engine, identity, inspected)
    name = inputs.get("name") or context.name
    raise ProviderError(
        f"container {name} {reason}" + (f"; it said last:{said}" if said else "; it logged nothing"),
        id=identity,
        outputs=state.outputs(inputs, inspected),
    )
