"""The configured providers of one run, by reference (`<urn>::<id>`), and the life of provider resources."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from moorage.engine import marks, resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import marking
from moorage.engine.providers import protocol

_INTERNAL: Final = "__internal"

UNKNOWN_ID: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for the id of a provider that a preview only plans to make."""

Find = Callable[[str], protocol.Provider]


@dataclass(frozen=True)
class Package:
    """A package as a program asks for it: which plugin, which version, from where."""

    name: str
    version: str = ""
    url: str = ""
    """Where the plugin can be had; recorded, not fetched."""
    checksums: tuple[tuple[str, str], ...] = ()
    """Platform and hex digest."""

    @property
    def default_name(self) -> str:
        """Name the package's default provider, as Pulumi does: `default_5_2_0`."""
        parts = ["default", *re.split(r"[.+-]", self.version), *(_segments(self.url))]
        return "_".join(part for part in parts if part)

    def inputs(self, config: values.Values) -> values.Values:
        """Return the inputs of a provider resource with this configuration, as Pulumi records them."""
        internal: values.Values = {}
        if self.url:
            internal["pluginDownloadURL"] = self.url
        if self.checksums:
            internal["pluginChecksums"] = dict(self.checksums)
        if not (self.version or internal):
            return config
        return {**config, _INTERNAL: internal, **({protocol.VERSION: self.version} if self.version else {})}


def _segments(url: str) -> list[str]:
    """Return a URL in characters that a name may have."""
    return ["/".join(re.sub(r"[^A-Za-z0-9_.-]", "_", part) for part in url.split("/") if part)]


def filtered(recorded: values.Values) -> values.Values:
    """Return recorded inputs without the engine's own marker: what the provider sees and what its outputs are."""
    return {key: value for key, value in recorded.items() if key != _INTERNAL}


class Registry:
    """Makes, configures and keeps providers. Safe to use from any thread."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._configured: dict[str, protocol.Marked] = {}
        self._loaded: dict[str, protocol.Marked] = {}
        """Asked about a configuration and not yet given one."""
        self._lock = threading.Lock()
        self._ensuring: dict[str, threading.Lock] = {}
        """By reference: many deletes want the same recorded provider at once, and it starts once."""

    def _make(self, urn: str) -> protocol.Marked:
        found = self._find(urns.provider_package(urns.type_of(urn)))
        provider = found if isinstance(found, protocol.Marked) else marking.Marking(found)
        provider.urn = urn
        return provider

    def _load(self, urn: str) -> protocol.Marked:
        with self._lock:
            if urn not in self._loaded:
                self._loaded[urn] = self._make(urn)
            return self._loaded[urn]

    def check(self, urn: str, new: values.Values) -> protocol.Checked:
        """Check a provider resource's inputs."""
        checked = self._load(urn).check_config(filtered(new))
        if checked.failures:
            return checked
        kept = {key: new[key] for key in (_INTERNAL, protocol.VERSION) if key in new}
        return protocol.Checked(marks.mark({**checked.inputs, **kept}, new))

    def diff(self, urn: str, old: values.Values, new: values.Values) -> protocol.Diff:
        """Compare the inputs of two provider resources."""
        with self._lock:
            there = (each for each in self._configured.values() if each.urn == urn)
            provider = self._loaded.get(urn) or next(there, None)
        return (provider or self._load(urn)).diff_config(filtered(old), filtered(new))

    def configure(self, urn: str, id: str, new: values.Values) -> None:
        """Configure the provider and make it available under its reference."""
        with self._lock:
            provider = self._loaded.pop(urn, None)
        provider = provider or self._make(urn)
        provider.configure(filtered(new))
        with self._lock:
            self._configured[urns.reference(urn, id)] = provider

    def ensure(self, row: resource.Resource) -> None:
        """Configure a recorded provider that this run's program did not register (to delete what it made)."""
        reference = urns.reference(row.urn, row.id)
        with self._lock:
            alone = self._ensuring.setdefault(reference, threading.Lock())
        with alone:
            if not self.known(reference):
                self.configure(row.urn, row.id, row.inputs)

    def known(self, reference: str) -> bool:
        """Say whether a provider is configured."""
        with self._lock:
            return reference in self._configured

    def get(self, reference: str) -> protocol.Marked:
        """Return the provider of a reference."""
        with self._lock:
            provider = self._configured.get(reference)
        if provider is None:
            raise protocol.ProviderError(f"unknown provider {reference!r}")
        return provider


def new_id(*, preview: bool) -> str:
    """Return the id of a provider resource that is made now."""
    return UNKNOWN_ID if preview else str(uuid.uuid4())
