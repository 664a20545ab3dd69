"""The parity report: what a specification asks for and a target cannot do. Nothing is dropped silently. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from components.core.traits import Traits
from components.workloads.settings import Workload


@dataclass(frozen=True)
class Gap:
    """A setting that the target does not honour, and what happens instead."""

    path: str
    instead: str
    refused: bool
    """Nothing can take its place: the stack does not run there, whatever its profile."""


@dataclass(frozen=True)
class Rule:
    """A setting that only targets with a trait honour."""

    key: str
    """Path below the workload."""
    asked: Callable[[Workload], bool]
    """Whether a workload asks for it."""
    able: Callable[[Traits], bool]
    """Whether a target can."""
    instead: str
    """What happens where it cannot."""
    refused: bool = False
    """Nothing can take its place."""


RULES: Final = (
    Rule(
        "replicas", lambda spec: spec.replicas > 1, lambda traits: traits.replicas, "this target runs a workload once"
    ),
    Rule(
        "drain_seconds",
        lambda spec: "drain_seconds" in spec.model_fields_set,
        lambda traits: traits.proxied,
        "the old version ends before the new one starts, so that nothing is drained",
    ),
    Rule(
        "limits.log_mib",
        lambda spec: "log_mib" in spec.limits.model_fields_set,
        lambda traits: traits.sized_logs,
        "logs go to the system's journal, which limits them all together",
    ),
    Rule(
        "egress",
        lambda spec: spec.egress == "none" and spec.expose is not None,
        lambda traits: traits.proxied,
        "an exposed workload reaches the outside: its port needs a network that leads there",
    ),
    Rule(
        "expose.host_names",
        lambda spec: spec.expose is not None and bool(spec.expose.host_names),
        lambda traits: traits.proxied,
        "this target gives a port of the host to one workload, whatever name is asked for",
        refused=True,
    ),
    Rule(
        "expose.tls",
        lambda spec: spec.expose is not None and spec.expose.tls is not None,
        lambda traits: traits.proxied,
        "nothing speaks TLS for a workload on this target; let the workload itself, or a proxy on the machine",
        refused=True,
    ),
    Rule(
        "schedule",
        lambda spec: spec.kind == "cron",
        lambda traits: traits.schedules,
        "nothing on this target runs a workload at times; let a timer of the machine start a job",
        refused=True,
    ),
)


def gaps(workloads: Mapping[str, Workload], traits: Traits) -> Iterator[Gap]:
    """Return every gap between the workloads and the target."""
    for name, spec in workloads.items():
        for rule in RULES:
            if rule.asked(spec) and not rule.able(traits):
                yield Gap(f"workloads.{name}.{rule.key}", rule.instead, rule.refused)
