"""Package `pulumi-python`: dynamic providers, whose code is the program's and runs in the program's interpreter."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider() -> protocol.Provider:
    """Return the provider; nothing is started before its first call."""
    from moorage.engine.providers.plugin import package
    from moorage.engine.providers.pulumi_python import launch

    return package.Plugin("pulumi-python", launch.command)
