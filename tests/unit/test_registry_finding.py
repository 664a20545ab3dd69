"""What doctor says of a target's registry, from what the engine says of itself and what answers."""

from __future__ import annotations

import http.server
import pathlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from components.core import delivery, validation
from components.shared.delivery.settings import RegistrySettings
from components.targets.docker import registries


@pytest.fixture
def host() -> Iterator[str]:
    """Return the host of a server that wants a login, without TLS."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(401)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def registry(**block: Any) -> RegistrySettings:
    """Return a registry block."""
    return validation.parse(RegistrySettings, block, "registry")


def test_one_that_answers_is_fine(host: str, tmp_path: pathlib.Path) -> None:
    """An answer is enough, be it that it wants a login; loopback needs no TLS."""
    found = registries.find(registry(repository=f"{host}/team"), {}, tmp_path)
    assert (found.subject, found.state) == (f"registry {host}", "ok")
    assert found.found == f"answers; images go to {host}/team, by digest"


def test_one_that_is_away_is_missing(tmp_path: pathlib.Path) -> None:
    """The reason is the system's own."""
    found = registries.find(registry(repository="127.0.0.1:1/team"), {}, tmp_path)
    assert (found.state, found.found) == ("missing", "does not answer: connection refused")


def test_without_tls_the_engine_has_to_know(tmp_path: pathlib.Path) -> None:
    """The engine's list decides, whatever the stack file says; the remedy is the line for it."""
    found = registries.find(registry(repository="far.example:5000/team", plain="a wire of our own"), LISTED, tmp_path)
    assert found.state == "missing"
    assert found.fix == (
        'add "insecure-registries": ["far.example:5000"] to /etc/docker/daemon.json and start the engine again',
    )


LISTED: dict[str, Any] = {
    "RegistryConfig": {
        "IndexConfigs": {"near.example:5000": {"Secure": False}, "docker.io": {"Secure": True}},
        "InsecureRegistryCIDRs": ["127.0.0.0/8", "10.1.0.0/16"],
    }
}


@pytest.mark.parametrize(
    ("host", "insecure"),
    [
        ("near.example:5000", True),
        ("far.example:5000", False),
        ("docker.io", False),
        ("10.1.2.3:5000", True),
        ("10.2.2.3:5000", False),
    ],
)
def test_the_engine_says_which_need_no_tls(host: str, insecure: bool) -> None:
    """By name, or by a range of addresses, as `docker info` has them."""
    assert registries.insecure(LISTED, host) is insecure


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1:5000", True), ("localhost", True), ("10.1.2.3:5000", False), ("a.example", False)],
)
def test_this_machine_is_private(host: str, loopback: bool) -> None:
    """A loopback address is one, a name or another address is not."""
    assert delivery.loopback(host) is loopback
