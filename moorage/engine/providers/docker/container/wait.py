"""Waiting until a container is healthy, on Docker's events: what fails, fails at once and says why."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Generator, Mapping
from typing import Any, TypeAlias

from moorage.engine.providers.docker import client, records
from moorage.engine.providers.docker.container import verdict
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context

EVENTS = ["start", "die", "oom", "destroy", "health_status"]

News: TypeAlias = queue.SimpleQueue[str]
"""One word per event; the first says that the engine listens to us."""


def healthy(session: Session, context: Context, identity: str, seconds: float) -> str:
    """Return the reason why a started container does not become healthy within `seconds`, empty when it does."""
    deadline = time.monotonic() + seconds
    with client.one_line(f"container {context.name}: cannot be watched"), _events(session, identity) as news:
        inspected = session.engine.inspect_container(identity)
        before = verdict.restarts(inspected)
        while (reason := verdict.reason(inspected, before)) is None:
            context.status(f"waiting until healthy ({verdict.health(inspected)})")
            try:
                news.get(timeout=max(0.0, deadline - time.monotonic()))
                inspected = session.engine.inspect_container(identity)
            except queue.Empty:
                reason = verdict.reason(session.engine.inspect_container(identity), before)
                return f"is not healthy after {seconds:g} seconds" if reason is None else reason
        return reason


def seconds(context: Context, inputs: Mapping[str, Any]) -> float:
    """Return how long to wait: the resource's own time-out before the container's `waitTimeout`."""
    return context.timeout or float(inputs.get("waitTimeout") or 0)


def last_words(engine: client.Engine, identity: str, inspected: Mapping[str, Any]) -> str:
    """Return the last log lines of a container and of its health check, indented, each on a line of its own."""
    logged = bytes(engine.logs(identity, tail=10)).decode(errors="replace").splitlines()
    probes = records.objects(records.members(records.members(inspected, "State"), "Health"), "Log")
    probe = str(probes[-1].get("Output") or "").strip() if probes else ""
    lines = [*logged, *([f"health check: {client.plain(probe)}"] if probe else [])]
    return "".join(f"\n  {line}" for line in lines)


@contextlib.contextmanager
def _events(session: Session, identity: str) -> Generator[News]:
    """Listen to a container's events in another thread: reading them blocks, and a deadline must hold all the same."""
    news: News = queue.SimpleQueue()
    streams: list[Any] = []

    def listen() -> None:
        # The stream ends when it is closed below, however the transport says so.
        with contextlib.suppress(Exception):
            streams.append(session.engine.events(filters={"container": [identity], "event": EVENTS}, decode=True))
            news.put("listening")
            for event in streams[0]:
                news.put(str(event.get("status")))
        news.put("over")

    threading.Thread(target=listen, daemon=True).start()
    try:
        # Without events (a proxy that does not pass them on) the first look and the last one must do.
        news.get()
        yield news
    finally:
        with contextlib.suppress(Exception):
            streams[0].close()
