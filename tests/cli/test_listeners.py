"""Who listens on a port of this machine."""

from __future__ import annotations

import os
import pathlib
import socket

from components.shared import listeners


def test_a_port_in_use_is_not_free_and_its_holder_is_named() -> None:
    """Here it is this very process, on loopback and on every address."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        assert not listeners.free("127.0.0.1", port)
        assert not listeners.free("", port)  # every address
        comm = pathlib.Path("/proc/self/comm").read_text().strip()
        assert listeners.holder(port) == f"{comm} (pid {os.getpid()})"
    assert listeners.free("127.0.0.1", port)
    assert listeners.holder(port) == ""


def test_a_listener_on_ipv6_is_found_too() -> None:
    """A dual-stack server is in another table."""
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as held:
        port = held.getsockname()[1]
        assert not listeners.free("127.0.0.1", port)
        assert listeners.holder(port).endswith(f"(pid {os.getpid()})")


def test_a_connection_is_no_listener(tmp_path: pathlib.Path) -> None:
    """Only the state LISTEN counts; a closed /proc tells nothing."""
    (tmp_path / "net").mkdir()
    row = "0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  0  0 4711 1"
    (tmp_path / "net" / "tcp").write_text(f"header\n{row}\n")
    assert listeners.holder(8080, tmp_path) == ""
    (tmp_path / "net" / "tcp").write_text(f"header\n{row.replace(' 01 ', ' 0A ')}\n")
    assert listeners.holder(8080, tmp_path) == ""
    folder = tmp_path / "42" / "fd"
    folder.mkdir(parents=True)
    (folder / "3").symlink_to("socket:[4711]")
    (tmp_path / "42" / "comm").write_text("nginx\n")
    assert listeners.holder(8080, tmp_path) == "nginx (pid 42)"
