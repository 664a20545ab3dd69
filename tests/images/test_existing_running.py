"""Images that somebody else built, really run: two from files, one by way of a registry."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.e2e.checkout import Checkout
from tests.images import archives, building, registries

pytestmark = pytest.mark.docker

PROJECT = "moorage-existing"
THEIRS = f"{PROJECT}-theirs:1"
SAID: dict[str, Any] = {"Volumes": None, "ExposedPorts": None, "Healthcheck": None}
STATED: dict[str, Any] = {"uid": 10002, "ports": {}, "checks": {}, "writable": [], "stop_signal": "SIGINT"}


@pytest.fixture
def registry(tmp_path: pathlib.Path) -> Iterator[registries.Registry]:
    """Return a registry with `team/theirs:1.2`, of which this engine has no copy."""
    made = registries.make(tmp_path / "registry")
    made.start()
    file, name = tmp_path / "theirs.tar", f"{made.host}/team/theirs:1.2"
    file.write_bytes(archives.tar(archives.docker([archives.layer("pushed\n")], [name], **SAID)))
    building.docker("load", "--input", str(file))
    building.docker("push", name)
    building.docker("rmi", name)
    yield made
    made.stop()


@pytest.fixture
def shop(tmp_path: pathlib.Path, registry: registries.Registry) -> Iterator[Checkout]:
    """Return a checkout with a job of each image; what it made is gone afterwards."""
    checkout = Checkout.at(tmp_path / "checkout")
    checkout.stack = "existing"
    checkout.edit("Pulumi.yaml", "name: moorage\n", f"name: {PROJECT}\n")
    saved = archives.docker([archives.layer("from a file\n")], [THEIRS], **SAID)
    layout = archives.layout([archives.layer("from a layout\n")], nested=True, **SAID)
    (checkout.root / "image.tar").write_bytes(archives.tar(saved))
    (checkout.root / "layout.tar").write_bytes(archives.tar(layout))
    state(checkout, registry, uid=10002)
    yield checkout
    checkout.run("destroy", "--yes", "--remove", code=None)
    for name in building.docker("images", "--quiet", f"{registry.host}/team/theirs").stdout.split():
        building.docker("rmi", "--force", name, check=False)


def state(checkout: Checkout, registry: registries.Registry, uid: int) -> None:
    """Write the stack file; `uid` is what is stated of the image in the registry."""
    blocks = {
        "file": {"archive": "image.tar", **STATED},
        "layout": {"archive": "layout.tar", **STATED},
        "pulled": {"ref": f"{registry.host}/team/theirs:1.2", **STATED, "uid": uid},
    }
    config = {
        "moorage:profile": "prod",
        "moorage:target": {"docker": {}},
        "moorage:images": {name: {"existing": block} for name, block in blocks.items()},
        "moorage:workloads": {f"{name}-job": {"kind": "job", "image": name} for name in blocks},
    }
    (checkout.root / "Pulumi.existing.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")


def test_all_run_as_stated(shop: Checkout, registry: registries.Registry) -> None:
    """Recorded by digest, looked at, unchanged the second time; only names of the stack come, and go with it."""
    shop.run("up", "--yes")
    said = {"file": "from a file\n", "layout": "from a layout\n", "pulled": "pushed\n"}
    assert {one: shop.run("logs", f"{one}-job", "--raw").stdout for one in said} == said
    assert building.docker("images", "--quiet", THEIRS).stdout == ""
    locked = json.loads((shop.root / "images.lock").read_text(encoding="utf-8"))
    name = f"{registry.host}/team/theirs"
    digest = registry.manifest("team/theirs", "1.2")
    assert locked["bases"][f"{name}:1.2"]["digest"] == digest
    assert locked["inspected"][f"{name}@{digest}"]["user"] == "10002:10002"
    assert shop.changes() == {}
    shop.run("destroy", "--yes")
    for one in ("file", "layout"):
        assert building.docker("images", "--quiet", f"{PROJECT}-existing-{one}").stdout == ""
    assert building.docker("images", "--quiet", "--digests", name).stdout != ""


def test_a_contract_that_does_not_hold_is_found_in_the_registry(shop: Checkout, registry: registries.Registry) -> None:
    """One line with both values, exit code 2, nothing pulled; and again when the registry is gone: it was recorded."""
    state(shop, registry, uid=10003)
    for _ in range(2):
        done = shop.run("up", "--yes", code=2)
        assert "images.pulled.existing.uid: 10003 is stated, and the image's own user is 10002:10002" in done.stderr
        assert "Traceback" not in done.stderr
        registry.stop()
    assert building.docker("images", "--quiet", f"{registry.host}/team/theirs").stdout == ""


def test_no_registry_and_no_record_is_one_line(shop: Checkout, registry: registries.Registry) -> None:
    """A tag that nobody resolves is not made here either; a digest is taken as stated, and that is said."""
    registry.stop()
    done = shop.run("preview", code=None)
    assert done.returncode != 0
    assert f"{registry.host}/team/theirs:1.2: no registry answers" in done.stderr
    assert "name it by digest (@sha256:...), or save it as an archive" in done.stderr
    shop.edit("Pulumi.existing.yaml", "theirs:1.2", f"theirs@sha256:{'1' * 64}")
    done = shop.run("preview")
    assert "cannot be looked at" in done.stderr
    assert "it is run as stated" in done.stderr
