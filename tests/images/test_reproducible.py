"""The same content has the same digest: built twice by Buildah, with nothing in common but the content.

Two clones lie at two paths, with two file mode masks, stores, states and registries; the second one's clock is an hour
ahead. Buildah itself reads the kernel's clock, which cannot be moved for one process: it only builds later.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import pathlib
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from components.images import staging
from tests.e2e import checkout
from tests.images import building, index, registries

pytestmark = pytest.mark.docker

PASSWORD = "canary-repeated-4e02"
APP = {
    "python": {
        "source": "app",
        "command": ["python", "main.py"],
        "ports": {"http": 8080},
        "checks": {"web": {"http": {"port": "http", "path": "/healthz"}}},
        "index": "packages",
        "ca_bundle": "app/company.pem",
    }
}
AHEAD = "+1h"


@dataclass(frozen=True)
class Clone:
    """A clone that deploys to a registry of its own."""

    project: checkout.Checkout
    registry: registries.Registry
    mask: int

    def up(self) -> None:
        """Deploy."""
        before = os.umask(self.mask)
        try:
            self.project.run("up", "--yes")
        finally:
            os.umask(before)

    def digest(self) -> str:
        """Return the digest of what would run."""
        state = self.project.root / ".pulumi/stacks/moorage-repeated/repeated.json"
        rows = json.loads(state.read_text(encoding="utf-8"))["checkpoint"]["latest"]["resources"]
        [made] = [row for row in rows if row["type"] == "moorage:images:Python"]
        repository, _, digest = made["outputs"]["reference"].partition("@")
        assert repository == f"{self.registry.host}/team/moorage-repeated-repeated-app"
        return digest

    def blobs(self) -> dict[str, bytes]:
        """Return all that the registry holds of the image, by hash, layers unpacked."""
        files = [file for file in (self.registry.folder / "images").rglob("data") if "blobs" in file.parts]
        read = {file.parent.name: file.read_bytes() for file in files}
        return {name: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for name, data in read.items()}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[pathlib.Path, str]]:
    """Return a repository with an application, and the URL of the index that its one package comes from."""
    folder = tmp_path_factory.mktemp("origin")
    served = index.serve(building.gateway(), PASSWORD, tmp_path_factory.mktemp("keys"))
    files = {"requirements.txt": served.requirement, "company.pem": served.authority}
    for name, text in {**files, "main.py": "import greeting\n", "deep/more.py": "MORE = 1\n"}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git = ["git", "-c", "user.name=someone", "-c", "user.email=someone@example.org"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "an application"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    yield folder, served.url
    served.close()


def clone(folder: pathlib.Path, origin: pathlib.Path, url: str, mask: int, **environment: str) -> Clone:
    """Return a clone in `folder` whose Buildah has a store of its own."""
    registry = registries.make(folder / "registry")
    registry.start()
    project = checkout.Checkout.at(folder / "project")
    project.edit("Pulumi.yaml", "name: moorage\n", "name: moorage-repeated\n")
    subprocess.run(["git", "clone", "--quiet", str(origin), str(project.root / "app")], check=True, umask=mask)
    stores = {"driver": '"overlay"', "graphroot": f'"{folder}/store"', "runroot": f'"{folder}/run"'}
    lines = ["[storage]", *(f"{key} = {value}" for key, value in stores.items())]
    (folder / "storage.conf").write_text("\n".join(lines), encoding="utf-8")
    project.stack = "repeated"
    own = {"PACKAGES": url, "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf")}
    project.environment.update({**own, **environment})
    config = {
        "moorage:profile": "dev",
        "moorage:target": {"docker": {"registry": {"repository": f"{registry.host}/team"}, "builder": {"buildah": {}}}},
        "moorage:secrets": {"packages": {"env": "PACKAGES"}},
        "moorage:images": {"app": APP},
        "moorage:workloads": {},
    }
    (project.root / "Pulumi.repeated.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    return Clone(project, registry, mask)


def remove(made: Clone) -> None:
    """Destroy what a clone deployed, its store included."""
    made.project.run("destroy", "--yes", code=None)
    made.registry.stop()
    environment = {**os.environ, "CONTAINERS_STORAGE_CONF": made.project.environment["CONTAINERS_STORAGE_CONF"]}
    subprocess.run(["buildah", "rmi", "--all", "--force"], env=environment, capture_output=True, check=True)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, origin: tuple[pathlib.Path, str]) -> Iterator[Clone]:
    """Return a clone as usual."""
    made = clone(tmp_path_factory.mktemp("first"), *origin, 0o022)
    made.up()
    yield made
    remove(made)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, origin: tuple[pathlib.Path, str]) -> Iterator[Clone]:
    """Return a clone of a careful user whose clock is ahead."""
    [library] = pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    clock = {"LD_PRELOAD": str(library), "FAKETIME": AHEAD, "DONT_FAKE_MONOTONIC": "1"}
    made = clone(tmp_path_factory.mktemp("elsewhere") / "second", *origin, 0o077, **clock)
    yield made
    remove(made)


def test_the_same_digest_twice(first: Clone, second: Clone) -> None:
    """Registry by registry the digests are equal, of every layer too; a changed line makes another."""
    digest = first.digest()
    assert (first.project.root / "app/main.py").stat().st_mode != (second.project.root / "app/main.py").stat().st_mode
    second.up()
    assert second.digest() == digest
    assert second.blobs() == first.blobs()
    assert second.project.changes() == {}
    (second.project.root / "app/main.py").write_text("import greeting as other\n", encoding="utf-8")
    second.up()
    assert second.digest() != digest


def test_nothing_has_a_time_of_its_own(first: Clone) -> None:
    """Every file of every layer, and the configuration, has the one date that all builds have."""
    times: set[int] = set()
    documents: list[dict[str, Any]] = []
    for blob in first.blobs().values():
        if blob[:1] == b"{":
            documents.append(json.loads(blob))
        else:
            with tarfile.open(fileobj=io.BytesIO(blob)) as archive:
                times |= {int(entry.mtime) for entry in archive}
    assert times == {staging.EPOCH}
    [config] = [one for one in documents if "rootfs" in one]
    assert {config["created"], *(step["created"] for step in config["history"])} == {"1980-01-01T00:00:00Z"}


def test_the_index_s_password_is_nowhere(first: Clone) -> None:
    """Neither in a layer, the configuration or the history, nor in the state."""
    assert any(b"greeting.py" in blob for blob in first.blobs().values())
    assert not any(PASSWORD.encode() in blob for blob in first.blobs().values())
    states = list((first.project.root / ".pulumi").rglob("*.json"))
    assert states
    assert not any(PASSWORD in file.read_text(encoding="utf-8") for file in states)
