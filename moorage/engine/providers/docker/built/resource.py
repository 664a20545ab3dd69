"""`docker:index/image:Image`: built by BuildKit, as the docker-build package does it, and pushed by the engine."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import Any

from moorage.engine import marks, values
from moorage.engine.providers import narrow, protocol, reference
from moorage.engine.providers.docker import client, pull, push
from moorage.engine.providers.docker.built import check, difference
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.docker_build import building
from moorage.engine.providers.docker_build import check as completion
from moorage.engine.providers.docker_build import client as clients

_INPUTS = "__inputs"
"""The output in which the real provider keeps the inputs that it compares with."""


class Image:
    """Images; the id is the name. Deleting leaves them, as the real provider does."""

    def __init__(self, session: Session, directory: Path) -> None:
        self._session = session
        self._directory = directory

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what cannot be built, and fill in the defaults and the context's digest."""
        del context, old
        return check.check(new, self._directory)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare with the inputs that it was built from."""
        del id
        old = old_outputs.get(_INPUTS, old_inputs)
        kept = {key: old[key] for key in context.ignore_changes if key in old}
        return protocol.Diff(difference.detailed(old, {**new, **kept}))

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Build, and push unless `skipPush`; in a preview build alone, when that was asked for."""
        if context.preview:
            if inputs["buildOnPreview"] is True and not marks.has_unknown(inputs):
                self._build(context, inputs)
            return "", inputs
        name = str(inputs["imageName"])
        self._build(context, inputs)
        session = self._session
        if inputs.get("skipPush"):
            found = pull.local(session.engine, name) or {}
            return name, _outputs(inputs, str(found.get("Id", "")))
        digest = push.push(session, context, name, self._login(session, inputs))
        return name, _outputs(inputs, f"{reference.repository(name)}@{digest}")

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return what is recorded, as the real provider does."""
        if not outputs:
            raise protocol.ProviderError(f"{context.type}: cannot be imported")
        return id, inputs, outputs

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Say None: what a killed build left is what deleting would leave too, and building again moves its name."""
        del context, inputs
        return None

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Build and push again."""
        del id, old_inputs, old_outputs
        return self.create(context, new)[1]

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Leave it, here and in its registry, as the real provider does."""

    def _build(self, context: protocol.Context, inputs: values.Values) -> None:
        builder = clients.find(os.environ)
        session = self._session
        building.build(
            context,
            builder,
            _arguments(inputs, caches=builder.buildx is not None),
            directory=self._directory,
            host=session.address,
            registries=self._registries(session, inputs),
        )

    def _login(self, session: Session, inputs: values.Values) -> dict[str, str] | None:
        registry = narrow.record(inputs.get("registry"))
        own = registry if registry.get("username") else None
        with client.one_line(f"image {inputs['imageName']}: no login"):
            return push.login(session, str(inputs["imageName"]), own)

    def _registries(self, session: Session, inputs: values.Values) -> list[values.Values]:
        login = self._login(session, inputs)
        server = reference.registry(str(inputs["imageName"]))
        return [{"address": server, **login}] if login and server else []


def _arguments(inputs: values.Values, *, caches: bool) -> values.Values:
    """Return what docker-build builds from these inputs; without buildx caches of registries cannot be used."""
    build = narrow.record(inputs["build"])
    images: list[Any] = narrow.sequence(narrow.record(build.get("cacheFrom")).get("images")) if caches else []
    given = {"buildArgs": "args", "target": "target", "addHosts": "addHosts", "network": "network"}
    return completion.complete(
        {
            "context": {"location": build["context"]},
            "dockerfile": {"location": build["dockerfile"]},
            "tags": [inputs["imageName"]],
            "platforms": [build["platform"]],
            "load": True,
            "push": False,
            "cacheFrom": [{"raw": f"type=registry,ref={image}"} for image in images],
            **{ours: build[theirs] for ours, theirs in given.items() if theirs in build},
        }
    )


def _outputs(inputs: values.Values, digest: str) -> values.Values:
    build = narrow.record(inputs["build"])
    return {
        "baseImageName": inputs["imageName"],
        "context": build["context"],
        "dockerfile": posixpath.relpath(build["dockerfile"], build["context"]),
        "imageName": inputs["imageName"],
        "platform": build["platform"],
        "registryServer": narrow.text(narrow.record(inputs.get("registry")).get("server")),
        "repoDigest": digest,
        _INPUTS: values.Secret(inputs),
    }
