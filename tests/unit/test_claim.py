"""What a deployment is about to take is free, or one line says who has it; an engine that only lists stands in."""

from __future__ import annotations

import types
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.operations import Claim, Data
from components.shared.containers import claim


def client(*volumes: str) -> Any:
    """Return an engine without containers that has these volumes."""
    rows = [{"Name": name} for name in volumes]
    api = types.SimpleNamespace(containers=lambda **_: [], volumes=lambda: {"Volumes": rows or None})
    return types.SimpleNamespace(api=api, containers=types.SimpleNamespace(list=lambda **_: []))


def stack(*, keep: bool, held: tuple[str, ...] = ()) -> Claim:
    """Return the claim of a stack with one volume."""
    data = Data("workloads.database.volumes.data", "shop-dev-data", keep)
    return Claim(Scope("shop", "dev"), volumes=[data], held=frozenset(held))


def test_data_of_another_state_is_not_adopted() -> None:
    """It would be removed with this stack; the line names both ways out."""
    with pytest.raises(SettingsError) as caught:
        claim.check(client("shop-dev-data"), "docker", stack(keep=False), "unix:///s", lambda _: "")
    assert str(caught.value) == (
        "workloads.database.volumes.data: volume shop-dev-data is there already, from another state; "
        "keep: true takes its data up, docker volume rm shop-dev-data removes it"
    )


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ((), stack(keep=False)),
        (("another",), stack(keep=False)),
        (("shop-dev-data",), stack(keep=True)),
        (("shop-dev-data",), stack(keep=False, held=("shop-dev-data",))),
    ],
    ids=["none there", "of another name", "kept data", "our own"],
)
def test_what_is_free_or_ours_is_taken(found: tuple[str, ...], wanted: Claim) -> None:
    """Kept data is taken up again by the stack that keeps it."""
    claim.check(client(*found), "docker", wanted, "unix:///s", lambda _: "")


@pytest.mark.parametrize("machine", ["aarch64", "arm64"])
def test_an_engine_of_another_platform_is_refused(machine: str) -> None:
    """The line says what to state."""
    there = types.SimpleNamespace(info=lambda: {"Architecture": machine})
    with pytest.raises(SettingsError) as caught:
        claim.platform(there, "docker", "linux/amd64")
    assert str(caught.value) == (
        "target.docker.platform: the engine is linux/arm64, not linux/amd64; state platform: linux/arm64"
    )
    claim.platform(there, "docker", "linux/arm64")


def test_an_architecture_without_a_word_is_no_mistake() -> None:
    """What is not known is not refused."""
    claim.platform(types.SimpleNamespace(info=lambda: {"Architecture": "loongarch64"}), "docker", "linux/amd64")
