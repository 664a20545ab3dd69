"""What a deployment is about to take is free, or one line says who has it; an engine that only lists stands in."""

from __future__ import annotations

import types
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.operations import Claim, Data, Port
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


@pytest.mark.parametrize(
    ("there", "bound", "host", "refused"),
    [
        ((), "here", None, True),
        (("f" * 64,), "here", None, True),
        (("a" * 64,), "here", None, False),
        ((), "here", "ssh://harbour", False),
        ((), "ssh://harbour", "ssh://harbour", True),
        ((), "", None, False),
    ],
    ids=["nothing", "others' alone", "one of ours", "moved there", "emptied there", "of an older state"],
)
def test_an_engine_with_nothing_of_the_state_is_another_one(
    there: tuple[str, ...], bound: str, host: str | None, *, refused: bool
) -> None:
    """Unless the stack file moves the stack: a run would find all the same in the state, and nothing would run."""
    rows = [{"Id": one} for one in there]
    api = types.SimpleNamespace(
        containers=lambda **given: rows if "filters" not in given else [],
        networks=list,
        volumes=lambda: {"Volumes": None},
    )
    engine = types.SimpleNamespace(api=api)
    held = frozenset({"a" * 64, "b" * 64, "shop-dev-data"})
    wanted = Claim(Scope("shop", "dev"), held=held, host=host, bound=frozenset({bound} - {""}))
    if not refused:
        claim.check(engine, "docker", wanted, "unix:///s", lambda _: "")
        return
    with pytest.raises(SettingsError) as caught:
        claim.check(engine, "docker", wanted, "unix:///s", lambda _: "")
    assert str(caught.value) == (
        "target.docker: nothing of stack dev is on the engine at unix:///s, but 2 containers and networks were made on"
        " the one of the last up; reach that one again and destroy there first, or, when they are gone for good, run:"
        " moorage refresh"
    )


def test_a_port_that_others_listen_on_is_told_with_its_path() -> None:
    """Whoever can be asked of the engine's machine says who it is."""
    wanted = Claim(Scope("shop", "dev"), [Port("workloads.web.expose.host_port", "web", 8080, "127.0.0.1")])
    with pytest.raises(SettingsError) as caught:
        claim.check(client(), "docker", wanted, "ssh://harbour", lambda _: "another program of that machine")
    line = "workloads.web.expose.host_port: port 8080 is taken by another program of that machine"
    assert str(caught.value) == line
