"""The target podman: what its stack file may say, and what doctor says of a machine that it cannot run on yet."""

from __future__ import annotations

import pathlib
import resource

import pytest

from components import targets
from components.core import delivery
from components.core.errors import SettingsError
from components.core.operations import NotAllowedError, OperationError
from components.targets.podman import engine, findings, install, machine, remedies
from components.targets.podman.settings import PodmanSettings


def test_images_are_built_by_buildah_for_its_own_store() -> None:
    """Nothing has to be said; names there begin as Podman makes them."""
    traits = targets.traits(*targets.settings({"podman": {}}))
    assert (traits.builder, traits.replicas) == (delivery.Buildah(), True)
    assert traits.store == delivery.Store("podman", "unix:///run/podman/podman.sock", "localhost/")
    assert traits.store.environment == {"CLIENT": "podman", "CONTAINER_HOST": "unix:///run/podman/podman.sock"}


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ({"host": "ssh://root@far"}, "target.podman.host: "),
        ({"hots": "unix:///x"}, "target.podman.hots: unknown key; did you mean host"),
        ({"builder": {"buildkit": "far"}}, "target.podman: builder: BuildKit cannot load into Podman's store"),
    ],
    ids=["over SSH", "a typing error", "a builder without a way in"],
)
def test_what_cannot_be_is_one_line(block: dict[str, object], line: str) -> None:
    """Path, problem and what is allowed."""
    with pytest.raises(SettingsError) as caught:
        targets.settings({"podman": block})
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


def test_no_service(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with the command that starts it there; a socket that is not the system's is never served unasked."""
    monkeypatch.setattr(machine, "lacking", list)
    monkeypatch.setattr(machine, "refused", dict)
    monkeypatch.setattr(machine, "dropped", lambda: False)
    settings = PodmanSettings(host=f"unix://{tmp_path}/none.sock")
    found = findings.find(settings)[0]
    assert (found.subject, found.state) == ("container engine", "missing")
    assert found.found.startswith(f"no socket at {tmp_path}/none.sock: ")
    assert found.fix[0].endswith(f"podman system service --time=0 {settings.host} &")
    with pytest.raises(NotAllowedError, match=r"^container engine: no socket at "):
        install.bring_up(settings, pytest.fail)


def test_missing_helpers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks, names in them and the init are packages of their own."""
    monkeypatch.setattr(machine, "helper", lambda name: None if name in {"netavark", "catatonit"} else name)
    monkeypatch.setattr(machine.shutil, "which", lambda name, **_: name)
    monkeypatch.setattr(machine, "dropped", lambda: False)
    rows = {row.subject: row for row in findings.find(PodmanSettings(host="unix:///nowhere.sock"))}
    assert rows["helpers"].found == "netavark, catatonit not installed"
    assert "catatonit" in rows["helpers"].fix[-1]


def test_limits_that_the_kernel_refuses_are_found(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the right to raise limits, what Podman asks for by default is too much, until a file says less."""
    monkeypatch.delenv("CONTAINERS_CONF", raising=False)
    monkeypatch.setattr(machine, "_may_raise", lambda: False)
    monkeypatch.setattr(resource, "getrlimit", lambda one: (1, 20000 if one == resource.RLIMIT_NOFILE else 96365))
    refused = machine.refused(tmp_path)
    assert refused == {"nofile": 20000, "nproc": machine.PROCESSES}
    folder = tmp_path / "containers.conf.d"
    folder.mkdir()
    (folder / "50-moorage.conf").write_text(remedies.settings(refused), encoding="utf-8")
    assert machine.ulimits(tmp_path) == refused
    assert machine.refused(tmp_path) == {}


def test_who_may_raise_limits_lacks_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of its own gives a container what Podman asks for."""
    monkeypatch.setattr(machine, "_may_raise", lambda: True)
    assert machine.refused(tmp_path) == {}


@pytest.mark.docker
def test_docker_is_no_podman() -> None:
    """What answers in another's voice is named, with the target for it."""
    with pytest.raises(OperationError) as caught:
        engine.connect("unix:///var/run/docker.sock")
    assert str(caught.value) == (
        "container engine: what answers at unix:///var/run/docker.sock is no Podman; the target docker is for Docker"
    )
