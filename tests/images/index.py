"""A private package index for tests: TLS by an authority of its own, a password, one package."""

from __future__ import annotations

import base64
import hashlib
import http.server
import io
import pathlib
import ssl
import threading
import zipfile
from dataclasses import dataclass

from tests.images import authority

WHEEL = "greeting-1.0-py3-none-any.whl"


@dataclass(frozen=True)
class Index:
    """Where the index is, who vouches for it, and the locked line of its package."""

    url: str
    authority: str
    requirement: str
    server: http.server.HTTPServer

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()


def serve(address: str, password: str, folder: pathlib.Path) -> Index:
    """Serve on `address`, to whoever knows `password`; keys are written to `folder`."""
    wheel = _wheel()
    wanted = f"Basic {base64.b64encode(f'user:{password}'.encode()).decode()}"

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Authorization") != wanted:
                self._answer(401, b"")
            elif self.path == "/simple/greeting/":
                self._answer(200, f'<a href="/{WHEEL}">{WHEEL}</a>'.encode())
            elif self.path == f"/{WHEEL}":
                self._answer(200, wheel)
            else:
                self._answer(404, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if body[:1] == b"<" else "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            if status == 401:
                self.send_header("WWW-Authenticate", "Basic")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer((address, 0), Handler)
    trusted = authority.certify(address, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"https://user:{password}@{address}:{server.server_address[1]}/simple/"
    locked = f"greeting==1.0 --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n"
    return Index(url, trusted, locked, server)


def _wheel() -> bytes:
    info = "greeting-1.0.dist-info"
    files = {
        "greeting.py": "WORD = 'hello'\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": f"greeting.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()
