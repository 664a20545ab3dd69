"""How an installed plugin is started."""

from __future__ import annotations

import functools

from moorage.engine.providers import host, protocol
from moorage.engine.providers.plugin import connection, package, places


def provider(name: str) -> protocol.Provider:
    """Return the provider of a package whose plugin is installed; nothing is started before its first call."""
    return package.Plugin(name, functools.partial(_command, name))


def _command(name: str, of: host.Host, version: str) -> connection.Command:
    del of
    place = places.find(name, version)
    if place is None:
        there = [each.version for each in places.installed() if each.package == name]
        found = f"installed: {', '.join(there)}" if there else "none is installed"
        raise protocol.ProviderError(f"package {name}: its plugin is wanted in version {version} or later; {found}")
    return connection.Command((str(place.binary),))
