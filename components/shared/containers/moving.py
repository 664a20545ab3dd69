"""What is on one engine cannot move to another: with another host, all of it is made there and removed here.

Another host is no change to any provider, in the providers' own eyes (their `DiffConfig` asks for no replacement), so
the engine would find everything the same and nothing there. A trigger on each resource says that it is not.
"""

from __future__ import annotations

from typing import Final

import pulumi

from components.core import hosts

BOUND: Final = ("docker:", "docker-build:")


def bind(host: str | None) -> None:
    """Bind every resource of a container engine that is registered from now on to the engine at `host`."""

    def transform(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if not args.type_.startswith(BOUND):
            return None
        bound = pulumi.ResourceOptions(replacement_trigger=hosts.bound(host))
        return pulumi.ResourceTransformationResult(args.props, pulumi.ResourceOptions.merge(args.opts, bound))

    pulumi.runtime.register_stack_transformation(transform)
