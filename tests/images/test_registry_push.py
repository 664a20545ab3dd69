"""Whole deployments by way of a registry: what is recorded, and what a registry in trouble changes."""

from __future__ import annotations

import gzip
import json
import os
import pathlib
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from components.targets.docker import findings
from tests.e2e.checkout import Checkout
from tests.images import building, registries

pytestmark = pytest.mark.docker

PASSWORD = "canary-2f61d9ab"
BUILT, LOADED = "docker-build:index:Image", "docker:index/remoteImage:RemoteImage"


@pytest.fixture
def registry(tmp_path: pathlib.Path) -> Iterator[registries.Registry]:
    """Return a registry with a login, started."""
    made = registries.make(tmp_path / "registry", password=PASSWORD)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def shop(tmp_path: pathlib.Path, registry: registries.Registry) -> Iterator[Checkout]:
    """Return a checkout whose one image goes to the registry; what it made is gone afterwards."""
    checkout = Checkout.at(tmp_path / "checkout")
    checkout.stack = "pushed"
    checkout.edit("Pulumi.yaml", "name: moorage\n", "name: moorage-pushed\n")
    (checkout.root / "own").mkdir()
    (checkout.root / "own/Dockerfile").write_text("FROM scratch\nCOPY word /word\nUSER 7:7\n", encoding="utf-8")
    say(checkout, "one")
    aim(checkout, registry)
    checkout.environment["LOGIN"] = PASSWORD
    yield checkout
    registry.stop()
    registry.start()
    aim(checkout, registry)
    checkout.environment["LOGIN"] = PASSWORD
    checkout.run("destroy", "--yes", "--remove", code=None)
    for name in kept(registry):
        building.docker("rmi", "--force", name, check=False)


def aim(
    checkout: Checkout, registry: registries.Registry, workloads: dict[str, Any] | None = None, **options: Any
) -> None:
    """Write the stack file for a registry; `options` are the image's."""
    login = {"repository": f"{registry.host}/team", "username": "user", "password": "login"}
    stated = {"uid": 7, "ports": {}, "checks": {}, "writable": [], "stop_signal": "SIGTERM"}
    image = {"source": "own", **stated}
    config = {
        "moorage:profile": "dev",
        "moorage:target": {"docker": {"registry": login}},
        "moorage:secrets": {"login": {"env": "LOGIN"}},
        "moorage:images": {"app": {"dockerfile": image | options}},
        "moorage:workloads": workloads or {},
    }
    (checkout.root / "Pulumi.pushed.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")


def say(checkout: Checkout, word: str) -> None:
    """Change what the image holds."""
    (checkout.root / "own/word").write_text(word, encoding="utf-8")


def kept(registry: registries.Registry) -> list[str]:
    """Return the names on this engine that are of the registry."""
    names = building.docker("images", "--format", "{{.Repository}}:{{.Tag}}", f"{registry.host}/team/*").stdout
    return names.split()


def recorded(checkout: Checkout) -> dict[str, dict[str, Any]]:
    """Return the outputs in the state by type, of the resources that an image has."""
    exported = json.loads(checkout.run("stack", "export").stdout)
    return {one["type"]: one.get("outputs", {}) for one in exported["deployment"]["resources"]}


def refused(checkout: Checkout) -> str:
    """Run an `up` that must fail, and return its one error line."""
    done = checkout.run("up", "--yes", code=1)
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if "error:" in line]
    assert len(lines) == 1, lines
    assert PASSWORD not in done.stdout + done.stderr
    return lines[0]


def test_pushed_by_digest_and_run_by_it(shop: Checkout, registry: registries.Registry) -> None:
    """State, registry and container agree on the digest, a second preview is empty, the password nowhere in clear."""
    lines = ["FROM base", "COPY word /word", "USER 7:7", 'CMD ["sleep", "1000"]', ""]
    (shop.root / "own/Dockerfile").write_text("\n".join(lines), encoding="utf-8")
    aim(shop, registry, {"app": {"kind": "worker", "image": "app"}})
    shop.run("up", "--yes")
    state = recorded(shop)
    digest = state[BUILT]["digest"]
    repository = f"{registry.host}/team/moorage-pushed-pushed-app"
    assert state["moorage:images:Dockerfile"]["reference"] == f"{repository}@{digest}"
    assert state[LOADED]["name"] == f"{repository}@{digest}"
    assert registry.manifest("team/moorage-pushed-pushed-app", digest) == digest
    runs = building.docker(
        "ps", "--no-trunc", "--filter", "label=moorage.project=moorage-pushed", "--format", "{{.Image}}"
    )
    assert runs.stdout.split() == [f"{repository}@{digest}"]
    assert shop.changes() == {}
    kept_here = [file.read_bytes() for file in shop.root.glob(".pulumi/**/*") if file.is_file()]
    assert any(digest.encode() in one for one in kept_here)
    assert not any(PASSWORD.encode() in one for one in kept_here)


def test_a_moved_tag_changes_nothing(shop: Checkout, registry: registries.Registry) -> None:
    """Somebody pushes another image under the tag: reference, preview and refresh stay as they are."""
    shop.run("up", "--yes")
    before = recorded(shop)
    tag = before[BUILT]["tags"][0]
    say(shop, "theirs")
    building.docker("build", "--tag", tag, str(shop.root / "own"))
    building.docker("login", "--username", "user", "--password", PASSWORD, registry.host)
    try:
        building.docker("push", tag)
    finally:
        building.docker("logout", registry.host)
    say(shop, "one")
    assert registry.manifest("team/moorage-pushed-pushed-app", tag.rpartition(":")[2]) != before[BUILT]["digest"]
    assert shop.changes() == {}
    shop.run("refresh", "--yes")
    assert recorded(shop)["moorage:images:Dockerfile"] == before["moorage:images:Dockerfile"]
    assert shop.changes() == {}


def cut(registry: registries.Registry) -> None:
    """End the registry once it has begun to take a layer."""
    end = time.monotonic() + 120
    while time.monotonic() < end and not any(registry.folder.rglob("_uploads/*/startedat")):
        time.sleep(0.005)
    registry.stop()


def test_a_registry_that_goes_away_leaves_what_runs(shop: Checkout, registry: registries.Registry) -> None:
    """In the middle of a push, then at once: the old reference stays, nothing is half done, the next `up` does it."""
    shop.run("up", "--yes")
    before, names = recorded(shop), kept(registry)
    (shop.root / "own/word").write_bytes(os.urandom(16 << 20))  # nothing that compresses, so that it takes its time
    cutting = threading.Thread(target=cut, args=[registry])
    cutting.start()
    for _ in range(2):
        assert refused(shop).endswith("connection refused; nothing answers there")
        cutting.join()
        after = recorded(shop)
        assert {key: after[key] for key in (BUILT, LOADED)} == {key: before[key] for key in (BUILT, LOADED)}
        assert kept(registry) == names
    registry.start()
    shop.run("up", "--yes")
    assert recorded(shop)[BUILT]["digest"] != before[BUILT]["digest"]
    assert shop.changes() == {}


def test_a_wrong_password_is_one_line(shop: Checkout, registry: registries.Registry) -> None:
    """It says whose password; no image is recorded, and none stays on the engine."""
    shop.environment["LOGIN"] = "not-it"
    line = refused(shop)
    assert f"unauthorized: authentication required; check the user name and password of {registry.host}" in line
    assert not {BUILT, LOADED} & set(recorded(shop))
    assert kept(registry) == []


def test_an_unknown_authority_is_one_line(shop: Checkout, tmp_path: pathlib.Path) -> None:
    """The line has the file that would make it known; once it is there, the push goes through."""
    tls = registries.make(tmp_path / "tls", building.gateway(), password=PASSWORD, tls=True)
    tls.start()
    known = pathlib.Path("/etc/docker/certs.d") / tls.host / "ca.crt"
    try:
        aim(shop, tls)
        assert f"certificate signed by unknown authority; put its authority into {known}" in refused(shop)
        assert not {BUILT, LOADED} & set(recorded(shop))
        doctor = shop.run("doctor", code=1).stdout
        assert f"{tls.host}" in doctor
        assert f"{known}" in doctor
        known.parent.mkdir(parents=True)
        known.write_text(tls.ca, encoding="utf-8")
        assert f"{known}" not in shop.run("doctor", code=None).stdout
        shop.run("up", "--yes")
        assert shop.changes() == {}
        done = shop.run("destroy", "--yes")
        assert "not removed" not in done.stdout + done.stderr
        assert kept(tls) == []
    finally:
        known.unlink(missing_ok=True)
        subprocess.run(["rmdir", "--ignore-fail-on-non-empty", str(known.parent)], check=False)
        tls.stop()


def test_an_inline_cache_holds_no_secret(shop: Checkout, registry: registries.Registry) -> None:
    """Docker's own BuildKit keeps the steps in the pushed image, under a tag of their own, and no secret."""
    lines = ["FROM base", "RUN --mount=type=secret,id=token grep -q canary /run/secrets/token", "USER 7:7", ""]
    (shop.root / "own/Dockerfile").write_text("\n".join(lines), encoding="utf-8")
    aim(shop, registry, cache={"inline": True}, secrets={"token": "login"})
    shop.run("up", "--yes")
    digest = recorded(shop)[BUILT]["digest"]
    assert registry.manifest("team/moorage-pushed-pushed-app", "cache") == digest
    kept = [file.read_bytes() for file in (registry.folder / "images").rglob("data") if file.is_file()]
    texts = [gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in kept]
    assert any(b"moby.buildkit.cache.v0" in text for text in texts)
    assert not any(PASSWORD.encode() in text for text in texts)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("cacheFrom", {"cache": {"local": ".cache"}}),
    ("buildArgs", {"provenance": "min"}),
    ("platforms", {"platforms": ["linux/amd64", "linux/arm64"]}),
]
"""What only buildx can, by the input of the build that asks for it."""


def test_what_this_builder_cannot_is_said_by_the_preview(shop: Checkout, registry: registries.Registry) -> None:
    """Docker's own BuildKit has no such options: one line each, before anything is built."""
    client = findings.build_client()
    assert client is not None
    for key, options in REFUSED:
        aim(shop, registry, **options)
        done = shop.run("preview", code=1)
        (said,) = [one.strip() for one in (done.stdout + done.stderr).splitlines() if "error:" in one]
        assert said.endswith(f"{key}: {client.path} {client.version} has no buildx, which this needs")
