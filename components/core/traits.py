"""Traits: what a target can do, known before anything of it exists."""

from __future__ import annotations

from dataclasses import dataclass

from components.core import delivery


@dataclass(frozen=True)
class Traits:
    """Plain facts. A field is named for the capability, never for who asks."""

    platform: str = "linux/amd64"
    """What images are built for, as `os/architecture`."""
    registry: delivery.Registry | None = None
    """Where images must be pushed to be reachable; None: they are loaded into the target's own store."""
    image_store: bool = True
    """Images are brought to a store of the target's own before anything runs them."""
    store: delivery.Store = delivery.HERE
    """That store, where builds are loaded into it."""
    builder: delivery.Builder = delivery.DEFAULT
    """What builds them."""
    storage_class: str = ""
    """Name of the class that volumes are made from; empty: local directories."""
    shared_storage: bool = False
    """Several workloads or replicas may mount one volume."""
    load_balancer: bool = False
    """A workload can be given an address of its own."""
    network_policy: bool = False
    """Who may call whom is enforced between workloads."""
    subnets: str = "10.64.0.0/12"
    """Addresses for the networks of a container engine, in CIDR notation: 65536 of the usual size. Apart from what
    others take unasked: Docker (172.17.0.0/16 to 172.31.0.0/16, 192.168.0.0/16), Podman (10.88.0.0/16 and on), K3s
    (10.42.0.0/15), kubeadm (10.96.0.0/12), flannel (10.244.0.0/16), EKS (10.100.0.0/16, 172.20.0.0/16)."""
    replicas: bool = False
    """A workload can run more than once behind one address."""
    proxied: bool = False
    """Callers and the host reach a service through a proxy that is an image of the stack."""
    sized_logs: bool = True
    """Each workload's log has a size of its own."""
    schedules: bool = True
    """A workload can run at times."""
    node_start_seconds: int = 0
    """How long a new node may take; 0 where there is nothing to start."""
