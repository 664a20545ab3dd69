"""A registry of a test's own, on a loopback port: Debian's docker-registry, which deletes what it is told to."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

PROGRAM = "docker-registry"


@contextmanager
def serve(folder: Path) -> Generator[str]:
    """Serve while the context lasts; the value is the registry's address."""
    assert shutil.which(PROGRAM), "needs docker-registry (apt-get install docker-registry)"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    configuration = {
        "version": 0.1,
        "log": {"level": "error"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "images")}, "delete": {"enabled": True}},
        "http": {"addr": address},
    }
    # JSON is YAML too.
    (folder / "registry.yml").write_text(json.dumps(configuration))
    with (folder / "registry.log").open("wb") as log:
        command = [PROGRAM, "serve", str(folder / "registry.yml")]
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                _await(address, process, folder)
                yield address
            finally:
                process.terminate()
                process.wait(10)


def _await(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, (folder / "registry.log").read_text()
        try:
            with urllib.request.urlopen(f"http://{address}/v2/", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError((folder / "registry.log").read_text())


SINGLE = "application/vnd.oci.image.manifest.v1+json"


def put(address: str, name: str, architecture: str, kind: str = SINGLE) -> str:
    """Put an image without content under `repository:tag`; return its digest."""
    repository, _, tag = name.partition(":")
    content = {"architecture": architecture, "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": []}}
    config = json.dumps(content).encode()
    told = {
        "schemaVersion": 2,
        "mediaType": kind,
        "config": {
            "mediaType": "application/vnd.oci.image.config.v1+json",
            "digest": _digest(config),
            "size": len(config),
        },
        "layers": [],
    }
    manifest = json.dumps(told).encode()
    where = _ask("POST", f"http://{address}/v2/{repository}/blobs/uploads/").headers["Location"]
    _ask("PUT", f"{where}&digest={_digest(config)}", config, "application/octet-stream")
    _ask("PUT", f"http://{address}/v2/{repository}/manifests/{tag}", manifest, kind)
    return _digest(manifest)


def get(address: str, path: str, *kinds: str) -> dict[str, object]:
    """Return the manifest at `repository/manifests/tag`."""
    return json.loads(_ask("GET", f"http://{address}/v2/{path}", None, "", ", ".join(kinds)).read())


def _ask(method: str, url: str, body: bytes | None = None, kind: str = "", accept: str = "") -> HTTPResponse:
    headers = {"Content-Type": kind, "Accept": accept}
    request = urllib.request.Request(  # noqa: S310 - a registry of the test's own, over http
        url, data=body, method=method, headers={name: value for name, value in headers.items() if value}
    )
    return urllib.request.urlopen(request, timeout=10)  # noqa: S310 - as above: http


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
