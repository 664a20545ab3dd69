"""The components: which resources they register. That an engine builds them is shown by the builds and end to end."""

from __future__ import annotations

import json
import pathlib
import re
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest

from components import images
from components.core import delivery
from components.core.contract import Image
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.core.reach import Containers, Reach, Units
from components.core.traits import Traits
from components.images import cache, certificates
from tests.images import apps
from tests.unit import recorded

LOCAL = Traits()
BUILT, LOADED = "docker-build:index:Image", "docker:index/remoteImage:RemoteImage"
WEB = {
    "source": "app",
    "command": ["python", "main.py"],
    "ports": {"http": 8080},
    "checks": {
        "web": {"http": {"port": "http", "path": "/healthz"}, "timeout_seconds": 2},
        "own": {"command": ["true"]},
    },
    "writable": ["/tmp"],
    "index": "the-index",
}


@dataclass
class Target:
    """A target whose store images are loaded into."""

    reach: Reach = field(default_factory=lambda: Units("127.0.0.1"))
    traits: Traits = field(default_factory=Traits)


@pytest.fixture
def project(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with an application and a base that was made here."""
    root = apps.write(tmp_path / "project", {"app/main.py": "print()\n", "app/requirements.txt": apps.HASHED})
    made = apps.local(tmp_path)
    (tmp_path / "cache" / "moorage" / "bases").mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    archives = {
        key: {"sha256": stored.sha256, "size": stored.size}
        for key, stored in zip(("root", "unpacker", "pip"), made.stored, strict=True)
    }
    for stored in made.stored:
        stored.path.rename(cache.folder() / stored.path.name)
    entry = {"recipe": "python", "suite": "bookworm", "platform": "linux/amd64", "packages": {}, "date": "2026-01-02"}
    locks = {"version": 1, "bases": {made.name: {**entry, **archives}}}
    (root / "images.local.lock").write_text(json.dumps(locks), encoding="utf-8")
    return Project(root, root / "infra", Scope("Shop", "test"))


def build(
    project: Project, block: dict[str, Any], secrets: dict[str, str], traits: Traits = LOCAL
) -> tuple[recorded.Registered, list[Image]]:
    """Return what was registered for one image, and the image."""
    made: list[Image] = []

    def program() -> None:
        import pulumi_docker as docker

        target = Target(Containers(docker.Provider("docker"), "docker", "", "127.0.0.1"), traits)
        word, given = images.settings("app", block, project, "dev")
        outputs = {key: pulumi.Output.secret(value) for key, value in secrets.items()}
        made.append(images.build("app", word, given, project, target, outputs))

    return recorded.run(program), made


def test_a_build_and_what_became_of_it(project: Project) -> None:
    """A build that is tagged by its key, loaded, never pushed; and the image that the target's store then has."""
    registered, made = build(project, {"python": WEB}, {"the-index": "https://me:pw@index.example"})
    image = registered.of(BUILT)["app"]
    folder = project.root / ".moorage/build/test/app"
    assert image["context"] == {"location": "../.moorage/build/test/app"}
    assert (image["load"], image["push"], image["buildOnPreview"]) == (True, False, False)
    assert set(image["secrets"]) == {"ca", "index"} == set(image["ignoreSecretsInDiffCalculation"])
    assert [tag.partition(":")[0] for tag in image["tags"]] == ["shop-test-app"]
    loaded = registered.of(LOADED)["app-loaded"]
    assert (loaded["name"], loaded["keepLocally"]) == (image["tags"][0], True)
    assert made[0].probes["web"].command == (
        "/opt/venv/bin/python3", "-I", "-S", "/opt/moorage/probe.py", "8080", "/healthz", "2"
    )  # fmt: skip
    assert (made[0].uid, made[0].ports, made[0].writable) == (10001, {"http": 8080}, ("/tmp",))
    sent = "".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())
    assert "pw" not in sent


def test_the_key_is_the_same_in_another_clone(project: Project, tmp_path: pathlib.Path) -> None:
    """Another path gives the same tag; another byte another one."""
    clone = tmp_path / "another" / "clone"
    clone.parent.mkdir()
    other = Project(project.root.rename(clone), clone / "infra", project.scope)
    block = {"python": {**WEB, "index": None}}
    first = build(other, block, {})[0].of(BUILT)["app"]
    again = Project(clone.rename(tmp_path / "moved"), tmp_path / "moved" / "infra", project.scope)
    assert build(again, block, {})[0].of(BUILT)["app"]["tags"] == first["tags"]
    (again.root / "app/main.py").write_text("print(1)\n", encoding="utf-8")
    assert build(again, block, {})[0].of(BUILT)["app"]["tags"] != first["tags"]


def test_a_dockerfile_needs_no_secrets(project: Project) -> None:
    """The kind `dockerfile` registers the same two resources, and no build secret."""
    apps.write(project.root, {"own/Dockerfile": "FROM scratch\nUSER 7:7\n"})
    stated = {"uid": 7, "ports": {}, "writable": [], "stop_signal": "SIGINT"}
    block = {"source": "own", "checks": {"up": {"command": ["true"]}}, **stated}
    registered, made = build(project, {"dockerfile": block}, {})
    assert "secrets" not in registered.of(BUILT)["app"]
    assert list(registered.of(LOADED)) == ["app-loaded"]
    assert (made[0].stop_signal, made[0].probes["up"].command) == ("SIGINT", ("true",))


def test_a_registry_takes_the_place_of_the_store(project: Project) -> None:
    """With a registry the build is pushed there and logs in; the engine pulls what was pushed, by digest."""
    registry = delivery.Registry("registry.example:5000/team", "ci", "login")
    registered, _ = build(project, {"python": {**WEB, "index": None}}, {"login": "pw"}, Traits(registry=registry))
    built = registered.of(BUILT)["app"]
    assert (built["push"], built["load"]) == (True, False)
    assert re.fullmatch(r"registry\.example:5000/team/shop-test-app:[0-9a-f]{12}", built["tags"][0])
    assert built["registries"] == [{"address": "registry.example:5000", "username": "ci", "password": "pw"}]
    pulled = registered.of(LOADED)["app-loaded"]
    assert pulled["name"] == "registry.example:5000/team/shop-test-app@sha256:0badcafe"
    assert "triggers" not in pulled


def test_a_target_without_a_store_runs_what_was_pushed(project: Project) -> None:
    """Where nothing is loaded first, the reference is the registry's, and no engine is asked."""
    traits = Traits(registry=delivery.Registry("registry.example:5000/team"), image_store=False)
    references: list[str] = []

    def program() -> None:
        word, given = images.settings("app", {"python": {**WEB, "index": None}}, project, "dev")
        made = images.build("app", word, given, project, Target(Units("127.0.0.1"), traits), {})
        made.reference.apply(references.append)

    registered = recorded.run(program)
    assert references == ["registry.example:5000/team/shop-test-app@sha256:0badcafe"]
    assert registered.of(LOADED) == {}
    assert "registries" not in registered.of(BUILT)["app"]


def test_another_machines_certificates_change_no_tag(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine trusts is no part of the key."""
    block = {"python": {**WEB, "index": None}}
    first = build(project, block, {})[0].of(BUILT)["app"]["tags"]
    monkeypatch.setattr(certificates, "of_host", lambda environment: "other")
    assert build(project, block, {})[0].of(BUILT)["app"]["tags"] == first


def test_mistakes_of_the_program(project: Project) -> None:
    """An unknown secret, a base that was not decided, a target without a store: one line each."""
    with pytest.raises(SettingsError, match=r"^images\.app\.python\.index: unknown secret 'the-index'"):
        build(project, {"python": WEB}, {"the-indexes": ""})
    with pytest.raises(SettingsError, match=r"python:3\.12-slim is in neither images\.lock nor images\.local\.lock"):
        build(project, {"python": {**WEB, "index": None, "base": "python:3.12-slim"}}, {})
    word, given = images.settings("app", {"python": WEB}, project, "dev")
    with pytest.raises(SettingsError, match="the target has no image store that a build can be loaded into"):
        images.build("app", word, given, project, Target(), {})


def test_what_is_not_recorded_is_found_before_anything_is_registered(project: Project) -> None:
    """The check of all bases passes a recorded one and names the command for another."""
    good = images.settings("app", {"python": WEB}, project, "dev")
    images.recorded({"app": good}, project, Traits())
    other = images.settings("app", {"python": {**WEB, "base": "python:3.12-slim"}}, project, "dev")
    with pytest.raises(SettingsError) as error:
        images.recorded({"app": good, "other": other}, project, Traits())
    assert str(error.value) == (
        "images.other.python.base: python:3.12-slim is in neither images.lock nor images.local.lock; "
        "run: moorage images lock"
    )
