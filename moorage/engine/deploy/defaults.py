"""Which provider serves a resource: the one it names, its component's, or the package's default, made on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import cast

from moorage.engine import urn as urns
from moorage.engine import values
from moorage.engine.deploy import goal, register, registry, world


class Defaults:
    """Finds provider references. Safe to use from any thread."""

    def __init__(self, run: world.World, config: Mapping[str, str], secret_keys: frozenset[str]) -> None:
        self._run = run
        self._config = config
        self._secret_keys = secret_keys
        self._lock = threading.Lock()
        self._making: dict[registry.Package, threading.Lock] = {}
        self._made: dict[registry.Package, str] = {}
        self._components: dict[str, dict[str, str]] = {}
        """The `providers` of each component, by package."""

    def component(self, urn: str, parent: str, given: Mapping[str, str]) -> None:
        """Note what a component hands to everything below it: its own providers, else its parent's."""
        with self._lock:
            self._components[urn] = {**self._components.get(parent, {}), **given}

    def named(self, package: str, explicit: str, given: Mapping[str, str], parent: str) -> str:
        """Return the reference of the provider that a request, or a component above it, names; else nothing."""
        if explicit:
            return explicit
        if package in given:
            return given[package]
        with self._lock:
            return self._components.get(parent, {}).get(package, "")

    def default(self, package: registry.Package) -> str:
        """Return the reference of the package's default provider."""
        with self._lock:
            making = self._making.setdefault(package, threading.Lock())
        with making:
            if package not in self._made:
                self._made[package] = self._make(package)
            return self._made[package]

    def _make(self, package: registry.Package) -> str:
        if self._denied(package.name):
            raise goal.GoalError(
                f"Default provider for '{package.name}' disabled. "
                "Resources of this package must use an explicit provider."
            )
        wanted = goal.Goal(
            type=f"{urns.PROVIDER_PREFIX}{package.name}",
            name=package.default_name,
            custom=True,
            inputs=package.inputs(self._configuration(package.name)),
        )
        made = register.register(self._run, wanted)
        return urns.reference(made.row.urn, made.row.id)

    def _configuration(self, package: str) -> values.Values:
        # a dynamic provider's code is the program's, and may read all that the program may
        prefix = "" if package == urns.DYNAMIC else f"{package}:"
        found = {key: value for key, value in self._config.items() if key.startswith(prefix)}
        return {
            key.removeprefix(prefix): values.Secret(value) if key in self._secret_keys else value
            for key, value in found.items()
        }

    def _denied(self, package: str) -> bool:
        text = self._config.get("pulumi:disable-default-providers")
        if not text:
            return False
        denied = cast("list[str]", json.loads(text))
        return package in denied or "*" in denied
