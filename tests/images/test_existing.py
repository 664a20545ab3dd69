"""An image that somebody else built: a contract that does not hold is one line; one that does is as good as any."""

from __future__ import annotations

import base64
import json
import pathlib
from typing import Any

import pytest

from components import images
from components.core.contract import Image
from components.core.delivery import Registry
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.core.reach import Containers
from components.core.traits import Traits
from components.images import bases, context, lock, says
from components.images.existing import archive, plan
from components.workloads import coherence, run
from components.workloads.settings import Workload
from tests.images import apps, archives
from tests.unit import recorded

DIGEST = f"sha256:{'1' * 64}"
PINNED = f"docker.io/library/redis@{DIGEST}"
STATED: dict[str, Any] = {
    "uid": 10002,
    "ports": {"http": 8080},
    "checks": {"up": {"command": ["busybox", "true"]}},
    "writable": ["/tmp"],
    "volumes": ["/data"],
    "stop_signal": "SIGINT",
}
ARCHIVE: dict[str, Any] = {"archive": "image.tar", **STATED}
REF: dict[str, Any] = {"ref": f"redis@{DIGEST}", **STATED}
LAYER = archives.tar({"word": b"hello"})


def project(folder: pathlib.Path, **said: Any) -> Project:
    """Return a project with an image in a file that says what is stated, but for `said`."""
    folder.mkdir(exist_ok=True)
    (folder / "image.tar").write_bytes(archives.tar(archives.docker([LAYER], ["theirs:1"], **said)))
    return Project(folder, folder / "infra", Scope("shop", "test"))


def line(there: Project, block: dict[str, Any], profile: str = "dev") -> str:
    """Return the error line of a block; empty: there is none."""
    try:
        images.settings("app", {"existing": block}, there, profile)
    except SettingsError as error:
        return str(error).removeprefix("images.app.existing")
    return ""


def test_what_holds_is_taken(tmp_path: pathlib.Path) -> None:
    """What the image says is what is stated, or it says nothing."""
    assert line(project(tmp_path), ARCHIVE, "prod") == ""
    silent = dict.fromkeys(archives.CONFIG)
    assert line(project(tmp_path, **silent), {**ARCHIVE, "volumes": [], "checks": {}, "ports": {}}, "prod") == ""
    assert line(project(tmp_path, User="redis:redis", StopSignal="2"), ARCHIVE) == ""
    shell = {"Test": ["CMD-SHELL", "busybox true"]}
    assert line(project(tmp_path, Healthcheck=shell), ARCHIVE) == ""
    assert line(project(tmp_path), {**ARCHIVE, "writable": ["/data"], "volumes": []}) == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"User": "999"}, ".uid: 10002 is stated, and the image's own user is 999; state 999"),
        ({"User": "0:0"}, ".uid: 10002 is stated, and the image's own user is 0:0; it is made to run as root, which"),
        ({"User": "root"}, ".uid: 10002 is stated, and the image's own user is root; it is made to run as root"),
        ({"ExposedPorts": {"80/tcp": {}}}, ".ports.http: 8080 is stated, and the image exposes 80"),
        (
            {"ExposedPorts": {"8080/tcp": {}, "81/tcp": {}}},
            ".ports: the image exposes 81, which is not among them (http: 8080); state it",
        ),
        ({"StopSignal": "3"}, ".stop_signal: SIGINT is stated, and the image's own is 3; state SIGQUIT"),
        (
            {"Healthcheck": {"Test": ["CMD-SHELL", "curl -f x"]}},
            ".checks: the image checks by 'curl -f x', and the contract's check up by 'busybox true'; state the",
        ),
        ({"Healthcheck": {"Test": ["NONE"]}}, ".checks: the image switches health checks off, and the contract states"),
        (
            {"Volumes": {"/data": {}, "/other": {}}},
            ".volumes: /other is a volume of the image, written to outside the contract; state it here (every workload",
        ),
    ],
)
def test_what_does_not_names_both_values(said: dict[str, Any], expected: str, tmp_path: pathlib.Path) -> None:
    """The setting, what it states, what the image says, what to do."""
    found = line(project(tmp_path, **said), ARCHIVE)
    assert found.startswith(expected)
    assert "\n" not in found


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (STATED, ": exactly one of ref and archive is needed"),
        ({**ARCHIVE, **REF}, ": exactly one of ref and archive is needed"),
        ({**STATED, "ref": "redis"}, ".ref: 'redis' has a floating tag; name a release"),
        ({**STATED, "ref": "redis:latest"}, ".ref: 'redis:latest' has a floating tag; name a release"),
        ({**STATED, "ref": "Redis:7"}, ".ref: 'Redis:7' should be the name of an image"),
        ({**STATED, "ref": "redis@sha256:12"}, ".ref: 'redis@sha256:12' should be the name of an image"),
        ({**STATED, "archive": "gone.tar"}, ".archive: 'gone.tar' does not exist"),
        ({**STATED, "archive": "../image.tar"}, ".archive: '../image.tar' should be a path inside the project"),
        ({**STATED, "archive": "infra"}, ".archive: infra: is a directory"),
        ({**STATED, "archive": "bad.tar"}, ".archive: bad.tar: is no tar archive that is not compressed"),
        ({**ARCHIVE, "source": "app"}, ".source: unknown key; allowed: archive, checks, command, ports"),
        (
            {**ARCHIVE, "checks": {"web": {"http": {"port": "http"}}}},
            ".checks.web.http: an HTTP check needs a client inside the image, which is not known here; state a command",
        ),
        *(
            ({name: value for name, value in ARCHIVE.items() if name != key}, f".{key}: is required")
            for key in ("uid", "ports", "checks", "writable", "stop_signal")
        ),
    ],
)
def test_mistakes(block: dict[str, Any], expected: str, tmp_path: pathlib.Path) -> None:
    """Nothing has a default that somebody could have meant otherwise."""
    there = project(tmp_path)
    there.directory.mkdir()
    (tmp_path / "bad.tar").write_text("hello", encoding="utf-8")
    found = line(there, block)
    assert found.startswith(expected)
    assert "\n" not in found


def test_prod_takes_a_release_or_a_digest(tmp_path: pathlib.Path) -> None:
    """A tag that is another image tomorrow is good enough for dev alone."""
    there = project(tmp_path)
    block = {**STATED, "ref": "redis:7"}
    assert (line(there, block), line(there, REF, "prod")) == ("", "")
    assert line(there, block, "prod").startswith(".ref: 'redis:7' names no release, which prod needs")


def test_what_was_recorded_is_compared_offline(tmp_path: pathlib.Path) -> None:
    """Once an image of a registry was looked at, its contract is checked with every stack file, by the program too."""
    there = project(tmp_path)
    assert line(there, REF) == ""
    told = says.Says(platform="linux/amd64", user="999")
    lock.write(tmp_path, lock.Lock({}, {}, {PINNED: told}))
    assert line(there, REF).startswith(".uid: 10002 is stated, and the image's own user is 999")
    assert lock.read(tmp_path).inspected == {PINNED: told}


def test_a_tag_is_recorded_like_a_base_but_never_made(tmp_path: pathlib.Path) -> None:
    """It is wanted as it is; what was made on this machine under its name does not stand in for it."""
    settings = plan.ExistingSettings.model_validate({"ref": "debian:bookworm-slim", **STATED})
    (wanted,) = plan.names(settings, tmp_path)
    assert wanted == bases.Wanted("debian:bookworm-slim", whole=True)
    assert wanted.key != bases.Wanted("debian:bookworm-slim").key
    line = r"^images\.app\.existing\.ref: debian:bookworm-slim is in neither images\.lock nor images\.local\.lock; run"
    with pytest.raises(SettingsError, match=line):
        images.recorded({"app": ("existing", settings)}, project(tmp_path), Traits())


def test_a_workload_mounts_what_the_image_calls_a_volume(tmp_path: pathlib.Path) -> None:
    """Otherwise the engine would make one that nobody knows of."""
    _, contract = images.settings("app", {"existing": ARCHIVE}, project(tmp_path), "dev")
    bare = Workload.model_validate({"kind": "worker", "image": "app"})
    with pytest.raises(
        SettingsError, match=r"^workloads\.one\.volumes: image app needs a volume on /data; such as: data"
    ):
        coherence.check({"one": bare}, {"app": contract}, ())
    mounted = Workload.model_validate({"kind": "worker", "image": "app", "volumes": {"data": {"path": "/data"}}})
    coherence.check({"one": mounted}, {"app": contract}, ())


def build(there: Project, block: dict[str, Any], traits: Traits | None = None) -> recorded.Registered:
    """Return what one image and a workload of it register."""

    class Target:
        def __init__(self) -> None:
            import pulumi_docker as docker

            self.reach = Containers(docker.Provider("docker"), "docker", "", "127.0.0.1")
            self.traits = traits or Traits()

    def program() -> None:
        target = Target()
        word, given = images.settings("app", block, there, "dev")
        made: Image = images.build("app", word, given, there, target, {})
        spec: dict[str, Any] = {"kind": "service", "image": "app", "volumes": {"data": {"path": "/data"}}}
        run.run({"web": Workload.model_validate(spec)}, {"app": made}, {}, target, there.scope)

    return recorded.run(program)


CONTAINER, LOADED, COMMAND = (
    "docker:index/container:Container",
    "docker:index/remoteImage:RemoteImage",
    "command:local:Command",
)


def test_a_workload_cannot_tell_where_an_image_came_from(tmp_path: pathlib.Path) -> None:
    """The same contract, the same workload: the same container, whoever built the image."""
    there = project(tmp_path)
    apps.write(
        tmp_path,
        {
            "app/main.py": "",
            "app/requirements.txt": "",
            "own/Dockerfile": "FROM scratch\nCOPY word /\nEXPOSE 8080\nUSER 10002\n",
            "own/word": "",
        },
    )
    stated = {key: value for key, value in STATED.items() if key != "volumes"}
    own = {"source": "app", "base": f"python:3.11@{DIGEST}", "command": ["python", "main.py"], "ca_bundle": "none"}
    blocks: list[dict[str, Any]] = [
        {"python": {**own, **stated}},
        {"dockerfile": {"source": "own", **stated}},
        {"existing": ARCHIVE},
        {"existing": REF},
    ]
    containers = [build(there, block).of(CONTAINER)["web"] for block in blocks]
    for one in containers:
        one.pop("image", None)
    assert containers == [containers[0]] * 4
    assert (containers[0]["user"], containers[0]["readOnly"]) == ("10002:10002", True)
    assert containers[0]["healthcheck"]["tests"] == ["CMD", "busybox", "true"]
    assert list(containers[0]["tmpfs"]) == ["/tmp"]


def test_an_image_of_a_registry_is_pulled_by_digest_and_stays(tmp_path: pathlib.Path) -> None:
    """It is somebody else's, so it is not removed with the stack."""
    registered = build(project(tmp_path), {"existing": {**REF, "command": ["redis-server", "--appendonly"]}})
    assert registered.of(LOADED)["app"] == {"name": PINNED, "keepLocally": True}
    assert registered.of(CONTAINER)["web"]["command"] == ["redis-server", "--appendonly"]


def test_a_file_is_loaded_once_under_a_name_of_the_stack(tmp_path: pathlib.Path) -> None:
    """What it would name itself is not among what is loaded, and no path of this checkout is a reason to act."""
    there = project(tmp_path)
    registered = build(there, {"existing": ARCHIVE})
    identity = archive.read(tmp_path / "image.tar").id
    tag = f"shop-test-app:{identity[7:19]}"
    command = registered.of(COMMAND)["app"]
    assert command["environment"]["ARCHIVE"] == "../image.tar"
    assert command["triggers"] == [identity]
    assert json.dumps([tag]).encode() in base64.b64decode(command["stdin"])
    assert registered.of(LOADED)["app-loaded"]["name"] == tag


def test_what_the_target_cannot_run_is_refused(tmp_path: pathlib.Path) -> None:
    """Another architecture; a file, where images come from a registry."""
    there = project(tmp_path)
    with pytest.raises(SettingsError, match=r"archive: is for linux/amd64, and the target runs linux/arm64$"):
        build(there, {"existing": ARCHIVE}, Traits(platform="linux/arm64"))
    with pytest.raises(
        SettingsError, match=r"archive: the target takes its images from r\.example:5000; push this one"
    ):
        build(there, {"existing": ARCHIVE}, Traits(registry=Registry("r.example:5000/team")))


def test_nothing_of_it_is_built(tmp_path: pathlib.Path) -> None:
    """There is no Dockerfile to print, and a preview compares the image and what is stated."""
    there = project(tmp_path)
    given = plan.ExistingSettings.model_validate(ARCHIVE)
    with pytest.raises(SettingsError, match=r"^images\.app\.existing: is not built here: there is no Dockerfile"):
        context.of("app", "existing", given, there, "linux/amd64", tmp_path)
    record = plan.record(given, "images.app.existing", there)
    assert record["bases"] == {"image.tar": archive.read(tmp_path / "image.tar").id[:19]}
