"""The container as the provider protocol sees it: check, diff, create, read, update, delete."""

from __future__ import annotations

from typing import Any

from moorage.engine.providers.docker import client
from moorage.engine.providers.docker import diff as differences
from moorage.engine.providers.docker.container import change, create, find, imports, remove, rules, run, state
from moorage.engine.providers.docker.container.schema import CONTAINER
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure, PropertyDiff, ProviderError
from moorage.engine.values import Values


class Container:
    """`docker:index/container:Container`; the id is Docker's."""

    table = CONTAINER
    importable = True

    def check(self, inputs: Values) -> list[Failure]:
        """Return what the table cannot tell: uploads without content, volumes without a path."""
        return rules.failures(inputs)

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare inputs; a container that must run and did not when it was last seen is one more change."""
        found = differences.diff(self.table, old_inputs, old_outputs, new)
        if new.get("mustRun") is True and old_outputs.get("mustRun") is False:
            found.detailed.setdefault("mustRun", PropertyDiff("update", input=False))
        return found

    def create(self, session: Session, context: Context, inputs: Values) -> tuple[str, Values]:
        """Make it, and wait as the inputs ask."""
        return create.create(session, context, inputs)

    def read(self, session: Session, context: Context, id: str, inputs: Values) -> tuple[str, Values, Values] | None:
        """Return what the container is now, None when it is gone."""
        try:
            with client.one_line(f"container {context.name}: cannot be read"):
                inspected: dict[str, Any] = session.engine.inspect_container(id)
        except ProviderError as error:
            if client.missing(error):
                return None
            raise
        given = inputs or imports.inputs(inspected)
        return str(inspected["Id"]), given, state.outputs(given, inspected)

    def find(self, session: Session, context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return the container that these inputs made, None when there is none."""
        return find.find(session, context, inputs)

    def update(self, session: Session, context: Context, id: str, old: Values, new: Values) -> Values:
        """Change limits in place, then see that it runs and is healthy, as it must."""
        change.change(session.engine, id, old, new)
        run.revive(session, context, id, new)
        return run.settled(session, context, id, new)

    def delete(self, session: Session, context: Context, id: str, inputs: Values, _outputs: Values) -> None:
        """Stop and remove it."""
        remove.remove(session.engine, context, id, inputs)
