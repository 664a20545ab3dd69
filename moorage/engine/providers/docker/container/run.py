"""Starting a container and keeping the promises of `start`, `mustRun`, `wait`, `attach` and `logs`."""

from __future__ import annotations

from moorage.engine.providers.docker import client, records
from moorage.engine.providers.docker.container import state, verdict, wait
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, ProviderError
from moorage.engine.values import Values


def settled(session: Session, context: Context, identity: str, inputs: Values) -> Values:
    """Wait until a container that was started is healthy, when that was asked; return its outputs."""
    if inputs.get("start") and inputs.get("wait"):
        _await(session, context, identity, inputs)
    return seen(session, context, identity, inputs)


def seen(session: Session, context: Context, identity: str, inputs: Values) -> Values:
    """Return the outputs of a container as it is now."""
    with client.one_line(f"container {context.name}: cannot be read"):
        return state.outputs(inputs, session.engine.inspect_container(identity))


def attended(session: Session, context: Context, identity: str, inputs: Values) -> Values:
    """Wait until a new container ended; return its outputs, its logs among them when they were asked for."""
    with client.one_line(f"container {context.name}: cannot be waited for"):
        session.engine.wait(identity, timeout=context.timeout or None)
        text = bytes(session.engine.logs(identity)).decode(errors="replace") if inputs.get("logs") else None
    return seen(session, context, identity, inputs) | ({} if text is None else {"containerLogs": text})


def revive(session: Session, context: Context, identity: str, inputs: Values) -> None:
    """Bring a container that must run, or whose health is awaited, back when it stopped or is unhealthy."""
    if not inputs.get("start"):
        return
    engine = session.engine
    with client.one_line(f"container {context.name}: cannot be started"):
        inspected = engine.inspect_container(identity)
        if not records.members(inspected, "State").get("Running"):
            if inputs.get("mustRun") or inputs.get("wait"):
                engine.start(identity)
        elif inputs.get("wait") and verdict.reason(inspected):
            engine.restart(identity, timeout=inputs.get("destroyGraceSeconds") or 10)


def _await(session: Session, context: Context, identity: str, inputs: Values) -> None:
    reason = wait.healthy(session, context, identity, wait.seconds(context, inputs))
    if not reason:
        return
    with client.one_line(f"container {context.name}: cannot be read"):
        inspected = session.engine.inspect_container(identity)
        said = wait.last_words(session.engine, identity, inspected)
    name = inputs.get("name") or context.name
    raise ProviderError(
        f"container {name} {reason}" + (f"; it said last:{said}" if said else "; it logged nothing"),
        id=identity,
        outputs=state.outputs(inputs, inspected),
    )
