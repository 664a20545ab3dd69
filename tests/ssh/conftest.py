"""Machines for these tests, and the variables with which this process reaches them."""

from __future__ import annotations

import pathlib
import shlex
import socket
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest

from tests import hosts
from tests.e2e.checkout import Checkout
from tests.machines import machine

PROJECT = "moorage-ssh"
"""Not that of a stack on this machine's own engine: names decide on addresses, and sockets lie about machines."""


@pytest.fixture(scope="package")
def harbour() -> Iterator[machine.Machine]:
    """Return a machine that reaches what this one reaches."""
    with machine.machine(outside=True) as made:
        yield made


@pytest.fixture
def near(harbour: machine.Machine, monkeypatch: pytest.MonkeyPatch) -> machine.Machine:
    """Return the machine, with its key at hand in this process."""
    for name, value in harbour.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("MOORAGE_TUNNELS", raising=False)
    return harbour


def stack(root: pathlib.Path, address: str, file: str = "Pulumi.dev.yaml") -> Checkout:
    """Return a checkout whose dev stack is the one of `file`, on a free port, at this engine."""
    made = Checkout.at(root, hosts.Host("docker", target={"docker": {"host": address}}))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    text = (made.root / file).read_text(encoding="utf-8")
    (made.root / "Pulumi.dev.yaml").write_text(text.replace("host_port: 8082", "host_port: 8080"), encoding="utf-8")
    made.own(port)
    made.edit("Pulumi.yaml", f"name: {made.project}\n", f"name: {PROJECT}\n")
    return made


@contextmanager
def forwarded(command: str, on: machine.Machine) -> Generator[None]:
    """Run the command that `up` printed for a person, as it is, until the end of the context."""
    words = shlex.split(command)
    port = int(words[words.index("-L") + 1].partition(":")[0])
    with subprocess.Popen(words, env=on.environment) as process:
        try:
            end = time.monotonic() + 20
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert time.monotonic() < end
                assert process.poll() is None
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
