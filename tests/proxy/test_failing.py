"""What fails costs nobody a request: versions that do not answer, runs that are killed, restarts of everything."""

from __future__ import annotations

import random
import time

import pytest

from tests.proxy import clients
from tests.proxy.stage import HTTP, Stage, document, edge

pytestmark = [pytest.mark.docker, pytest.mark.parametrize("host", ["docker"], indirect=True)]

CLIENTS = 4
"""Requests that can be on their way at one moment."""


def test_a_version_that_takes_no_connection_is_refused(staged: Stage) -> None:
    """One line says why; nothing was switched, and the version before goes on serving."""
    one = staged.version("1")
    staged.serve(document(one))
    with clients.asking(staged.address(), HTTP) as load:
        line = staged.refuses(document("nobody-there"))
        assert line == "proxyctl: nobody-there takes no connection on port 8080: its name is not known here"
        assert load.last == {one}
    assert load.failures == []


def test_a_wrong_certificate_is_refused(staged: Stage) -> None:
    """HAProxy is asked before anything changes: what serves goes on, and the text of the key is in no message."""
    one = staged.version("1")
    staged.serve(document(one))
    line = staged.refuses(document(one, edge=edge(["-----BEGIN PRIVATE KEY-----\ncanary\n"])))
    assert line.startswith("proxyctl: HAProxy does not take the configuration: ")
    assert "canary" not in line + staged.host.logs(staged.proxy)
    assert staged.host.run("exec", staged.proxy, "ls", "-A", "/var/lib/proxy/certificates").stdout == ""
    with clients.asking(staged.address(), HTTP) as load:
        assert load.last == {one}


def test_killed_anywhere_and_done_again(staged: Stage, full: bool) -> None:
    """A change that is killed inside the container at a random moment, and done again, loses no request."""
    names = [staged.version("1"), staged.version("2")]
    staged.serve(document(names[0]))
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    with clients.asking(staged.address(), HTTP) as load:
        for turn in range(40 if full else 4):
            new = names[(turn + 1) % 2]
            given = document(new, edge=edge()) if turn % 3 == 2 else document(new)
            begun = staged.begin(given)
            time.sleep(moments.uniform(0.05, 0.7))
            staged.kill("serve")
            begun.wait(30)
            staged.serve(given)
            assert load.last == {new}
    assert load.failures == []


def test_the_proxy_starts_with_what_it_served(staged: Stage) -> None:
    """After a restart the same is served, also where the version comes back later than the proxy."""
    one = staged.version("1")
    staged.serve(document(one))
    staged.host.run("stop", one)
    staged.host.run("restart", staged.proxy)
    connection = clients.connect(staged.address(), HTTP)
    for _ in range(50):
        try:
            connection.connect()
            break
        except OSError:
            time.sleep(0.1)
    connection.request("GET", "/")
    staged.host.run("start", one)
    assert connection.getresponse().read().decode() == one


def test_a_version_comes_back_with_another_address(staged: Stage) -> None:
    """While the only one restarts callers wait, and who has its old address a little later is never asked."""
    one = staged.version("1")
    staged.serve(document(one))
    before = staged.address(one)
    with clients.asking(staged.address(), HTTP) as load:
        staged.host.run("stop", one)
        time.sleep(8)  # five seconds, and the tries before
        staged.version("2")
        staged.version("3")
        staged.host.run("start", one)
        load.wait()
    assert staged.address(one) != before
    assert len(load.failures) <= CLIENTS  # what was being answered when it was stopped
    assert set(load.answers) == {one}


def test_callers_wait_where_nothing_serves(staged: Stage) -> None:
    """Without a server a request waits, and is answered by the version that comes."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one))
    with clients.asking(staged.address(), HTTP) as load:
        staged.serve(document())
        assert load.last == set()
        staged.serve(document(two))
        load.wait()
        assert load.last == {two}
    assert load.failures == []


def test_a_replica_that_dies_is_passed_over(staged: Stage) -> None:
    """Of two replicas one is killed: what it had not answered fails, nothing after it does."""
    one, two = staged.version("1"), staged.version("2")
    staged.serve(document(one, two))
    with clients.asking(staged.address(), HTTP) as load:
        assert load.last == {one, two}
        staged.host.run("kill", one)
        time.sleep(1)
        failed = len(load.failures)
        assert load.last == {two}
        staged.host.run("start", one)
        time.sleep(3)
        assert load.last == {one, two}
    assert failed <= CLIENTS
    assert len(load.failures) == failed
