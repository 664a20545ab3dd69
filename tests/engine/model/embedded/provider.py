"""The world as a provider of the engine."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator, MutableMapping
from typing import Any, Protocol

from moorage.engine import values
from moorage.engine.providers import protocol
from tests.engine.model import description, state


class Held(Protocol):
    """What holds objects: `state.World`, or a folder."""

    @property
    def objects(self) -> MutableMapping[str, state.Values]:
        """Return them by id."""
        ...

    def create(self, inputs: state.Values) -> tuple[str, state.Values]:
        """Make one."""
        ...

    def update(self, id: str, outputs: state.Values, inputs: state.Values) -> state.Values:
        """Change one."""
        ...


class Worldly:
    """Does what `real/program.py` does. Calls that are listed as faults fail."""

    package = description.PACKAGE
    version = ""

    def __init__(
        self,
        world: Held,
        faults: frozenset[tuple[str, str]] = frozenset(),
        around: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext,
    ) -> None:
        self._world = world
        self._faults = faults
        self._around = around
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def _effect(self, method: str, held: values.Values) -> Generator[None]:
        if (method, held.get("key")) in self._faults:
            raise protocol.ProviderError(f"{method} of {held['key']} fails")
        with self._lock, self._around():
            yield

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Accept any."""
        return protocol.Checked(inputs)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Call all alike."""
        return protocol.Diff()

    def configure(self, inputs: values.Values) -> None:
        """Take it."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Accept any."""
        return protocol.Checked(new)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Tell as much as a dynamic provider can: whether, and what replaces."""
        keys = {*old_outputs, *new} - {"key", "serial", "name"}
        changed = [key for key in sorted(keys) if key not in new or _differs(old_outputs.get(key), new[key])]
        return protocol.Diff(
            delete_before_replace=new.get("exclusive", False) is True,
            changes="some" if changed else "none",
            replace_keys=tuple(key for key in changed if key.startswith("fixed")),
        )

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make an object."""
        with self._effect("create", inputs):
            return self._world.create(inputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return an object as it is."""
        found = self._world.objects.get(id)
        return None if found is None else (id, inputs, dict(found))

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Change an object."""
        with self._effect("update", new):
            return self._world.update(id, old_outputs, new)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove an object."""
        with self._effect("delete", outputs):
            self._world.objects.pop(id, None)

    def invoke(self, token: str, arguments: values.Values) -> Any:
        """Have no function."""
        raise protocol.ProviderError(f"no function {token}")


def _differs(old: object, new: object) -> bool:
    return new is values.UNKNOWN or old != new
