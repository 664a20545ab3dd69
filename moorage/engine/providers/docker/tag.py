"""One more name for an image that the engine has; removing the resource removes neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import client, pull, tables, values
from moorage.engine.providers.docker import diff as differences
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure
from moorage.engine.values import Values


class Tag:
    """`docker:index/tag:Tag`; the id is source and target joined by a dot."""

    table = tables.TAG
    importable = False

    def check(self, _inputs: Values) -> list[Failure]:
        """The table tells all."""
        return []

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare inputs."""
        return differences.diff(self.table, old_inputs, old_outputs, new)

    def create(self, session: Session, _context: Context, inputs: Values) -> tuple[str, Values]:
        """Give the image its name."""
        source, target = _ends(inputs)
        repository, tag = client.library("docker.utils").parse_repository_tag(target)
        with client.one_line(f"image {source}: cannot be tagged {target}"):
            session.engine.tag(source, repository, tag)
            found = session.engine.inspect_image(source)
        return f"{source}.{target}", _outputs(inputs, found)

    def read(self, _session: Session, _context: Context, id: str, inputs: Values) -> tuple[str, Values, Values] | None:
        """Return what was recorded, as the real provider does: the outputs are filled in by the caller."""
        return id, inputs, {}

    def find(self, session: Session, _context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return the tag when both names mean the same image, None when they do not."""
        source, target = _ends(inputs)
        one, other = (pull.local(session.engine, name) for name in (source, target))
        if one is None or other is None or one["Id"] != other["Id"]:
            return None
        return f"{source}.{target}", _outputs(inputs, one)

    def update(self, session: Session, context: Context, _id: str, _old: Values, new: Values) -> Values:
        """Name it again."""
        return self.create(session, context, new)[1]

    def delete(self, _session: Session, _context: Context, _id: str, _inputs: Values, _outputs: Values) -> None:
        """Both names stay, as with the real provider."""


def _ends(inputs: Values) -> tuple[str, str]:
    return str(inputs["sourceImage"]), str(inputs["targetImage"])


def _outputs(inputs: Values, found: Mapping[str, Any]) -> Values:
    return {**values.bare(inputs), "sourceImageId": found["Id"]}
