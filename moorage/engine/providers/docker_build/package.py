"""The package `docker-build` in process: `Image` and `Index`, as version 0.0.22 has them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from moorage.engine import marks, values
from moorage.engine.providers import narrow, protocol, shapes, tunnels
from moorage.engine.providers.docker_build import desk, image, index, kind, shape

_IMAGE, _INDEX = "docker-build:index:Image", "docker-build:index:Index"


class DockerBuild:
    """Images and indexes. `directory` is the program's working directory: relative paths start there."""

    package = "docker-build"
    version = "0.0.22"

    def __init__(self, directory: Path | None = None) -> None:
        self._desk = desk.Desk(directory or Path.cwd())
        self._kinds: dict[str, kind.Kind] = {_IMAGE: image.Image(self._desk), _INDEX: index.Index(self._desk)}

    @property
    def directory(self) -> Path:
        """Return where relative paths start."""
        return self._desk.directory

    @directory.setter
    def directory(self, path: Path) -> None:
        self._desk.directory = path

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Check `host` and `registries`; the real provider records where it would build, and replaces what differs."""
        host = os.environ.get("DOCKER_HOST", "")
        return shapes.configuration({"host": host, **shapes.without_nulls(_opened(inputs))}, shape.CONFIGURATION)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """An image is built wherever it is asked for next: nothing replaces."""
        del old, new
        return protocol.Diff()

    def configure(self, inputs: values.Values) -> None:
        """Take the daemon's address and credentials."""
        given = marks.strip(_opened(inputs))
        self._desk.host = tunnels.local(narrow.text(given.get("host")))
        self._desk.registries = narrow.sequence(given.get("registries"))

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what cannot be made, and fill in the defaults."""
        return self._kind(context.type).check(context, old, new)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare."""
        return self._kind(context.type).diff(context, id, old_inputs, old_outputs, new)

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make it."""
        return self._kind(context.type).create(context, inputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Look it up in its registry."""
        return self._kind(context.type).read(context, id, inputs, outputs)

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Return what a killed creation pushed."""
        return self._kind(context.type).find(context, inputs)

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Make it again."""
        return self._kind(context.type).update(context, id, old_inputs, old_outputs, new)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove what was pushed."""
        self._kind(context.type).delete(context, id, inputs, outputs)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """The package has no functions."""
        del arguments
        raise protocol.ProviderError(f"{token}: {shapes.unknown('function', token, [])}")

    def _kind(self, type: str) -> kind.Kind:
        found = self._kinds.get(type)
        if found is None:
            raise protocol.ProviderError(f"{type}: {shapes.unknown('resource', type, self._kinds)}")
        return found


def _opened(inputs: values.Values) -> values.Values:
    # The SDK gives a list in a provider's configuration as JSON.
    if isinstance(inputs.get("registries"), str):
        return {**inputs, "registries": json.loads(inputs["registries"])}
    return inputs
