"""Package `tls`: private keys, certificate requests, certificates."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider() -> protocol.Provider:
    """Return the provider; nothing is loaded before."""
    from moorage.engine.providers.tls import package

    return package.TLS
