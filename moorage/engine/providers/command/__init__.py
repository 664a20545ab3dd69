"""Package `command`: local commands as resources."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider() -> protocol.Provider:
    """Return the provider; nothing is loaded before."""
    from moorage.engine.providers.command import package

    return package.Command()
