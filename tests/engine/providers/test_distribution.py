"""A manifest is removed from a registry, with the login that the registry asks for."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import server

import pytest

from moorage.engine.providers import distribution

DIGEST = "sha256:" + "a" * 64
LOGIN = {"username": "u", "password": "p"}
BASIC = f"Basic {base64.b64encode(b'u:p').decode()}"


@dataclass
class Registry:
    """What a registry answers: a status once logged in, and the login it wants; `seen` is what it was asked."""

    status: int = 202
    wants: str = ""
    address: str = ""
    seen: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])


@pytest.fixture
def registry() -> Iterator[Registry]:
    """Serve a registry on loopback for one test."""
    made = Registry()

    class Handler(server.BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            given = self.headers.get("Authorization", "")
            made.seen.append(("DELETE", self.path, given))
            good = {"": True, "basic": given == BASIC, "bearer": given == "Bearer t"}[made.wants]
            self.send_response(made.status if good else 401)
            if not good:
                realm = f'Bearer realm="http://{made.address}/token",service="s",scope="repository:a/b:delete"'
                self.send_header("WWW-Authenticate", realm if made.wants == "bearer" else 'Basic realm="r"')
            self.end_headers()

        def do_GET(self) -> None:
            made.seen.append(("GET", self.path, self.headers.get("Authorization", "")))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"token": "t"}).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    http = server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"127.0.0.1:{http.server_address[1]}"
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield made
    http.shutdown()
    http.server_close()


PATH = f"/v2/a/b/manifests/{DIGEST}"


def test_without_a_login(registry: Registry) -> None:
    """A registry that wants none gets none."""
    assert distribution.remove(f"{registry.address}/a/b:1", DIGEST, LOGIN) == ""
    assert registry.seen == [("DELETE", PATH, "")]


def test_with_a_password(registry: Registry) -> None:
    """The password is sent only when it is asked for."""
    registry.wants = "basic"
    assert distribution.remove(f"{registry.address}/a/b:1", DIGEST, LOGIN) == ""
    assert registry.seen == [("DELETE", PATH, ""), ("DELETE", PATH, BASIC)]


def test_with_a_token(registry: Registry) -> None:
    """The password gets a token for just this, and the token removes."""
    registry.wants = "bearer"
    assert distribution.remove(f"{registry.address}/a/b:1", DIGEST, LOGIN) == ""
    token = ("GET", "/token?service=s&scope=repository%3Aa%2Fb%3Adelete", BASIC)
    assert registry.seen == [("DELETE", PATH, ""), token, ("DELETE", PATH, "Bearer t")]


@pytest.mark.parametrize(("status", "why"), [(404, ""), (405, ""), (500, "the registry answers 500")])
def test_what_cannot_be_removed(registry: Registry, status: int, why: str) -> None:
    """Gone already, or never deleted there, is no error; anything else is said."""
    registry.status = status
    assert distribution.remove(f"{registry.address}/a/b:1", DIGEST, None) == why


def test_a_wrong_password_is_said(registry: Registry) -> None:
    """A login that is refused is the reason."""
    registry.wants = "basic"
    wrong = {"username": "u", "password": "q"}
    assert distribution.remove(f"{registry.address}/a/b:1", DIGEST, wrong) == "the registry answers 401"
