"""Forward again: what an `up` after a rollback says."""

from __future__ import annotations

from moorage.cli.selection import Selection
from moorage.engine.state import backend


def line(chosen: Selection) -> str:
    """Return the line that says what an `up` leaves: that the last update was a rollback; empty when it was none."""
    try:
        store = backend.open(chosen.project).stack(chosen.stack)
    except backend.BackendError:  # the state is where only the Pulumi CLI reaches
        return ""
    last = next(iter(store.updates()), None) if store.exists else None
    message = str(last.get("message") or "") if last and last["kind"] == "update" else ""
    if last is None or not message.startswith("rollback ") or last.get("result") != "succeeded":
        return ""
    return f"the last update was a {message}; this goes forward again, to what {chosen.file.path.name} says"
