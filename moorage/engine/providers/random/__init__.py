"""Package `random`: random values that stay what they are."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider() -> protocol.Provider:
    """Return the provider; nothing is loaded before."""
    from moorage.engine.providers.random import package

    return package.RANDOM
