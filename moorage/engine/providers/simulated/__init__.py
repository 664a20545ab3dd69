"""What stands in, in previews only, for a package whose provider is nowhere on this machine (a cloud's)."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider(package: str) -> protocol.Provider:
    """Return a stand-in for a package; nothing is loaded before."""
    from moorage.engine.providers.simulated import package as stand_in

    return stand_in.Simulated(package)
