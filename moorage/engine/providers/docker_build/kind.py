"""One resource type of the package, as `package` calls it."""

from __future__ import annotations

from typing import Protocol

from moorage.engine import values
from moorage.engine.providers import protocol


class Kind(Protocol):
    """The provider protocol's calls about a resource."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what cannot be made, and fill in the defaults."""
        ...

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare."""
        ...

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make it."""
        ...

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Look it up in its registry."""
        ...

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Return what a killed creation pushed."""
        ...

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Make it again."""
        ...

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove what was pushed."""
        ...
