"""The configured providers of one run, by reference (`<urn>::<id>`), and the life of provider resources."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Final

from moorage.engine import marks, resource, values
from moorage.engine import urn as urns
from moorage.engine.providers import protocol

_INTERNAL: Final = "__internal"
_VERSION: Final = "version"

UNKNOWN_ID: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for the id of a provider that a preview only plans to make."""

Find = Callable[[str], protocol.Provider]


def default_name(version: str) -> str:
    """Name the default provider of a version, as Pulumi does: `default_5_2_0`."""
    if not version:
        return "default"
    return "default_" + version.removeprefix("v").replace(".", "_").replace("-", "_").replace("+", "_")


def inputs(config: values.Values, version: str) -> values.Values:
    """Return the inputs of a provider resource as Pulumi records them: its configuration, its version, a marker."""
    return {**config, _INTERNAL: {}, _VERSION: version} if version else config


def filtered(recorded: values.Values) -> values.Values:
    """Return recorded inputs without the engine's own marker: what the provider sees and what its outputs are."""
    return {key: value for key, value in recorded.items() if key != _INTERNAL}


class Registry:
    """Makes, configures and keeps providers. Safe to use from any thread."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._configured: dict[str, protocol.Provider] = {}
        self._loaded: dict[str, protocol.Provider] = {}
        self._lock = threading.Lock()

    def _load(self, urn: str) -> protocol.Provider:
        """Make a provider that is only asked about configurations; one for each provider resource."""
        with self._lock:
            if urn not in self._loaded:
                self._loaded[urn] = self._find(urns.provider_package(urns.type_of(urn)))
            return self._loaded[urn]

    def check(self, urn: str, new: values.Values) -> protocol.Checked:
        """Check a provider resource's inputs."""
        checked = self._load(urn).check_config(_plain(new))
        if checked.failures:
            return checked
        kept = {key: new[key] for key in (_INTERNAL, _VERSION) if key in new}
        return protocol.Checked({**checked.inputs, **kept})

    def diff(self, urn: str, old: values.Values, new: values.Values) -> protocol.Diff:
        """Compare the inputs of two provider resources. Another version alone is a change in place."""
        diff = self._load(urn).diff_config(_plain(old), _plain(new))
        if not diff.detailed and old.get(_VERSION) != new.get(_VERSION):
            return protocol.Diff({_VERSION: protocol.PropertyDiff("update")}, diff.delete_before_replace)
        return diff

    def configure(self, urn: str, id: str, new: values.Values) -> None:
        """Configure the provider and make it available under its reference."""
        provider = self._find(urns.provider_package(urns.type_of(urn)))
        provider.configure(_plain(new))
        with self._lock:
            self._configured[urns.reference(urn, id)] = provider

    def ensure(self, row: resource.Resource) -> None:
        """Configure a recorded provider that this run's program did not register (to delete what it made)."""
        with self._lock:
            known = urns.reference(row.urn, row.id) in self._configured
        if not known:
            self.configure(row.urn, row.id, row.inputs)

    def get(self, reference: str) -> protocol.Provider:
        """Return the provider of a reference."""
        with self._lock:
            provider = self._configured.get(reference)
        if provider is None:
            raise protocol.ProviderError(f"unknown provider {reference!r}")
        return provider


def new_id(*, preview: bool) -> str:
    """Return the id of a provider resource that is made now."""
    return UNKNOWN_ID if preview else str(uuid.uuid4())


def _plain(recorded: values.Values) -> values.Values:
    return {key: marks.strip(value) for key, value in filtered(recorded).items() if key != _VERSION}
