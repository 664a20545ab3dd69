"""A registry of one image, on loopback, that wants a login: enough of the distribution protocol for a pull."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import threading
from http import server
from types import TracebackType

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar"
USER, PASSWORD = "puller", "canary"


def digest(content: bytes) -> str:
    """Return a content's address."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Registry:
    """Serves `<address>/app:1` while the context lasts."""

    def __init__(self, mark: str) -> None:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as tar:
            entry = tarfile.TarInfo("mark")
            entry.size = len(mark)
            tar.addfile(entry, io.BytesIO(mark.encode()))
        layer = buffer.getvalue()
        rootfs = {"type": "layers", "diff_ids": [digest(layer)]}
        config = json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": rootfs}).encode()
        parts = [(CONFIG, config), (LAYER, layer)]
        said = [{"mediaType": kind, "size": len(part), "digest": digest(part)} for kind, part in parts]
        manifest = json.dumps(
            {"schemaVersion": 2, "mediaType": MANIFEST, "config": said[0], "layers": said[1:]}
        ).encode()
        self.image = digest(config)
        self.digest = digest(manifest)
        self._content = {f"/v2/app/blobs/{digest(part)}": (kind, part) for kind, part in parts}
        self._content |= {f"/v2/app/manifests/{tag}": (MANIFEST, manifest) for tag in ("1", self.digest)}
        self._content["/v2/"] = ("application/json", b"{}")
        self._server = server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Registry:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[server.BaseHTTPRequestHandler]:
        content = self._content
        login = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"

        class Handler(server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, part = content.get(self.path, ("", b""))
                allowed = self.headers["Authorization"] == login
                self.send_response(401 if not allowed else 200 if kind else 404)
                if not allowed:
                    self.send_header("WWW-Authenticate", 'Basic realm="test"')
                    part = b""
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(part)))
                self.send_header("Docker-Content-Digest", digest(part))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(part)

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler
