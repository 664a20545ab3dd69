"""A volume; the id is its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import client, labels, records, tables, values
from moorage.engine.providers.docker import diff as differences
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure, ProviderError
from moorage.engine.values import Values


class Volume:
    """`docker:index/volume:Volume`."""

    table = tables.VOLUME
    importable = True

    def check(self, _inputs: Values) -> list[Failure]:
        """The table tells all."""
        return []

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare inputs."""
        return differences.diff(self.table, old_inputs, old_outputs, new)

    def create(self, session: Session, _context: Context, inputs: Values) -> tuple[str, Values]:
        """Make it; Docker gives back a volume of this name that is there already, with its data."""
        name = str(inputs["name"])
        with client.one_line(f"volume {name}: cannot be created"):
            session.engine.create_volume(
                name,
                driver=inputs.get("driver"),
                driver_opts=inputs.get("driverOpts"),
                labels=labels.to_map(inputs.get("labels")),
            )
            return name, outputs(inputs, session.engine.inspect_volume(name))

    def read(self, session: Session, context: Context, id: str, inputs: Values) -> tuple[str, Values, Values] | None:
        """Return what the volume is now, None when it is gone."""
        try:
            with client.one_line(f"volume {context.name}: cannot be read"):
                found: dict[str, Any] = session.engine.inspect_volume(id)
        except ProviderError as error:
            if client.missing(error):
                return None
            raise
        return id, inputs or _imported(found), outputs(inputs, found)

    def find(self, session: Session, context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return the volume of this name: a creation takes over one that is there, and so does this."""
        found = self.read(session, context, str(inputs["name"]), inputs)
        return found and (found[0], found[2])

    def update(self, session: Session, context: Context, id: str, _old: Values, new: Values) -> Values:
        """Nothing of a volume changes in place; only its record does."""
        found = self.read(session, context, id, new)
        return found[2] if found else self.create(session, context, new)[1]

    def delete(self, session: Session, _context: Context, id: str, _inputs: Values, _outputs: Values) -> None:
        """Remove it with its data; one that a container still has is not touched."""
        engine = session.engine
        try:
            with client.one_line(f"volume {id}: cannot be removed"):
                engine.remove_volume(id)
        except ProviderError as error:
            if client.missing(error):
                return
            if not client.conflict(error):
                raise
            with client.one_line(f"volume {id}: cannot be removed"):
                users = engine.containers(all=True, filters={"volume": id})
            names = ", ".join(sorted(str(user["Names"][0]).lstrip("/") for user in users))
            msg = f"volume {id}: cannot be removed, it is in use by {names or 'a container'}"
            raise ProviderError(msg) from error


def outputs(inputs: Values, found: Mapping[str, Any]) -> Values:
    """Return the inputs and what Docker says of the volume."""
    given = values.bare(inputs)
    told = {**_imported(found), "driver": found["Driver"], "mountpoint": found["Mountpoint"]}
    return {**given, **told, "__meta": tables.VOLUME.meta}


def _imported(found: Mapping[str, Any]) -> Values:
    told: Values = {"name": found["Name"], "driver": found["Driver"]}
    marks, options = labels.from_map(records.members(found, "Labels")), records.members(found, "Options")
    return {**told, **({"labels": marks} if marks else {}), **({"driverOpts": options} if options else {})}
