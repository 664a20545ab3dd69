"""An image is looked at in its registry: the platform asked for, by digest, with a login for that registry alone."""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import server

import pytest

from moorage.cli import inspection
from tests.images import archives

BASIC = f"Basic {base64.b64encode(b'me:pw').decode()}"
INDEX = "application/vnd.oci.image.index.v1+json"


@dataclass
class World:
    """A registry at `host` that wants a login and keeps its blobs elsewhere; `seen` is what logins came where."""

    host: str = ""
    elsewhere: str = ""
    documents: dict[str, bytes] = field(default_factory=dict[str, bytes])
    seen: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def keep(self, document: object) -> str:
        """Keep a document and return its digest."""
        content = json.dumps(document).encode() if not isinstance(document, bytes) else document
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self.documents[digest] = content
        return digest


@pytest.fixture
def world(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Serve both on loopback, logged in to the registry."""
    made = World()

    class Registry(server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = self.headers.get("Authorization", "")
            digest = self.path.rpartition("/")[2]
            if given != BASIC:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="r"')
            elif "/blobs/" in self.path:
                self.send_response(307)
                self.send_header("Location", f"http://{made.elsewhere}/{digest}")
            else:
                self.send_response(200 if digest in made.documents else 404)
            self.end_headers()
            self.wfile.write(made.documents.get(digest, b"") if given == BASIC else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Elsewhere(Registry):
        def do_GET(self) -> None:
            made.seen.add(("elsewhere", self.headers.get("Authorization", "")))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(made.documents[self.path.removeprefix("/")])

    servers = [server.ThreadingHTTPServer(("127.0.0.1", 0), one) for one in (Registry, Elsewhere)]
    made.host, made.elsewhere = (f"127.0.0.1:{one.server_address[1]}" for one in servers)
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    login = {"auths": {made.host: {"auth": base64.b64encode(b"me:pw").decode()}}}
    (tmp_path / "config.json").write_text(json.dumps(login), encoding="utf-8")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    yield made
    for one in servers:
        one.shutdown()
        one.server_close()


def image(world: World, **said: object) -> str:
    """Keep an image and return its manifest's digest."""
    config = world.keep(archives.configuration([], **said))
    return world.keep({"schemaVersion": 2, "config": {"digest": config}, "layers": []})


def test_the_targets_platform_is_looked_at(world: World) -> None:
    """Of an index the target's own image counts; the login stays with the registry that it is for."""
    one, other = image(world, User="1"), image(world, User="2")
    platforms = [{"os": "linux", "architecture": name} for name in ("arm64", "amd64")]
    listed = [
        {"mediaType": "m", "digest": digest, "platform": platform}
        for digest, platform in zip((one, other), platforms, strict=True)
    ]
    index = world.keep({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed})
    assert inspection._there(f"{world.host}/a/b@{index}", "linux/amd64").user == "2"
    assert world.seen == {("elsewhere", "")}
    with pytest.raises(inspection._UnknownError, match="it is not there for linux/s390x"):
        inspection._there(f"{world.host}/a/b@{index}", "linux/s390x")


def test_what_is_not_the_image_is_not_believed(world: World) -> None:
    """Another content than the digest says, no such image, no image at all: each is one reason."""
    digest = image(world)
    assert inspection._there(f"{world.host}/a/b@{digest}", "linux/amd64").ports == ["53/udp", "8080/tcp"]
    world.documents[digest] += b" "
    with pytest.raises(inspection._UnknownError, match="sends another content than"):
        inspection._there(f"{world.host}/a/b@{digest}", "linux/amd64")
    with pytest.raises(inspection._UnknownError, match=f"^{world.host} answers 404$"):
        inspection._there(f"{world.host}/a/b@sha256:{'0' * 64}", "linux/amd64")
    with pytest.raises(inspection._UnknownError, match="the registry's answer is none of an image"):
        inspection._there(f"{world.host}/a/b@{world.keep({'a': 1})}", "linux/amd64")
