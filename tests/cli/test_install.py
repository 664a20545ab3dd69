"""Bringing up a container engine: what is done, what is only said."""

from __future__ import annotations

import pathlib

import pytest

from components.core.operations import OperationError
from components.shared import daemon, packages
from components.targets.docker import engine, install, remedies
from components.targets.docker.remedies import Machine

INSTALL = "apt-get install -y --no-install-recommends docker.io"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            Machine(root=True, debian=True, systemd=True, installed=False),
            ("apt-get update", INSTALL, "systemctl enable --now docker"),
        ),
        (
            Machine(root=True, debian=True, systemd=False, installed=False),
            ("apt-get update", INSTALL, "dockerd --pidfile /run/docker.pid >>/var/log/dockerd.log 2>&1 &"),
        ),
        (
            Machine(root=False, debian=True, systemd=True, installed=False),
            ("sudo apt-get update", f"sudo {INSTALL}", "sudo systemctl enable --now docker"),
        ),
        (
            Machine(root=False, debian=False, systemd=False, installed=True),
            ("sudo sh -c 'dockerd --pidfile /run/docker.pid >>/var/log/dockerd.log 2>&1 &'",),
        ),
        (
            Machine(root=True, debian=False, systemd=True, installed=False),
            ("install Docker Engine as its documentation says for this system, and start it",),
        ),
        (
            Machine(root=False, debian=True, systemd=True, installed=True, sudo=False),
            ("su - -c 'systemctl enable --now docker'",),
        ),
    ],
)
def test_the_commands_fit_the_machine(found: Machine, expected: tuple[str, ...]) -> None:
    """What is installed is only started; who is not root is given sudo or su; an unknown system its manual."""
    assert remedies.commands(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ID=debian\nVERSION_ID=12\n", True),
        ('ID=ubuntu\nID_LIKE="debian"\n', True),
        ('ID=pop\nID_LIKE="ubuntu debian"\n', True),
        ("ID=fedora\n", False),
        ("", False),
    ],
)
def test_debian_and_its_kin_are_known(text: str, expected: bool) -> None:
    """By /etc/os-release, not by a program that happens to be there."""
    assert packages.debian_like(text) is expected


def test_whoever_may_not_gets_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing runs; the line holds what to type."""
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setattr(remedies, "machine", lambda: Machine(root=False, debian=True, systemd=True, installed=False))
    monkeypatch.setattr(engine, "unreachable", lambda _where: "no socket at /var/run/docker.sock: none is installed")
    said: list[str] = []
    with pytest.raises(OperationError) as caught:
        install.bring_up(said.append)
    assert str(caught.value) == (
        "container engine: no socket at /var/run/docker.sock: none is installed; run: sudo apt-get update"
        f" && sudo {INSTALL} && sudo systemctl enable --now docker"
    )
    assert said == []


def test_an_engine_elsewhere_is_never_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """With DOCKER_HOST set, a local engine would not be the one that is asked for."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    monkeypatch.setattr(remedies, "machine", lambda: Machine(root=True, debian=True, systemd=True, installed=False))
    with pytest.raises(OperationError, match=r"start the engine at unix://.*/none.sock, or unset DOCKER_HOST"):
        install.bring_up(pytest.fail)


def test_an_engine_gets_no_secret_of_ours() -> None:
    """It outlives the command; what it needs of the environment is named, all else stays behind."""
    given = {
        "PATH": "/bin",
        "https_proxy": "http://p",
        "NO_PROXY": "x",
        "PULUMI_CONFIG_PASSPHRASE": "s",
        "API_KEY": "s",
    }
    assert daemon.kept(given) == {"PATH": "/bin", "https_proxy": "http://p", "NO_PROXY": "x"}


def test_an_engine_that_ends_is_told_with_its_log(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait is over when the program is; the line ends with its last words."""
    program = tmp_path / "dockerd"
    program.write_text("#!/bin/sh\necho starting\necho failed to start: no cgroups >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(remedies, "dockerd", lambda: str(program))
    log = tmp_path / "log"
    process = install.start(log, ())
    where = engine.Address(f"unix://{tmp_path}/none.sock", "test")
    with pytest.raises(OperationError, match=f"see {log}: failed to start: no cgroups"):
        daemon.wait(lambda: engine.answers(where), process, log, "docker")
