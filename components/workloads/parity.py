"""The parity report: what a specification asks for and a target cannot do. Nothing is dropped silently. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.core.traits import Traits
from components.workloads.settings import Workload


@dataclass(frozen=True)
class Gap:
    """A setting that the target does not honour, and what happens instead."""

    path: str
    instead: str


def gaps(workloads: Mapping[str, Workload], traits: Traits) -> Iterator[Gap]:
    """Return every gap between the workloads and the target."""
    for name, spec in workloads.items():
        if spec.replicas > 1 and not traits.replicas:
            yield Gap(f"workloads.{name}.replicas", "this target runs a workload once")
