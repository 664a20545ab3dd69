"""The image as the target's own store knows it."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker

from components.core.component import Component


def image(
    component: Component, name: pulumi.Input[str], triggers: Mapping[str, pulumi.Input[str]] | None
) -> docker.RemoteImage:
    """Find the image `name` in the store, or pull it: before anything runs it, so that a failure stops nothing."""
    # What came before stays for a rollback; `keep` removes older ones.
    suffix = component.named("loaded")
    return docker.RemoteImage(suffix, name=name, triggers=triggers, keep_locally=True, opts=component.inside())
