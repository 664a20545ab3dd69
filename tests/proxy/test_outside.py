"""The proxy towards those outside: names, certificates, headers, and what it lets out."""

from __future__ import annotations

import http.client
import json
import pathlib
import socket
import ssl
import time

import pytest

from tests.images import authority
from tests.proxy import clients
from tests.proxy.stage import HTTP, INSIDE, Stage, document, edge

pytestmark = pytest.mark.docker

DOCKER_ALONE = pytest.mark.parametrize("host", ["docker"], indirect=True)
"""HAProxy is the same on every engine; what it meets there is tested elsewhere."""


def pem(folder: pathlib.Path, address: str = "127.0.0.1") -> str:
    """Return a new certificate with its key."""
    authority.certify(address, folder)
    return "\n".join((folder / name).read_text(encoding="ascii") for name in ("server.pem", "server.key"))


@DOCKER_ALONE
def test_a_certificate_is_renewed_under_load(staged: Stage, tmp_path: pathlib.Path) -> None:
    """Another certificate is shown from then on, the one before is gone from the disk, and no request failed."""
    one = staged.version("1")
    first, second = pem(tmp_path), pem(tmp_path)
    staged.serve(document(one, edge=edge([first])))
    with clients.asking(staged.address(), INSIDE, tls=True) as load:
        assert load.last == {one}
        staged.serve(document(one, edge=edge([second])))
        assert load.last == {one}
    assert load.failures == []
    shown = ssl.get_server_certificate((staged.address(), INSIDE))
    assert shown.strip() == second.partition("-----BEGIN PRIVATE")[0].strip()
    kept = staged.host.execute(staged.proxy, "sh", "-c", "cat /var/lib/proxy/certificates/*").stdout
    assert kept == second
    staged.host.run("restart", staged.proxy)
    staged.serve(document(one, edge=edge([second])))
    assert ssl.get_server_certificate((staged.address(), INSIDE)) == shown


@DOCKER_ALONE
def test_only_modern_tls(staged: Stage, tmp_path: pathlib.Path) -> None:
    """A client of TLS 1.1 is turned away; HTTP/2 is offered."""
    staged.serve(document(staged.version("1"), edge=edge([pem(tmp_path)])))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    with socket.create_connection((staged.address(), INSIDE)) as line, context.wrap_socket(line) as inside:
        assert (inside.version(), inside.selected_alpn_protocol()) == ("TLSv1.3", "h2")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection((staged.address(), INSIDE)) as line, pytest.raises(ssl.SSLError):
        context.wrap_socket(line)


@DOCKER_ALONE
def test_an_unknown_host_learns_nothing(staged: Stage, tmp_path: pathlib.Path) -> None:
    """A request for another host is answered 421 and reaches no service; without the name no certificate is shown."""
    one = staged.version("1")
    staged.serve(document(one, edge=edge(hosts=["shop.example"])))
    assert _get(staged, {"Host": "shop.example"})[1] == one
    assert _get(staged, {"Host": "SHOP.example:8443"})[1] == one
    status, text, headers = _get(staged, {"Host": "other.example"})
    assert (status, one in text) == (421, False)
    assert "server" not in headers
    staged.serve(document(one, edge=edge([pem(tmp_path)], hosts=["shop.example"])))
    with pytest.raises(ssl.SSLError):
        ssl.get_server_certificate((staged.address(), INSIDE))


@DOCKER_ALONE
def test_who_asks_is_said_by_the_edge_alone(staged: Stage) -> None:
    """What a client outside says of where it comes from is replaced; inside it is passed on."""
    staged.serve(document(staged.version("1"), edge=edge()))
    lies = {
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "https",
        "X-Real-IP": "1.2.3.4",
        "Forwarded": "for=1.2.3.4",
    }
    outside = json.loads(_get(staged, lies, path="/headers")[1])
    assert "1.2.3.4" not in outside.values()
    assert outside["x-forwarded-proto"] == "http"
    assert "forwarded" not in outside
    inside = json.loads(_get(staged, lies, port=HTTP, path="/headers")[1])
    assert inside["x-forwarded-for"] == "1.2.3.4"


@DOCKER_ALONE
def test_no_query_is_logged(staged: Stage) -> None:
    """A failed request is logged by its path; a token in its query is not, nor is a request that went well."""
    one = staged.version("1")
    staged.serve(document(one))
    assert _get(staged, {}, port=HTTP, path="/fine?token=canary")[0] == 200
    connection = clients.connect(staged.address(), HTTP)
    staged.host.run("stop", one)
    connection.request("GET", "/lost?token=canary")
    time.sleep(0.5)
    connection.close()
    for _ in range(50):
        if " GET /lost " in staged.host.logs(staged.proxy):
            break
        time.sleep(0.1)
    logs = staged.host.logs(staged.proxy)
    assert " GET /lost " in logs
    assert "canary" not in logs
    assert "/fine" not in logs


@DOCKER_ALONE
def test_it_may_do_nothing_but_its_work(staged: Stage) -> None:
    """Its files are its user's alone, its sockets too, its memory is small, and nothing in its image can be written."""
    staged.serve(document(staged.version("1")))
    listed = staged.host.execute(
        staged.proxy, "find", "/var/lib/proxy", "/run/proxy", "-mindepth", "1", "-perm", "/077", "-not", "-type", "l"
    )
    assert listed.stdout.split() == []
    everywhere = (
        "find",
        "/",
        "-xdev",
        "-writable",
        "-not",
        "-path",
        "/proc/*",
        "-not",
        "-path",
        "/dev/*",
        "-type",
        "f",
    )
    written = staged.host.execute(staged.proxy, *everywhere, check=False)  # where it may not look, it does not write
    assert written.stdout.split() == []


def _get(
    staged: Stage, headers: dict[str, str], port: int = INSIDE, path: str = "/"
) -> tuple[int, str, http.client.HTTPMessage]:
    connection = clients.connect(staged.address(), port)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers
