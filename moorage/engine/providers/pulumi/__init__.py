"""Package `pulumi`: the engine's own resources and functions, stashes and references to other stacks."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider() -> protocol.Provider:
    """Return the provider."""
    from moorage.engine.providers.pulumi import package

    return package.Builtin()
