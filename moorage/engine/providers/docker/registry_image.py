"""An image of the engine in a registry: pushed when it is created, removed there when it goes."""

from __future__ import annotations

from moorage.engine.providers import distribution
from moorage.engine.providers.docker import client, pull, push, records, tables, values
from moorage.engine.providers.docker import diff as differences
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure, ProviderError
from moorage.engine.values import Values


class RegistryImage:
    """`docker:index/registryImage:RegistryImage`; the id is the digest in the registry."""

    table = tables.REGISTRY_IMAGE
    importable = False

    def check(self, _inputs: Values) -> list[Failure]:
        """The table tells all."""
        return []

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare inputs."""
        return differences.diff(self.table, old_inputs, old_outputs, new)

    def create(self, session: Session, context: Context, inputs: Values) -> tuple[str, Values]:
        """Push it."""
        digest = push.push(session, context, str(inputs["name"]), _login(session, inputs))
        return digest, _outputs(inputs, digest)

    def read(self, session: Session, _context: Context, id: str, inputs: Values) -> tuple[str, Values, Values] | None:
        """Return the digest that the name has now, None when the registry has none.

        The real provider takes any failure to ask for an image that is gone; here a registry that is down is an error.
        """
        digest = push.kept(session, str(inputs["name"]), _login(session, inputs))
        return (id, inputs, _outputs(inputs, digest)) if digest else None

    def find(self, session: Session, _context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return what the registry has under the name when it is the engine's image, None when it is another."""
        name = str(inputs["name"])
        digest = push.kept(session, name, _login(session, inputs))
        here = pull.local(session.engine, name)
        pushed = {one.rpartition("@")[2] for one in records.texts(here or {}, "RepoDigests")}
        return (digest, _outputs(inputs, digest)) if digest in pushed else None

    def update(self, session: Session, context: Context, id: str, _old: Values, new: Values) -> Values:
        """Take the new flags; nothing is pushed again."""
        found = self.read(session, context, id, new)
        if found is None:
            msg = f"image {new['name']}: is not in its registry any more"
            raise ProviderError(msg)
        return found[2]

    def delete(self, session: Session, _context: Context, _id: str, _inputs: Values, outputs: Values) -> None:
        """Remove it from the registry by its digest, unless it is to be kept; already gone is fine."""
        if outputs.get("keepRemotely"):
            return
        name = str(outputs["name"])
        with client.one_line(f"image {name}: cannot be removed from its registry"):
            login = _login(session, outputs) or push.stored_login(name)
        verify = not outputs.get("insecureSkipVerify")
        why = distribution.remove(name, str(outputs["sha256Digest"]), login, verify=verify)
        if why:
            msg = f"image {name}: cannot be removed from its registry: {why}"
            raise ProviderError(msg)


def _login(session: Session, inputs: Values) -> dict[str, str] | None:
    return push.login(session, str(inputs["name"]), inputs.get("authConfig"))


def _outputs(inputs: Values, digest: str) -> Values:
    return {**values.bare(inputs), "sha256Digest": digest, "__meta": tables.REGISTRY_IMAGE.meta}
