"""The package `docker`: pulumi-docker's provider protocol, in process. `directory` is where a build's paths start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from moorage.engine.providers.docker import bridged, client, configuration, connect, functions, values
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Checked, Context, Diff, PropertyDiff
from moorage.engine.values import Values

if TYPE_CHECKING:
    from moorage.engine.providers.docker.built import resource as built

_IMAGE = "docker:index/image:Image"


class Docker:
    """A provider of the package; not connected before an effect or a function needs it."""

    package = "docker"
    version = "5.2.0"

    def __init__(self) -> None:
        self._bridged = bridged.Bridged(lambda: self._session)
        self.directory = Path.cwd()
        self.configure({})

    def check_config(self, inputs: Values) -> Checked:
        """Check the provider's own inputs."""
        return configuration.check(inputs)

    def diff_config(self, old: Values, new: Values) -> Diff:
        """Compare two configurations: another engine or login is a change in place."""
        keys = sorted(key for key in old | new if not values.internal(key) and old.get(key) != new.get(key))
        return Diff({key: PropertyDiff("update") for key in keys})

    def configure(self, inputs: Values) -> None:
        """Take the configuration; the first effect connects."""
        found = configuration.read(inputs)
        named = bool(found.host or found.context)
        self._session = Session(
            client.Connection(lambda: connect.connect(found)),
            found.registries,
            locate=lambda: connect.address(found) if named else "",
        )

    def check(self, context: Context, old: Values, new: Values) -> Checked:
        """Validate, and fill in defaults and the name."""
        return self._of(context).check(context, old, new)

    def diff(self, context: Context, id: str, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare the recorded resource with new inputs."""
        return self._of(context).diff(context, id, old_inputs, old_outputs, new)

    def create(self, context: Context, inputs: Values) -> tuple[str, Values]:
        """Make it."""
        return self._of(context).create(context, inputs)

    def read(self, context: Context, id: str, inputs: Values, outputs: Values) -> tuple[str, Values, Values] | None:
        """Return it as it is now, None when it is gone."""
        return self._of(context).read(context, id, inputs, outputs)

    def find(self, context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return what a killed creation made."""
        return self._of(context).find(context, inputs)

    def update(self, context: Context, id: str, old_inputs: Values, old_outputs: Values, new: Values) -> Values:
        """Change it in place."""
        return self._of(context).update(context, id, old_inputs, old_outputs, new)

    def delete(self, context: Context, id: str, inputs: Values, outputs: Values) -> None:
        """Remove it; already gone is fine."""
        self._of(context).delete(context, id, inputs, outputs)

    def invoke(self, token: str, arguments: Values) -> Values:
        """Call a function of the package."""
        return functions.invoke(self._session, token, arguments)

    def _of(self, context: Context) -> bridged.Bridged | built.Image:
        if context.type != _IMAGE:
            return self._bridged
        # Most programs build with docker-build, or nothing: what building takes is imported for those that do.
        from moorage.engine.providers.docker.built import resource

        return resource.Image(self._session, self.directory)
