"""A registry of a test's own: Debian's docker-registry, with login and TLS if asked, stopped and started."""

from __future__ import annotations

import base64
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import bcrypt

from tests.images import authority

PROGRAM = "docker-registry"
SINGLE = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json"


@dataclass
class Registry:
    """A registry at `host`; with a password it asks for `user` and that, with TLS its authority is in `ca`."""

    folder: pathlib.Path
    host: str
    password: str = ""
    ca: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and return once it answers."""
        assert shutil.which(PROGRAM), "needs docker-registry (apt-get install docker-registry)"
        with (self.folder / "registry.log").open("ab") as log:
            command = [PROGRAM, "serve", str(self.folder / "registry.yml")]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        for _ in range(200):
            assert self._process.poll() is None, (self.folder / "registry.log").read_text()
            if self._answers():
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "registry.log").read_text())

    def stop(self) -> None:
        """End it at once, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def manifest(self, repository: str, version: str) -> str:
        """Return the digest that a tag or digest has in it."""
        url = f"http://{self.host}/v2/{repository}/manifests/{version}"
        login = base64.b64encode(f"user:{self.password}".encode()).decode()
        headers = {"Accept": SINGLE, "Authorization": f"Basic {login}"}
        request = urllib.request.Request(url, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return str(answer.headers["Docker-Content-Digest"])

    def _answers(self) -> bool:
        context = ssl._create_unverified_context()  # noqa: S323 - only whether anything answers
        scheme = "https" if self.ca else "http"
        try:
            urllib.request.urlopen(f"{scheme}://{self.host}/v2/", timeout=5, context=context).close()  # noqa: S310 - as above
        except urllib.error.HTTPError:
            return True  # it wants a login
        except OSError:
            return False
        return True


def make(folder: pathlib.Path, address: str = "127.0.0.1", *, password: str = "", tls: bool = False) -> Registry:
    """Return a registry, not yet started, on a free port of `address`; all it keeps is in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.create_server((address, 0)) as probe:
        host = f"{address}:{probe.getsockname()[1]}"
    configuration: dict[str, object] = {
        "version": 0.1,
        "log": {"level": "error"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "images")}, "delete": {"enabled": True}},
    }
    http: dict[str, object] = {"addr": host}
    made = Registry(folder, host, password)
    if tls:
        made.ca = authority.certify(address, folder)
        http["tls"] = {"certificate": str(folder / "server.pem"), "key": str(folder / "server.key")}
    if password:
        entry = bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()
        (folder / "htpasswd").write_text(f"user:{entry}\n", encoding="utf-8")
        configuration["auth"] = {"htpasswd": {"realm": "tests", "path": str(folder / "htpasswd")}}
    # JSON is YAML too.
    (folder / "registry.yml").write_text(json.dumps({**configuration, "http": http}), encoding="utf-8")
    return made
