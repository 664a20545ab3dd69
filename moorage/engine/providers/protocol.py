"""What the engine asks of a provider: Pulumi's provider protocol, in process.

All values are plain: secrets are unwrapped before a call and marked again after it (an output takes the mark of the
input of the same path). What is secret whatever the program says, a provider returns as `values.Secret`. Unknown inputs
arrive as `values.UNKNOWN`, in previews only. A `Marked` provider does without that help.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, runtime_checkable

from moorage.engine.providers import host
from moorage.engine.values import Values

VERSION: Final = "version"
"""The key of a provider resource's inputs under which its version is recorded."""

DiffKind = Literal["add", "add-replace", "delete", "delete-replace", "update", "update-replace"]


@dataclass(frozen=True)
class Failure:
    """An input that is not acceptable: its property path (empty: the whole resource) and the reason."""

    property: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """The inputs with defaults and names filled in, or why they cannot be."""

    inputs: Values
    failures: list[Failure] = field(default_factory=list[Failure])


@dataclass(frozen=True)
class PropertyDiff:
    """One changed property; `input` says that inputs were compared rather than the recorded outputs."""

    kind: DiffKind
    input: bool = True


@dataclass(frozen=True)
class Diff:
    """What changes: property paths (`ports[0].external`), or, where a provider tells no more, top-level keys.

    A path whose kind ends in `-replace` forces a replacement, as each of `replace_keys` does. Empty: nothing changed.
    """

    detailed: dict[str, PropertyDiff] = field(default_factory=dict[str, PropertyDiff])
    delete_before_replace: bool = False
    """The old one must go before the new one comes."""
    changes: Literal["", "none", "some", "unknown"] = ""
    """Empty: as the paths and keys say; `unknown`: the provider cannot tell, so inputs are compared."""
    replace_keys: tuple[str, ...] = ()
    changed_keys: tuple[str, ...] = ()
    stable_keys: tuple[str, ...] = ()
    """Outputs that an update in place surely keeps."""

    @property
    def replaces(self) -> list[str]:
        """Return what forces a replacement: the keys, or the paths."""
        paths = [path for path, change in self.detailed.items() if change.kind.endswith("-replace")]
        return list(self.replace_keys) or paths

    @property
    def any(self) -> bool:
        """Say whether anything changed."""
        if self.changes:
            return self.changes == "some"
        return bool(self.detailed or self.replace_keys or self.changed_keys)


@dataclass(frozen=True)
class Autonaming:
    """What the engine proposes as physical name: `disabled` makes a missing name an error."""

    proposed: str
    mode: Literal["propose", "enforce", "disabled"] = "propose"


@dataclass(frozen=True)
class Context:
    """One call: whose resource, and how long it may take."""

    urn: str
    type: str
    name: str
    """The last part of the URN."""
    preview: bool = False
    timeout: float = 0.0
    """Seconds; 0 leaves it to the provider."""
    seed: bytes = b""
    """32 bytes, the same for the same resource of the same deployment: the only source of random names."""
    autonaming: Autonaming | None = None
    ignore_changes: tuple[str, ...] = ()
    log: Callable[[Literal["debug", "info", "warning", "error"], str], None] = lambda _severity, _text: None
    """A line for the user about this resource."""
    status: Callable[[str], None] = lambda _text: None
    """A passing line (progress), shown while the step runs and then forgotten."""
    refresh_before_update: Callable[[], None] = lambda: None
    """Ask, during create, read or update, that the resource is read anew before each later run decides about it."""


class ProviderError(Exception):
    """An effect failed. With `id`, the resource exists all the same: it is recorded with `reasons` as init errors."""

    def __init__(
        self, message: str, *, id: str = "", outputs: Values | None = None, reasons: list[str] | None = None
    ) -> None:
        super().__init__(message)
        self.id = id
        self.outputs = outputs
        self.reasons = reasons or [message]


class UnansweredError(Exception):
    """Raised by `invoke` in a preview: only a deployment can tell; the whole result is unknown to the program."""


@runtime_checkable
class Placed(Protocol):
    """A provider that takes relative paths: they start at the program's working directory, which the engine sets."""

    directory: pathlib.Path


@runtime_checkable
class Hosted(Protocol):
    """A provider that needs something of the run that it serves, which the engine sets."""

    host: host.Host


@runtime_checkable
class Findable(Protocol):
    """A provider that can tell what a creation of which nobody knows the end has left behind."""

    def find(self, context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return id and outputs of what a creation with these checked inputs made; None: it surely made nothing.

        A provider whose resources exist in the state alone always says None.

        Raises:
            ProviderError: it cannot be told; the creation stays pending until the user decides.
        """
        ...


class Provider(Protocol):
    """One package, configured. A method that is given a type it does not have raises `ProviderError`."""

    package: str
    version: str

    def check_config(self, inputs: Values) -> Checked:
        """Check the provider's own configuration; every key is one of the real provider's."""
        ...

    def diff_config(self, old: Values, new: Values) -> Diff:
        """Compare two configurations of this provider."""
        ...

    def configure(self, inputs: Values) -> None:
        """Take the configuration; connects to nothing before the first call that has to."""
        ...

    def check(self, context: Context, old: Values, new: Values) -> Checked:
        """Validate new inputs (`old`: the inputs of last time, empty on create) and fill in defaults and names."""
        ...

    def diff(self, context: Context, id: str, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Say what changes between the recorded resource and checked new inputs."""
        ...

    def create(self, context: Context, inputs: Values) -> tuple[str, Values]:
        """Return id and outputs. In a preview: no effect, id empty, unknown what only the effect tells."""
        ...

    def read(self, context: Context, id: str, inputs: Values, outputs: Values) -> tuple[str, Values, Values] | None:
        """Return id, inputs and outputs as they are now, None when it is gone. `inputs` is empty on an import."""
        ...

    def update(self, context: Context, id: str, old_inputs: Values, old_outputs: Values, new: Values) -> Values:
        """Change it in place and return the outputs. In a preview: no effect."""
        ...

    def delete(self, context: Context, id: str, inputs: Values, outputs: Values) -> None:
        """Remove it; already gone is success."""
        ...

    def invoke(self, token: str, arguments: Values) -> Values:
        """Call a function of the package; `UnansweredError` where a preview cannot."""
        ...


@runtime_checkable
class Marked(Provider, Protocol):
    """A provider that is given every value with its secret marks and resource references, and returns it marked.

    It is given its own configuration as it is recorded, with the version.
    """

    urn: str
    """The provider resource's, which the engine sets."""
