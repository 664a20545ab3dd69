"""An image that the engine has, by name: pulled when it is missing, removed when nobody needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import client, pull, records, tables, values
from moorage.engine.providers.docker import diff as differences
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure, ProviderError
from moorage.engine.values import Values


class RemoteImage:
    """`docker:index/remoteImage:RemoteImage`; the id is the image ID and the name, as the real provider joins them."""

    table = tables.IMAGE
    importable = False

    def check(self, _inputs: Values) -> list[Failure]:
        """The table tells all."""
        return []

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare inputs."""
        return differences.diff(self.table, old_inputs, old_outputs, new)

    def create(self, session: Session, context: Context, inputs: Values) -> tuple[str, Values]:
        """Find the image, pulling it when it is missing."""
        found = pull.find(session, context, inputs["name"], inputs.get("platform") or "")
        return f"{found['Id']}{inputs['name']}", outputs(inputs, found)

    def read(self, session: Session, _context: Context, _id: str, inputs: Values) -> tuple[str, Values, Values] | None:
        """Return the image that the name means now, None when it means nothing."""
        found = pull.local(session.engine, inputs["name"])
        return None if found is None else (f"{found['Id']}{inputs['name']}", inputs, outputs(inputs, found))

    def find(self, session: Session, context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return the image of this name: a creation takes one that is there, and so does this."""
        found = self.read(session, context, "", inputs)
        return found and (found[0], found[2])

    def update(self, session: Session, context: Context, _id: str, _old: Values, new: Values) -> Values:
        """Take the new flags; they matter when it is removed."""
        return self.create(session, context, new)[1]

    def delete(self, session: Session, context: Context, _id: str, _inputs: Values, outputs: Values) -> None:
        """Remove the name, and with it the image when it has no other; what a container still needs stays."""
        if outputs.get("keepLocally"):
            return
        name, identity = str(outputs["name"]), str(outputs.get("imageId") or "")
        found = pull.local(session.engine, name)
        if found is None or (identity and found["Id"] != identity):
            # The name went on to another image (this one was replaced): what it left behind may have no name at all.
            left = pull.local(session.engine, identity) if identity else None
            if left is None or records.texts(left, "RepoTags"):
                return
            name = identity
        try:
            with client.one_line(f"image {name}: cannot be removed"):
                session.engine.remove_image(name, force=bool(outputs.get("forceRemove")))
        except ProviderError as error:
            if client.conflict(error):
                context.log("warning", f"{error}; it stays")
            elif not client.missing(error):
                raise


def outputs(inputs: Values, found: Mapping[str, Any]) -> Values:
    """Return the inputs, imageId and repoDigest (empty for an image that was never in a registry)."""
    given = values.bare(inputs)
    digest = repo_digest(given["name"], records.texts(found, "RepoDigests"))
    return {**given, "imageId": found["Id"], "repoDigest": digest, "__meta": tables.IMAGE.meta}


def repo_digest(name: str, digests: list[str]) -> str:
    """Return the digest of the name's own repository, else the first there is."""
    repository = name.partition(":")[0]
    return next((digest for digest in digests if digest.startswith(repository)), digests[0] if digests else "")
