"""An image is looked at in its registry: the platform asked for, by digest, with a login for that registry alone."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import pathlib
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from http import server

import pytest

from components.core.errors import SettingsError
from components.core.model import Model
from components.core.naming import Scope
from components.core.project import Project
from components.images import cache, holding, lock, says
from components.images.existing.settings import ExistingSettings
from infra import settings as infra
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


def project(folder: pathlib.Path) -> Project:
    """Return an empty project."""
    return Project(folder, folder / "infra", Scope("shop", "test"))


def stack(pinned: str) -> infra.Settings:
    """Return a stack with one image that somebody else built."""
    stated = {"uid": 10002, "ports": {"http": 8080}, "checks": {"up": {"command": ["busybox", "true"]}}}
    stated |= {"writable": ["/tmp"], "volumes": ["/data"], "stop_signal": "SIGINT", "ref": pinned}
    given = ExistingSettings.model_validate(stated)
    return infra.Settings("dev", ("docker", Model()), {"app": ("existing", given)}, {}, {})


def test_an_image_that_is_not_there_for_the_target_is_refused(
    world: World, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line with what there is and what was wanted; nothing is recorded."""
    monkeypatch.setattr(inspection, "_here", lambda _pinned: None)
    listed = [
        {"mediaType": "m", "digest": image(world, User=str(n)), "platform": {"os": "linux", "architecture": name}}
        for n, name in enumerate(("arm64", "amd64"))
    ]
    index = world.keep({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed})
    line = "images.app.existing.ref: is for linux/amd64, linux/arm64, and the target runs linux/s390x"
    with pytest.raises(SettingsError) as refused:
        inspection.check(project(tmp_path), stack(f"{world.host}/a/b@{index}"), "linux/s390x")
    assert str(refused.value) == line
    assert lock.read(tmp_path).inspected == {}


def test_what_is_recorded_is_written_while_no_other_run_decides(
    world: World, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another run wrote while this one waited for it stays."""
    monkeypatch.setattr(inspection, "_here", lambda _pinned: None)
    pinned = f"{world.host}/a/b@{image(world)}"
    other = {"x.example/c@sha256:1": says.Says(platform="linux/amd64")}

    @contextlib.contextmanager
    def hold(folder: pathlib.Path, say: object) -> Generator[None]:
        assert folder == cache.folder()
        lock.write(tmp_path, lock.Lock({}, {}, other))
        yield
        assert set(lock.read(tmp_path).inspected) == {*other, pinned}

    monkeypatch.setattr(holding, "hold", hold)
    inspection.check(project(tmp_path), stack(pinned), "linux/amd64")
    assert set(lock.read(tmp_path).inspected) == {*other, pinned}


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
