"""`docker.Image`: checked, built and pushed as pulumi-docker 5.2.0 does it; digests and outputs recorded from there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi_docker
import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol
from moorage.engine.providers.docker import serve
from moorage.engine.providers.docker.built import shape
from tests.engine.providers import registry
from tests.engine.providers.docker import sdk

TYPE = "docker:index/image:Image"


@pytest.fixture
def provider(tmp_path: Path) -> serve.Docker:
    """Return the provider of a program beside an application: a file to run, a link to it, an ignored folder."""
    app = tmp_path / "app"
    (app / "sub").mkdir(parents=True)
    for path, text in (
        ("app/Dockerfile", "FROM scratch\nCOPY a /\n"),
        ("app/a", "A"),
        ("app/sub/b", "B"),
        ("app/.dockerignore", "sub\n"),
        ("Dockerfile", "FROM scratch\nCOPY app/a /\n"),
    ):
        (tmp_path / path).write_text(text)
        (tmp_path / path).chmod(0o755 if path == "app/a" else 0o644)
    (app / "ln").symlink_to("a")
    made = serve.Docker()
    made.directory = tmp_path
    return made


def context(*, preview: bool = False) -> protocol.Context:
    """Return a call about the image."""
    return protocol.Context("urn", TYPE, "img", preview=preview)


def checked(provider: serve.Docker, **given: Any) -> values.Values:
    """Return good inputs as effects get them."""
    found = provider.check(context(), {}, given)
    assert found.failures == []
    return marks.strip(found.inputs)


@pytest.mark.parametrize(
    ("given", "dockerfile", "digest"),
    [
        ({"context": "app"}, "app/Dockerfile", "c6938c431c4ea792e9955db7a8adcf7d3423dadbe9871ac7c5dbeb8e13b67972"),
        (
            {"context": "app", "dockerfile": "Dockerfile"},
            "Dockerfile",
            "fc89c68f0f544e13b1900a81a932e0f071d8ba9d67310ecbd4f6b35aa2dd20fc",
        ),
    ],
)
def test_defaults_and_digest(
    provider: serve.Docker, given: values.Values, dockerfile: str, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Dockerfile is the context's, the platform this machine's; what is ignored does not count in the digest."""
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    inputs = checked(provider, imageName="x:1", skipPush=True, build=given)
    build = {"context": "app", "dockerfile": dockerfile, "platform": "linux/amd64", "contextDigest": digest}
    assert inputs == {"imageName": "x:1", "skipPush": True, "buildOnPreview": False, "build": build}
    (provider.directory / "app" / "sub" / "b").write_text("other")
    assert checked(provider, imageName="x:1", skipPush=True, build=given) == inputs


@pytest.mark.parametrize("change", ["content", "mode", "link"])
def test_what_changes_the_image_changes_the_digest(provider: serve.Docker, change: str) -> None:
    """Content and mode of a file, and where a link ends."""
    given: dict[str, Any] = {"imageName": "x:1", "skipPush": True, "build": {"context": "app"}}
    before = checked(provider, **given)
    app = provider.directory / "app"
    match change:
        case "content":
            (app / "a").write_text("other")
        case "mode":
            (app / "a").chmod(0o644)
        case _:
            (app / "ln").unlink()
            (app / "ln").symlink_to("Dockerfile")
    after = checked(provider, **given)
    diff = provider.diff(context(), "x:1", before, {"__inputs": before}, after)
    assert {key: change.kind for key, change in diff.detailed.items()} == {"build": "update"}


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"imageName": "x:1", "skipPush": False}, "imageName", "'x:1' must begin with its registry to be pushed"),
        ({"imageName": "X"}, "imageName", "'X' is no image name"),
        ({"build": {"context": "none"}}, "build.context", "none: not a folder"),
        ({"build": {"context": "app", "dockerfile": "a"}}, "build.dockerfile", "a: no such file; did you mean app/a"),
        ({"build": {"contxt": "app"}}, "build.contxt", "unknown property; did you mean context"),
        (
            {"build": {"context": "app", "builderVersion": "BuilderV1"}},
            "build.builderVersion",
            "'BuilderV1' is none of",
        ),
    ],
)
def test_what_cannot_be_built_is_named(provider: serve.Docker, given: values.Values, path: str, reason: str) -> None:
    """Each one with its path and what is wrong."""
    inputs = {"imageName": "x:1", "skipPush": True, "build": {"context": "app"}, **given}
    [failure] = provider.check(context(), {}, inputs).failures
    assert failure.property == path
    assert failure.reason.startswith(reason)


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        ({}, {}),
        ({"imageName": "y"}, {"imageName": "update"}),
        ({"registry": {"server": "s", "username": "v", "password": "q"}}, {}),
        ({"registry": {"server": "t"}}, {"registry": "update"}),
        ({"skipPush": True}, {"skipPush": "add"}),
    ],
)
def test_diff(new: values.Values, kinds: dict[str, str]) -> None:
    """Nothing replaces, and a login that changes is no change."""
    old = {"imageName": "x", "registry": {"server": "s", "username": "u", "password": "p"}}
    diff = serve.Docker().diff(context(), "x", old, {"__inputs": old}, {**old, **new})
    assert {key: change.kind for key, change in diff.detailed.items()} == kinds


def test_the_inputs_are_the_sdks() -> None:
    """Every input of the SDK's classes has a place, and nothing else has."""
    assert set(shape.IMAGE.fields) == set(sdk.names(pulumi_docker.ImageArgs))
    assert set(shape.BUILD.fields) == set(sdk.names(pulumi_docker.DockerBuildArgs))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a registry; return its address."""
    with registry.serve(tmp_path) as found:
        yield found


@pytest.mark.docker
def test_an_image_is_built_and_pushed(provider: serve.Docker, address: str) -> None:
    """The outputs name it by its digest in the registry, and hold the inputs as a secret; a preview does nothing."""
    name = f"{address}/built:1"
    inputs = checked(provider, imageName=name, build={"context": "app"})
    assert provider.create(context(preview=True), inputs) == ("", inputs)
    key, outputs = provider.create(context(), inputs)
    told = registry.get(address, "built/manifests/1", "application/vnd.docker.distribution.manifest.v2+json")
    repository, _, digest = outputs["repoDigest"].partition("@")
    assert (key, repository) == (name, f"{address}/built")
    assert registry.get(address, f"built/manifests/{digest}", str(told["mediaType"])) == told
    assert {key: value for key, value in outputs.items() if key not in ("repoDigest", "platform")} == {
        "__inputs": values.Secret(inputs),
        "baseImageName": name,
        "imageName": name,
        "context": "app",
        "dockerfile": "Dockerfile",
        "registryServer": "",
    }
    assert provider.read(context(), key, inputs, outputs) == (key, inputs, outputs)
    _removed(name)


@pytest.mark.docker
def test_an_image_that_is_not_pushed_is_known_by_its_id(provider: serve.Docker) -> None:
    """`repoDigest` is the image's ID, as with the real provider."""
    name = f"moorage-test-built-{os.getpid()}:1"
    inputs = checked(provider, imageName=name, skipPush=True, build={"context": "app"})
    outputs = provider.create(context(), inputs)[1]
    assert outputs["repoDigest"] == _removed(name)


def _removed(name: str) -> str:
    """Remove an image from the engine; return its ID."""
    from moorage.engine.providers.docker import client, connect
    from moorage.engine.providers.docker.configuration import Configuration

    engine = client.Connection(lambda: connect.connect(Configuration())).engine
    identity = str(engine.inspect_image(name)["Id"])
    engine.remove_image(name, force=True)
    return identity
