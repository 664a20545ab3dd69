"""Subnets follow from names: no two overlap, and who comes or goes moves nobody who was there."""

from __future__ import annotations

import ipaddress
import itertools

import hypothesis
import pytest
from hypothesis import strategies

from components.core.errors import SettingsError
from components.core.traits import Traits
from components.workloads import subnets

NAMES = strategies.dictionaries(
    strategies.from_regex(r"[a-z]{1,6}", fullmatch=True), strategies.integers(1, 300), max_size=40
)


@hypothesis.given(NAMES, strategies.sampled_from([Traits.subnets, "10.64.0.0/15"]))
def test_no_two_overlap_and_each_is_large_enough(wanted: dict[str, int], pool: str) -> None:
    """Whatever the names; all of them lie in the pool, and no two networks have one name."""
    placed = subnets.place(wanted, pool)
    found = {name: ipaddress.IPv4Network(one.subnet) for name, one in placed.items()}
    assert all(one.subnet_of(ipaddress.IPv4Network(pool)) for one in found.values())
    assert not any(one.overlaps(other) for one, other in itertools.combinations(found.values(), 2))
    assert all(found[name].num_addresses - 3 >= containers for name, containers in wanted.items())
    assert len({one.name for one in placed.values()}) == len(wanted)


def test_a_network_stays_where_its_name_leads() -> None:
    """A hundred that come move none of the hundred that were there."""
    before = subnets.place({f"shop-dev-{number}": 4 for number in range(0, 200, 2)}, Traits.subnets)
    after = subnets.place({f"shop-dev-{number}": 4 for number in range(200)}, Traits.subnets)
    assert {name: after[name] for name in before} == before


def test_a_place_that_is_wanted_twice() -> None:
    """In a pool of two places the first by name has its own, the other one moves, and is called by where it is."""
    placed = subnets.place({"a": 1, "b": 1}, "10.0.0.0/27")
    assert {one.subnet for one in placed.values()} == {"10.0.0.0/28", "10.0.0.16/28"}
    assert placed["a"] == subnets.place({"a": 1}, "10.0.0.0/27")["a"]
    assert {one.name for one in placed.values()} == {
        f"{name}_{one.subnet.replace('/', '-')}" for name, one in placed.items()
    }


@pytest.mark.parametrize(
    ("containers", "prefix", "name"), [(13, 28, "web"), (14, 24, "web_"), (254, 21, "web_"), (2045, 21, "web_")]
)
def test_a_size_is_another_network(containers: int, prefix: int, name: str) -> None:
    """A larger one has a name of its own, so that it is there before the small one goes."""
    (found,) = subnets.place({"web": containers}, Traits.subnets).values()
    assert found.subnet.endswith(f"/{prefix}")
    assert found.name == name if name == "web" else found.name == f"web_{found.subnet.replace('/', '-')}"


def test_another_pool_is_other_networks() -> None:
    """Each has another name: the new ones are there before the old ones go."""
    (here,), (there,) = (subnets.place({"web": 1}, pool).values() for pool in (Traits.subnets, "192.168.0.0/16"))
    assert here.name == "web"
    assert there.name == f"web_{there.subnet.replace('/', '-')}"


def test_the_gateway_is_said() -> None:
    """It is the first address: an engine that chose it would tell it only after its next start."""
    assert subnets.Network("web", "10.64.0.16/28").gateway == "10.64.0.17"


def test_the_place_of_a_proxy() -> None:
    """It is the last address before the broadcast address: engines hand out addresses from the first one on."""
    assert subnets.Network("web.api", "10.64.0.16/28").proxy == "10.64.0.30"


def test_a_pool_that_is_too_small() -> None:
    """One line, at the target's setting."""
    with pytest.raises(SettingsError) as caught:
        subnets.place({"a": 1, "b": 1, "c": 1}, "10.0.0.0/27", "target.docker")
    assert str(caught.value) == (
        "target.docker.subnets: 10.0.0.0/27 has no room for the 3 networks of this stack; "
        "give a larger one, such as 10.64.0.0/12"
    )
