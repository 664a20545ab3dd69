"""One resource type of the package, as `package` calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from moorage.engine import values
from moorage.engine.providers import protocol, shapes


class Kind(Protocol):
    """A shape and its effects; `directory` is where relative paths start. Connections come completed."""

    @property
    def shape(self) -> shapes.Record:
        """Return the inputs that it takes."""
        ...

    def diff(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Compare the recorded inputs with new ones."""
        ...

    def create(self, context: protocol.Context, directory: Path, inputs: values.Values) -> tuple[str, values.Values]:
        """Do it; return id and outputs. In a preview: no effect."""
        ...

    def update(
        self,
        context: protocol.Context,
        directory: Path,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Do it again; return the outputs. In a preview: no effect."""
        ...

    def delete(self, context: protocol.Context, directory: Path, outputs: values.Values) -> None:
        """Undo it, as far as it can be."""
        ...
