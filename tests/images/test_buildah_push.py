"""Images built by Buildah and pushed: to Debian's docker-registry, with a login, in trouble, behind an authority."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from moorage.engine.state import crypto
from tests.images import building, registries, stacks

pytestmark = pytest.mark.docker

PASSWORD = "canary-77b0e1c4"
REPOSITORY = "team/buildah-pushed-test-app"


@pytest.fixture(scope="module")
def keys() -> crypto.Keys:
    """Return what encrypts the state: deriving a key takes 0.3 s."""
    return crypto.Keys("test")


@pytest.fixture
def registry(tmp_path: pathlib.Path) -> Iterator[registries.Registry]:
    """Return a registry with a login, started."""
    made = registries.make(tmp_path / "registry", password=PASSWORD)
    made.start()
    yield made
    made.stop()


def stack(folder: pathlib.Path, keys: crypto.Keys, host: str, **more: str) -> stacks.Stack:
    """Return a stack whose image goes to a registry."""
    login = {"repository": f"{host}/team", "username": "user", "password": "login", **more}
    secrets = {"login": PASSWORD}
    return stacks.make(folder, keys, "buildah-pushed", {"registry": login, "builder": {"buildah": {}}}, secrets)


def test_pushed_by_digest_and_run_by_it(
    tmp_path: pathlib.Path, keys: crypto.Keys, registry: registries.Registry
) -> None:
    """What runs is `repository@digest` as the registry has it; a second preview finds no change."""
    pushed = stack(tmp_path, keys, registry.host)
    pushed.up()
    repository, _, digest = pushed.reference.partition("@")
    assert repository == f"{registry.host}/{REPOSITORY}"
    assert registry.manifest(REPOSITORY, digest) == digest
    assert building.docker("run", "--rm", "--network", "none", pushed.reference).stdout == "hello\none\n"
    assert set(pushed.preview().changes) == {"same"}
    assert not any(PASSWORD in file.read_text(errors="replace") for file in tmp_path.rglob(".pulumi/**/*.json"))
    pushed.deployed.destroy()


def test_a_registry_that_goes_away(tmp_path: pathlib.Path, keys: crypto.Keys, registry: registries.Registry) -> None:
    """The old reference stays in use, and the next `up` does what was left."""
    pushed = stack(tmp_path, keys, registry.host)
    pushed.up()
    before = pushed.reference
    registry.stop()
    pushed.write(code="two\n")
    failed = "\n".join(pushed.up(fails=True).errors)
    assert "connection refused" in failed
    assert "the image cannot be pushed" in failed
    assert pushed.deployed.resources["app-loaded"].outputs["name"] == before
    registry.start()
    pushed.up()
    assert pushed.reference not in ("", before)
    pushed.deployed.destroy()


def test_a_wrong_password(tmp_path: pathlib.Path, keys: crypto.Keys, registry: registries.Registry) -> None:
    """The registry's own word is shown, the password is not, and no image is recorded."""
    (registry.folder / "htpasswd").write_text("", encoding="utf-8")
    pushed = stack(tmp_path, keys, registry.host)
    failed = "\n".join(pushed.up(fails=True).errors)
    assert "authentication required" in failed
    assert PASSWORD not in failed
    assert "app-loaded" not in pushed.deployed.resources


def test_an_authority_of_its_own(tmp_path: pathlib.Path, keys: crypto.Keys) -> None:
    """Without `ca` the certificate is refused; with it the push goes through, and the engine's pull says its own."""
    tls = registries.make(tmp_path / "registry", building.gateway(), password=PASSWORD, tls=True)
    tls.start()
    try:
        unknown = stack(tmp_path / "unknown", keys, tls.host)
        assert "certificate signed by unknown authority" in "\n".join(unknown.up(fails=True).errors)
        assert "app-loaded" not in unknown.deployed.resources
        known = stack(tmp_path / "known", keys, tls.host, ca="registry.pem")
        (tmp_path / "known/registry.pem").write_text(tls.ca, encoding="utf-8")
        known.up(fails=True)  # the engine does not know the authority, and pulls nothing
        assert known.deployed.resources["app"].outputs["stdout"].startswith(f"{tls.host}/{REPOSITORY}@sha256:")
    finally:
        tls.stop()
