"""A provider that names what it makes, and so can tell what came of a creation."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import protocol
from tests.engine.model.embedded import provider


class Askable(provider.Worldly):
    """Fills in `name`, as it was before if there was one."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Fill in a name, a new one for a new object."""
        return protocol.Checked({**new, "name": old.get("name", f"{context.name}-{context.seed.hex()[:8]}")})

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Look an object up by its name."""
        name = str(inputs["name"])
        found = self._world.objects.get(name)
        return None if found is None else (name, dict(found))
