"""A private package index for tests: TLS by an authority of its own, a password, one package."""

from __future__ import annotations

import base64
import datetime
import hashlib
import http.server
import io
import ipaddress
import pathlib
import ssl
import threading
import zipfile
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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
    authority = _certify(address, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"https://user:{password}@{address}:{server.server_address[1]}/simple/"
    locked = f"greeting==1.0 --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n"
    return Index(url, authority, locked, server)


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


def _certify(address: str, folder: pathlib.Path) -> str:
    """Write key and certificate of the server, and return its authority's certificate as PEM."""
    now = datetime.datetime.now(datetime.UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority of the tests")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])

    def start(name: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public)
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        return made.not_valid_after(now + datetime.timedelta(days=1))

    root = start(issuer, root_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    leaf = start(subject, key.public_key()).add_extension(names, critical=False)
    pem = serialization.Encoding.PEM
    (folder / "server.pem").write_bytes(leaf.sign(root_key, hashes.SHA256()).public_bytes(pem))
    (folder / "server.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return root.sign(root_key, hashes.SHA256()).public_bytes(pem).decode()
