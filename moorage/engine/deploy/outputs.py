"""Outputs that a program registers: of a component at once, of the stack when the run is over."""

from __future__ import annotations

import threading

from moorage.engine import urn as urns
from moorage.engine import values
from moorage.engine.deploy import hooks, step, world


class Outputs:
    """Takes each resource's outputs once. Safe to use from any thread."""

    def __init__(self, run: world.World) -> None:
        self._run = run
        self._stack: tuple[str, values.Values] | None = None
        self._taken: set[str] = set()
        self._lock = threading.Lock()

    def register(self, urn: str, outputs: values.Values) -> None:
        """Take the outputs of a component, or keep those of the stack until it is known how the run went."""
        with self._lock:
            if urns.type_of(urn) == urns.STACK_TYPE:
                self._stack = (urn, outputs)
                return
            if urn in self._run.failed or urn in self._run.uncreated:
                return
            known = urn in self._run.news and urn not in self._taken
            self._taken.add(urn)
        if not known:
            raise self._run.refuse(urn, f"cannot complete a resource '{urn}' whose registration isn't pending")
        self._set(urn, outputs)

    def finish(self, *, ok: bool) -> values.Values:
        """Record the stack's outputs and return them. After a failure those that were not reached keep their value."""
        run = self._run
        if self._stack is None or self._stack[0] not in run.news:
            return {}
        urn, outputs = self._stack
        if not ok and urn in run.olds:
            outputs = {**run.olds[urn].row.outputs, **outputs}
        self._set(urn, outputs)
        return outputs

    def _set(self, urn: str, outputs: values.Values) -> None:
        run = self._run
        with run.lock:
            entry, old = run.news[urn], run.olds.get(run.renamed.get(urn, urn))
        if entry.row.outputs != outputs:
            run.state.exchange(entry, outputs=outputs)
        op: step.Op = "create"
        if old:
            op = "same" if old.row.inputs == entry.row.inputs else "update"
        if op != "same":
            hooks.after(run, hooks.Moment(op, old and old.row, entry.row, done=True))
        run.emitter.outputs(step.Step(op, old and old.row, entry.row))
