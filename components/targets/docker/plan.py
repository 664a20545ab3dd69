"""What Docker on one machine can do, and what its provider is called."""

from __future__ import annotations

from typing import Final

from components.core import delivery as deliveries
from components.core import hosts
from components.core.traits import Traits
from components.shared.containers import ways
from components.shared.delivery import settings as delivery
from components.targets.docker.settings import DockerSettings

WAYS: Final = ways.DOCKER


def traits(settings: DockerSettings) -> Traits:
    """Return the target's traits."""
    return Traits(
        platform=settings.platform,
        registry=delivery.registry(settings),
        store=deliveries.Store(host=settings.host or ""),
        builder=delivery.builder(settings),
        replicas=True,
        proxied=True,
        subnets=settings.subnets,
    )


def provider(name: str, host: str | None) -> str:
    """Return the name of an engine's provider: another engine has another, so that both are there during a move."""
    return name if host is None else f"{name}-{hosts.slug(host)}"
