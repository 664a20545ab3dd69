"""The workloads of a stack: what its file names, and what is there."""

from __future__ import annotations

import datetime
from typing import Any

from moorage.cli import ages, stackoutputs, target
from moorage.cli.selection import Selection
from moorage.engine.state import backend


def rows(chosen: Selection) -> list[dict[str, Any]]:
    """Return one row per workload of the stack file and per workload found, as `status --json` prints them."""
    found = target.of(chosen)
    there = {status.workload: status for status in found.operations.connect(found.settings).status(found.scope)}
    urls = _urls(chosen)
    result: list[dict[str, Any]] = []
    for name in dict.fromkeys([*chosen.names("workloads"), *there]):
        status = there.get(name)
        result.append(
            {
                "workload": name,
                "state": status.state if status else "absent",
                "health": status.health if status else "",
                "image": status.image if status else "",
                "started": status.started if status else "",
                "deployed": status.deployed if status else "",
                "restarts": status.restarts if status else 0,
                "running": status.running if status else 0,
                "replicas": status.replicas if status else 0,
                "left": list(status.left) if status else [],
                "ports": list(status.ports) if status else [],
                "url": urls.get(name, "") if status else "",
            }
        )
    return result


def last_update(chosen: Selection) -> str:
    """Return the line on the last update, whether it succeeded or not; empty where there was none."""
    try:
        store = backend.open(chosen.project).stack(chosen.stack)
    except backend.BackendError:
        return ""
    entries = store.updates() if store.exists else []
    entry = next((entry for entry in entries if entry["kind"] == "update"), None)
    if entry is None:
        return ""
    when = datetime.datetime.fromtimestamp(entry.get("endTime") or entry["startTime"], datetime.UTC).isoformat()
    what = f" ({entry['message']})" if entry.get("message") else ""
    return f"last update: {entry['version']}{what} {entry.get('result')} {ages.ago(when)}"


def _urls(chosen: Selection) -> dict[str, str]:
    try:
        store = backend.open(chosen.project).stack(chosen.stack)
    except backend.BackendError:  # the state is where only the Pulumi CLI reaches: the rest is worth showing
        return {}
    outputs = stackoutputs.of(store, show_secrets=False) if store.exists else {}
    return stackoutputs.urls(outputs)
