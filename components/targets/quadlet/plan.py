"""What units of a user's systemd can do."""

from __future__ import annotations

from typing import Final

from components.core.traits import Traits
from components.core.ways import Ways
from components.shared.delivery import settings as delivery
from components.targets.quadlet.settings import QuadletSettings

WAYS: Final = Ways(
    updates=(
        "With a pause: the new version starts when the old one has stopped. One that does not get healthy is stopped,"
        " and the old one is started again; the run fails. There is no proxy, so nothing is drained."
    ),
    checks="Podman's own, by timers of the user's systemd; a service counts as started once it is healthy.",
    networks=(
        "A network for each declared pair, which leads nowhere else. A service joins it itself, so that a new caller"
        " restarts the service that it calls."
    ),
    publishing=(
        "The workload itself, by Podman. It needs a network that leads outside, so that an exposed workload cannot be"
        " cut off by `egress: none`."
    ),
    secrets=(
        "Podman's own store (`podman secret`), a file that only the user may read; from there, bound into the"
        " container."
    ),
    limits=(
        "From the start; memory, processors and processes need cgroup v2 with these controllers handed to the user, and"
        " `moorage up` refuses a machine without. Under cgroup v1 Podman ignores them for users without rights."
    ),
    logs="The journal (`journalctl --user`), whose own limit holds for all together: `limits.log_mib` has no effect.",
    jobs="A oneshot service that the run starts and waits for; nothing else starts it.",
    restarts="The user's systemd starts again what ends, and all of it with the machine, which needs lingering.",
)


def traits(settings: QuadletSettings) -> Traits:
    """Return the target's traits."""
    return Traits(
        platform=settings.platform,
        registry=delivery.registry(settings),
        image_store=False,
        builder=delivery.builder(settings),
        sized_logs=False,
        schedules=False,
    )
