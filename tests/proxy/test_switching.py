"""Versions come and go behind the proxy, and no client sees it."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from tests.proxy import clients
from tests.proxy.stage import ECHO, HTTP, Stage, document, edge

pytestmark = pytest.mark.docker

UPGRADE = b"""GET /socket HTTP/1.1
Host: a
Connection: Upgrade
Upgrade: websocket
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

"""


def test_versions_change_under_load(staged: Stage, full: bool) -> None:
    """Through a row of versions no request fails, and once one is served only it answers, old connections included."""
    staged.serve(document(staged.version("0")))
    with clients.asking(staged.address(), HTTP) as load:
        for number in range(1, 40 if full else 4):
            new = staged.version(str(number))
            staged.serve(document(new))
            staged.host.run("rm", "--force", staged.made[-2])
            assert load.last == {new}
    assert load.failures == []
    assert sum(load.answers.values()) > 100


def test_a_listener_comes_under_load(staged: Stage) -> None:
    """HAProxy is started anew for another listener, and with another version in it; no request fails."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one))
    with clients.asking(staged.address(), HTTP) as load:
        staged.serve(document(one, edge=edge()))
        staged.serve(document(two))
        assert load.last == {two}
        staged.serve(document(one, two))
        assert load.last == {one, two}
        staged.serve(document(one, edge=edge()))
        assert load.last == {one}
    assert load.failures == []


@pytest.mark.parametrize("listener", [{}, {"edge": edge()}], ids=["server", "structure"])
def test_a_download_ends_where_it_began(staged: Stage, listener: dict[str, Any]) -> None:
    """A version is not done with before what it answers is through: three seconds of download, whole."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one))
    connection = clients.connect(staged.address(), HTTP)
    connection.request("GET", "/slow")
    answer = connection.getresponse()
    staged.serve(document(two, **listener))
    staged.host.run("rm", "--force", one)
    assert answer.read() == b"x" * 30
    connection.request("GET", "/")
    assert connection.getresponse().read().decode() == two


def test_connections_over_tcp_stay(staged: Stage) -> None:
    """An open connection speaks to its version as long as it drains, new ones to the new version."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one))
    with _echo(staged) as old:
        assert _says(old) == one
        begun = staged.begin(document(two, drain=30))
        for _ in range(100):
            with _echo(staged) as new:
                if _says(new) == two:
                    break
            time.sleep(0.1)
        else:
            raise AssertionError("the new version gets no connection")
        old.sendall(b"still here\n")
        assert _says(old) == "still here"
        assert begun.poll() is None, "an open connection was not waited for"
    assert begun.wait(10) == 0


def test_a_drain_ends(staged: Stage) -> None:
    """A connection that never ends is waited for no longer than was said."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one))
    with _echo(staged) as old:
        assert _says(old) == one
        assert staged.begin(document(two, drain=1)).wait(10) == 0


def test_a_websocket_is_one_connection(staged: Stage) -> None:
    """What was upgraded speaks both ways through a change of versions, and is drained as any connection."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one))
    with socket.create_connection((staged.address(), HTTP), timeout=10) as line, line.makefile("rb") as answers:
        line.sendall(UPGRADE.replace(b"\n", b"\r\n"))
        assert answers.readline().startswith(b"HTTP/1.1 101 ")
        while answers.readline() != b"\r\n":
            pass
        begun = staged.begin(document(two))
        line.sendall(b"hello\n")
        assert answers.readline().decode() == f"{one} hello\n"
    assert begun.wait(10) == 0


def _echo(staged: Stage) -> socket.socket:
    return socket.create_connection((staged.address(), ECHO), timeout=10)


def _says(line: socket.socket) -> str:
    return line.recv(100).decode().strip()
