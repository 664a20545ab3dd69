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
        self._making: dict[tuple[str, str], threading.Lock] = {}
        self._made: dict[tuple[str, str], str] = {}
        self._components: dict[str, dict[str, str]] = {}
        """The `providers` of each component, by package."""

    def component(self, urn: str, parent: str, given: Mapping[str, str]) -> None:
        """Note what a component hands to everything below it: its own providers, else its parent's."""
        with self._lock:
            self._components[urn] = {**self._components.get(parent, {}), **given}

    def resolve(self, package: str, version: str, explicit: str, given: Mapping[str, str], parent: str) -> str:
        """Return the reference of the provider to use."""
        if explicit:
            return explicit
        if package in given:
            return given[package]
        run = self._run
        with self._lock:
            inherited = self._components.get(parent, {}).get(package, "")
        if inherited:
            return inherited
        above = run.goals.get(parent)
        if above and above.provider:
            urn = urns.split_reference(above.provider)[0]
            if urns.provider_package(urns.type_of(urn)) == package:
                return above.provider
        return self._default(package, version)

    def _default(self, package: str, version: str) -> str:
        key = (package, version)
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            if key not in self._made:
                self._made[key] = self._make(package, version)
            return self._made[key]

    def _make(self, package: str, version: str) -> str:
        if self._denied(package):
            raise goal.GoalError(
                f"Default provider for '{package}' disabled. Resources of this package must use an explicit provider."
            )
        wanted = goal.Goal(
            type=f"{urns.PROVIDER_PREFIX}{package}",
            name=registry.default_name(version),
            custom=True,
            inputs=registry.inputs(self._configuration(package), version.removeprefix("v")),
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


def provider_inputs(wanted: goal.Goal, version: str) -> values.Values:
    """Return the inputs of an explicit provider resource, with its version as Pulumi records it."""
    return registry.inputs(wanted.inputs, version.removeprefix("v"))
