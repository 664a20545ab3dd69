"""A port of the host through deployments: what comes and goes behind it replaces nothing and costs no request."""

from __future__ import annotations

import json
import pathlib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi
import pytest

from components import targets
from components.core.naming import Scope
from components.workloads import run
from components.workloads.proxy import builtin
from components.workloads.settings import Workload
from moorage.engine.state import crypto
from tests import hosts
from tests.images import authority
from tests.proxy import clients
from tests.proxy import image as images
from tests.releases import stage as stages

pytestmark = pytest.mark.docker


@dataclass
class Stage(stages.Stage):
    """A stack with the proxy's image, and what it shows."""

    urls: dict[str, str] | None = None

    def register(self, workloads: dict[str, Any]) -> None:
        """Register the workloads, as the program does."""
        specs = {name: Workload.model_validate(block) for name, block in workloads.items()}
        target = targets.make(*targets.settings(dict(self.host.target)), {})
        secrets = {name: pulumi.Output.secret(value) for name, value in self.secrets.items()}
        built = {"tiny": stages.contract(self.image), builtin.NAME: images.image(images.reference(self.host))}
        found = run.run(specs, built, secrets, target, Scope(self.project, "test"))
        self.urls = {name: endpoint.url for name, endpoint in found.items()}

    def edges(self) -> list[dict[str, Any]]:
        """Return the engine's account of the edges."""
        named = ("--filter", "label=moorage.proxy", "--filter", "name=edge-")
        ids = self.host.says("ps", "-q", "--no-trunc", *named, "--filter", f"label=moorage.project={self.project}")
        return self.host.inspect(*ids.split())


@pytest.fixture
def stage(tmp_path: pathlib.Path) -> Iterator[Stage]:
    """Return an empty stack on Docker."""
    keys = crypto.Keys("test")
    made = next(whole := stages.make(hosts.DOCKER, tmp_path, "proxy-edges", keys))
    pems = [_certificate(tmp_path, host) for host in ("one.example", "two.example", "one.example")]
    secrets = {f"{kind}-{number}": text for number, pem in enumerate(pems) for kind, text in pem.items()}
    yield Stage(made.host, made.project, made.image, made.deployed, secrets)
    list(whole)


def test_services_share_a_port_with_tls(stage: Stage) -> None:
    """Under load a second service joins the port, a certificate is renewed and a version changes: one edge throughout.

    Each is found by its name and shows its own certificate; nothing else listens, and what leaves is found no more.
    """
    port = _free()
    one = _exposed("one", port, "one.example", 0)
    stage.up({"one": one})
    assert stage.urls == {"one": f"https://one.example:{port}"}
    [edge] = stage.edges()
    assert edge["HostConfig"]["PortBindings"] == {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(port)}]}
    assert _published(stage) == [edge["Id"]]
    with clients.asking("127.0.0.1", port, tls=True, host="one.example") as load:
        stage.up({"one": one, "two": _exposed("two", port, "two.example", 1)})
        assert _asked(port, "two.example") == (200, "two\n")
        assert _asked(port, "one.example") == (200, "one\n")
        assert _shown(port, "two.example") == stage.secrets["certificate-1"]
        stage.secrets |= {"certificate-0": stage.secrets["certificate-2"], "key-0": stage.secrets["key-2"]}
        stage.up({"one": _exposed("three", port, "one.example", 0)})
        assert load.last == {"three\n"}
        assert stage.changes({"one": _exposed("three", port, "one.example", 0)}) == {}
    assert load.failures == []
    assert [one["Id"] for one in stage.edges()] == [edge["Id"]]
    assert _shown(port, "one.example") == stage.secrets["certificate-2"]
    assert _asked(port, "two.example")[0] == 421


def test_nothing_of_the_key_is_seen(stage: Stage) -> None:
    """A private key is in no inspect output, process list or log; on the disk its proxy alone may read it."""
    stage.up({"one": _exposed("one", _free(), "", 0)})
    [edge] = stage.edges()
    secret = stage.secrets["key-0"].splitlines()[1]
    everything = json.dumps(edge) + stage.host.logs(edge["Id"])
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    assert secret not in everything + listed
    [volume] = [mount["Source"] for mount in edge["Mounts"] if mount["Type"] == "volume"]
    [held] = [file for file in pathlib.Path(volume).rglob("*") if file.is_file() and secret in file.read_text("utf-8")]
    assert (oct(held.stat().st_mode & 0o777), held.stat().st_uid) == ("0o600", builtin.UID)


def _exposed(word: str, port: int, host: str, number: int) -> dict[str, Any]:
    tls = {"certificate": f"certificate-{number}", "key": f"key-{number}"}
    names = {"host_names": [host]} if host else {}
    return stages.serving(word, expose={"port": "http", "host_port": port, "tls": tls, **names})


def _asked(port: int, host: str) -> tuple[int, str]:
    connection = clients.connect("127.0.0.1", port, tls=True, host="one.example")
    connection.request("GET", "/", headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _shown(port: int, host: str) -> str:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port)) as line, context.wrap_socket(line, server_hostname=host) as tls:
        return ssl.DER_cert_to_PEM_cert(tls.getpeercert(binary_form=True) or b"")


def _published(stage: Stage) -> list[str]:
    ids = stage.host.says("ps", "-q", "--no-trunc", "--filter", f"label=moorage.project={stage.project}").split()
    return [one["Id"] for one in stage.host.inspect(*ids) if one["HostConfig"]["PortBindings"]]


def _certificate(folder: pathlib.Path, host: str) -> dict[str, str]:
    authority.certify(host, folder)
    files = {"certificate": "server.pem", "key": "server.key"}
    return {kind: (folder / file).read_text(encoding="ascii") for kind, file in files.items()}


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
