"""The networks of a Docker API, as a stack needs them: shut ones to meet in, and open ones to get out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import pulumi
import pulumi_docker as docker

from components.core.reach import Containers
from components.workloads.subnets import Network

Use = Literal["meeting", "outside", "publishing"]

OPTIONS: Final[Mapping[str, Mapping[Use, Mapping[str, str]]]] = {
    "docker": {
        # Without an address on its bridge the host is not in this network: nothing it listens on can be reached.
        "meeting": {"com.docker.network.bridge.inhibit_ipv4": "true"},
        "outside": {},
        # An edge answers who comes in; it has no business outside.
        "publishing": {"com.docker.network.bridge.enable_ip_masquerade": "false"},
    },
    # Podman's name server listens on the bridge's address, which is why it stays.
    "podman": {"meeting": {}, "outside": {"isolate": "true"}, "publishing": {"isolate": "true"}},
}

STATES_MAC: Final[Mapping[str, bool]] = {"docker": False, "podman": True}
"""Whether an address has to be given its hardware address. Docker derives that from it, Podman draws another each time,
which callers would not know for half a minute."""

NO_RESOLVER: Final = "127.0.0.1"
"""Where a container without a way out asks for names outside the stack: nobody. Older engines ask a resolver on the
host's loopback by themselves (CVE-2024-29018), and so let names out of a shut network."""

RESOLVERS: Final[Mapping[str, list[str] | None]] = {"docker": [NO_RESOLVER], "podman": None}
"""What such a container is told; Podman's would then ask nobody for names in its networks either."""


def make(
    name: str,
    given: Network,
    use: Use,
    labels: Mapping[str, str],
    reach: Containers,
    opts: pulumi.ResourceOptions,
) -> docker.Network:
    """Register a network. Only containers of one are `meeting` in it; from `outside` ones they reach other machines."""
    return docker.Network(
        name,
        name=given.name,
        driver="bridge",
        internal=use == "meeting",
        ipv6=False,
        options=dict(OPTIONS[reach.client][use]) or None,
        ipam_configs=[docker.NetworkIpamConfigArgs(subnet=given.subnet, gateway=given.gateway)],
        labels=[docker.NetworkLabelArgs(label=key, value=value) for key, value in labels.items()],
        opts=opts,
    )


def attach(
    container: docker.ContainerArgs,
    meeting: Sequence[docker.Network],
    reach: Containers,
    outside: docker.Network | None = None,
    callees: Mapping[str, str] | None = None,
) -> None:
    """Put a container into these networks, and into no other; without any it has none at all.

    `callees` are addresses by name. It is told them, so that a name stands for something also while its proxy starts
    again, and where a name server does not answer for all of a container's networks.
    """
    joined = [*meeting, *([outside] if outside is not None else [])]
    if not joined:
        container.network_mode = "none"
        return
    container.networks_advanced = [docker.ContainerNetworksAdvancedArgs(name=network.name) for network in joined]
    container.hosts = [
        docker.ContainerHostArgs(host=name, ip=ip) for name, ip in sorted((callees or {}).items())
    ] or None
    if outside is None:
        container.dns = RESOLVERS[reach.client]
