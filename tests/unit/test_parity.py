"""What a target cannot do is said by the path of what was asked for."""

from __future__ import annotations

from typing import Any

import pytest

from components.core import kinds, validation
from components.core.traits import Traits
from components.targets.quadlet import plan, settings
from components.workloads import parity
from components.workloads.settings import Expose, Limits, Workload

QUADLET = plan.traits(validation.parse(settings.QuadletSettings, {"registry": {"repository": "127.0.0.1:5000"}}, "x"))


@pytest.mark.parametrize(
    ("block", "keys"),
    [
        ({}, []),
        ({"replicas": 2}, ["replicas"]),
        ({"limits": {"log_mib": 10}}, ["limits.log_mib"]),
        ({"limits": {"pids": 10}}, []),
        ({"egress": "none"}, []),
        ({"drain_seconds": 30}, ["drain_seconds"]),
        ({"egress": "none", "expose": {"port": "http", "host_port": 80}}, ["egress"]),
        ({"expose": {"port": "http", "host_port": 80, "host_names": ["a.example"]}}, ["expose.host_names"]),
        (
            {"expose": {"port": "http", "host_port": 80, "tls": {"certificate": "a", "key": "b"}}},
            ["expose.tls"],
        ),
        (
            {"egress": "none", "replicas": 2, "expose": {"port": "http", "host_port": 80}},
            ["replicas", "egress"],
        ),
    ],
)
def test_gaps_of_units(block: dict[str, Any], keys: list[str]) -> None:
    """A gap is reported when it is asked for, and never otherwise; a target that can has none."""
    spec = validation.parse(Workload, {"kind": "service", "image": "app", **block}, "web")
    assert [gap.path for gap in parity.gaps({"web": spec}, QUADLET)] == [f"workloads.web.{key}" for key in keys]
    assert list(parity.gaps({"web": spec}, Traits(replicas=True, proxied=True))) == []


def test_a_rule_names_a_setting() -> None:
    """Every rule's key is one of a workload's."""
    for rule in parity.RULES:
        first, _, rest = rule.key.partition(".")
        assert first in Workload.model_fields
        if rest:
            (model,) = (model for model in (Expose, Limits) if model.__name__.lower() == first)
            assert rest in model.model_fields


def test_every_target_says_its_ways() -> None:
    """No target is left out of the report."""
    from components import targets

    assert all(targets.ways(name).updates for name in kinds.names("targets"))
