"""One resource type of the package, as `serve` calls it."""

from __future__ import annotations

from typing import Protocol

from moorage.engine.providers.docker.schema import Resource
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure
from moorage.engine.values import Values


class Kind(Protocol):
    """A table and its effects; defaults, previews and drift follow from the table."""

    @property
    def table(self) -> Resource:
        """Return the properties."""
        ...

    @property
    def importable(self) -> bool:
        """Tell whether one that was not made here can be read by its id alone."""
        ...

    def check(self, inputs: Values, /) -> list[Failure]:
        """Return what the table cannot tell of checked inputs."""
        ...

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values, /) -> Diff:
        """Compare a recorded resource with new inputs."""
        ...

    def create(self, session: Session, context: Context, inputs: Values, /) -> tuple[str, Values]:
        """Make it; return id and outputs."""
        ...

    def read(self, session: Session, context: Context, id: str, inputs: Values, /) -> tuple[str, Values, Values] | None:
        """Return id, inputs (as given, or of an import) and outputs, None when it is gone; no outputs: as recorded."""
        ...

    def find(self, session: Session, context: Context, inputs: Values, /) -> tuple[str, Values] | None:
        """Return id and outputs of what a killed creation made, None when it made nothing."""
        ...

    def update(self, session: Session, context: Context, id: str, old: Values, new: Values, /) -> Values:
        """Change it in place; return the outputs."""
        ...

    def delete(self, session: Session, context: Context, id: str, inputs: Values, outputs: Values, /) -> None:
        """Remove it; already gone is fine."""
        ...
