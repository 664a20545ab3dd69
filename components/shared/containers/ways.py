"""How a Docker API does what workloads ask for: Docker's own way, from which others differ in what they say."""

from __future__ import annotations

from typing import Final

from components.core.ways import Ways

DOCKER: Final = Ways(
    updates=(
        "A new version starts beside the old one and is checked; then the service's proxy hands over and drains the old"
        " one. Callers notice nothing, and one that does not get healthy is never called. With a volume, which two"
        " versions cannot share, the old one stops first and is started again when the new one fails."
    ),
    checks="The engine's own, which go on after the start; before a version serves, its check is run twice a second.",
    networks=(
        "A network for each declared pair, which leads nowhere else. The service's proxy joins that of a new caller, so"
        " that nothing of the service is replaced. With `egress: none` the machine itself is left out, too."
    ),
    publishing="A proxy of its own for each port; it outlives the versions behind it.",
    secrets="A volume of its own for each workload, filled by a container that never runs.",
    limits="From the start; they need no more than the engine.",
    logs="The engine's files, each of the size that `limits.log_mib` says; three are kept.",
    jobs="A container that the run starts and waits for.",
    restarts="The engine starts again what ends, and all of it with the machine.",
)
