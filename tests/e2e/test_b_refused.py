"""What another program or another checkout holds is said in one line, before anything is created."""

from __future__ import annotations

import socket

import pytest

from tests.e2e.checkout import Checkout

pytestmark = pytest.mark.docker


def one_line(checkout: Checkout) -> str:
    """Return the one line with which `up` is refused."""
    done = checkout.run("up", "--yes", code=2)
    lines = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return lines[0]


@pytest.mark.usefixtures("dev", "nothing_created")
def test_another_checkout_is_told_what_is_taken(elsewhere: Checkout) -> None:
    """A second checkout with its own state does not touch what the first one runs."""
    line = one_line(elsewhere)
    assert "dev" in line
    assert "another" in line


@pytest.mark.usefixtures("dev", "nothing_created")
def test_a_port_in_use_is_named(elsewhere: Checkout) -> None:
    """The line has the setting's path and the port."""
    elsewhere.stack = "second"
    (elsewhere.root / "Pulumi.dev.yaml").rename(elsewhere.root / "Pulumi.second.yaml")
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        elsewhere.edit("Pulumi.second.yaml", f"host_port: {elsewhere.port}", f"host_port: {port}")
        line = one_line(elsewhere)
    assert "workloads.web.expose.host_port" in line
    assert str(port) in line
