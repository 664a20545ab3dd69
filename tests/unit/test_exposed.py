"""What the host's ports show: who may share one, what an edge and a service's proxy are told."""

from __future__ import annotations

import pathlib
from typing import Any

import pulumi
import pytest

from components.core.contract import Check, ContractSettings, Http, Image
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.core.traits import Traits
from components.workloads import exposed
from components.workloads.proxy import builtin, edges, plan
from components.workloads.settings import Workload

CHECKS = {"ready": Check(command=["true"]), "web": Check(http=Http(port="http", path="/healthz"))}
PORTS = {"http": 8080, "raw": 9000}
CONTRACT = ContractSettings(uid=10001, ports=PORTS, checks=CHECKS)
IMAGE = Image("shop", pulumi.Output.from_input("sha256:0"), 10001, PORTS, {}, CHECKS, (), "SIGTERM")


def service(**expose: Any) -> Workload:
    """Return a service that is exposed so."""
    given = {"port": "http", "host_port": 8443} | expose
    return Workload.model_validate({"kind": "service", "image": "shop", "expose": given})


@pytest.mark.parametrize(
    ("one", "two", "line"),
    [
        (
            {"host_names": ["a.example"]},
            {},
            "workloads.two.expose.host_port: port 8443 is already taken by workload one;"
            " services that share one each state host_names",
        ),
        (
            {"host_names": ["a.example"]},
            {"host_names": ["b.example", "a.example"]},
            "workloads.two.expose.host_names.1: a.example leads to workload one already",
        ),
        (
            {"host_names": ["a.example"], "public": "everybody may look"},
            {"host_names": ["b.example"]},
            "workloads.two.expose.public: port 8443 listens on every address for workload one, and so for all",
        ),
        (
            {"host_names": ["a.example"]},
            {"host_names": ["b.example"], "tls": {"certificate": "cert", "key": "key"}},
            "workloads.two.expose.tls: port 8443 speaks plain HTTP for workload one, and so for all",
        ),
        (
            {"tls": {"certificate": "cret", "key": "key"}},
            {"host_port": 1},
            "workloads.one.expose.tls.certificate: 'cret' is not a secret of this stack; did you mean cert",
        ),
        (
            {"port": "raw", "host_names": ["a.example"]},
            {"host_port": 1},
            "workloads.one.expose.host_names: port raw is not known to speak HTTP, and only a request says which host",
        ),
    ],
)
def test_what_cannot_share_a_port_is_named(one: dict[str, Any], two: dict[str, Any], line: str) -> None:
    """One line says which workload, and why not."""
    with pytest.raises(SettingsError) as found:
        exposed.check({"one": service(**one), "two": service(**two)}, {"shop": CONTRACT}, ["cert", "key"])
    assert str(found.value).startswith(line)


def test_names_share_a_port() -> None:
    """Two services on one port are one edge, which leads to each by its names, through its proxy, by its address."""
    workloads = {"b": service(host_names=["b.example", "www.b.example"]), "a": service(host_names=["a.example"])}
    exposed.check(workloads, {"shop": CONTRACT}, [])
    [port] = edges.ports(workloads)
    assert port.name == "edge-8443"
    told = edges.document(port, {"shop": IMAGE}, {"a": "10.64.0.14", "b": "10.64.0.30"}, {})
    assert told["listeners"] == [
        {
            "port": edges.INSIDE,
            "mode": "http",
            "tls": None,
            "routes": [
                {"hosts": ["a.example"], "backend": "a"},
                {"hosts": ["b.example", "www.b.example"], "backend": "b"},
            ],
            "outside": True,
        }
    ]
    assert {name: (one["port"], one["servers"]) for name, one in told["backends"].items()} == {
        "a": (8080, ["10.64.0.14"]),
        "b": (8080, ["10.64.0.30"]),
    }


def test_a_port_is_http_when_a_check_asks_it_so() -> None:
    """Others pass bytes on; several replicas are asked what the check asks."""
    told = plan.document(IMAGE, service(), ["web-1", "web-2"], 30)
    assert {one["port"]: one["mode"] for one in told["listeners"]} == {8080: "http", 9000: "tcp"}
    assert told["backends"]["http"]["check"] == {"path": "/healthz"}
    assert told["backends"]["raw"]["check"] is None


@pytest.mark.parametrize(
    ("expose", "url"),
    [
        ({}, "http://127.0.0.1:8443"),
        ({"host_port": 80}, "http://127.0.0.1"),
        ({"host_names": ["shop.example"]}, "http://shop.example:8443"),
        ({"host_port": 443, "tls": {"certificate": "a", "key": "b"}}, "https://127.0.0.1"),
    ],
)
def test_the_url_is_what_a_client_opens(expose: dict[str, Any], url: str) -> None:
    """Scheme, name and port, without what a client takes for granted."""
    given = service(**expose).expose
    assert given is not None
    assert edges.url(given, "127.0.0.1") == url


def test_the_image_is_there_when_it_is_needed(tmp_path: pathlib.Path) -> None:
    """Only where a service is used or exposed, and the target has proxies; its source is no part of the project."""
    alone = {"web": Workload(kind="service", image="shop")}
    assert builtin.images(alone, {}, Traits(proxied=True)) == {}
    assert builtin.images({"web": service()}, {}, Traits()) == {}
    [(name, (word, given))] = builtin.images({"web": service()}, {}, Traits(proxied=True)).items()
    assert (name, word) == ("moorage-proxy", "dockerfile")
    assert isinstance(given, builtin.BuiltIn)
    folder = given.folder("images.x", Project(tmp_path, tmp_path, Scope("p", "s")))
    assert (folder / "Dockerfile").is_file()


def test_its_name_is_taken() -> None:
    """An image of the stack cannot have it."""
    with pytest.raises(SettingsError, match=r"^images\.moorage-proxy: is the name of an image that moorage builds"):
        builtin.images({}, {"moorage-proxy": CONTRACT}, Traits())
