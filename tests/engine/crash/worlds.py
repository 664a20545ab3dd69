"""A provider whose things are files in a folder, so that they outlive whoever made them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import protocol


class Silent:
    """A provider that cannot be asked what a killed creation made; `effect` is called before and after each effect."""

    package = "world"
    version = ""

    def __init__(self, folder: Path, effect: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self._effect = effect
        folder.mkdir(exist_ok=True)

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Any configuration will do."""
        return protocol.Checked(inputs)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """It never matters."""
        return protocol.Diff()

    def configure(self, inputs: values.Values) -> None:
        """Nothing to configure."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Give a name that is drawn once."""
        return protocol.Checked({**new, "name": old.get("name") or f"{context.name}-{context.seed[:6].hex()}"})

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """`fixed` replaces, `first` deletes first; outputs count: they are what is there."""
        keys = {key for key in {*old_outputs, *new} if old_outputs.get(key) != new.get(key)}
        kinds: dict[str, protocol.PropertyDiff] = {
            key: protocol.PropertyDiff("update-replace" if key == "fixed" else "update") for key in sorted(keys)
        }
        return protocol.Diff(kinds, delete_before_replace="first" in new)

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make a thing; one of the same name must not be there."""
        self._effect()
        name = str(inputs["name"])
        self._file(name).hardlink_to(self._part(name, inputs))
        self._effect()
        return name, dict(inputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return a thing as it is."""
        found = self.things().get(id)
        return None if found is None else (id, found, dict(found))

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Change a thing, which must be there."""
        self._effect()
        assert self._file(id).exists()
        self._part(id, new).replace(self._file(id))
        self._effect()
        return dict(new)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove a thing."""
        self._effect()
        self._file(id).unlink(missing_ok=True)
        self._effect()

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Return nothing."""
        return {}

    def things(self) -> dict[str, values.Values]:
        """Return everything that exists, by id; what another step removes meanwhile is gone."""
        found: dict[str, values.Values] = {}
        for path in self.folder.glob("*.json"):
            with contextlib.suppress(FileNotFoundError):
                found[path.stem] = json.loads(path.read_text())
        return found

    def _part(self, id: str, content: values.Values) -> Path:
        """Write a file that takes its name at once: the engine is killed here, not the service behind a provider."""
        part = self.folder / f".{id}"
        part.write_text(json.dumps(content))
        return part

    def _file(self, id: str) -> Path:
        return self.folder / f"{id}.json"


class Findable(Silent):
    """A provider that can be asked."""

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Look for the name."""
        name = str(inputs["name"])
        found = self.things().get(name)
        return None if found is None else (name, found)
