"""Several images under one tag, in a real registry; compared with what pulumi-docker-build 0.0.22 pushed and said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pulumi_docker_build as sdk_package
import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol
from moorage.engine.providers.docker_build import package, shape
from tests.engine.providers import registry
from tests.engine.providers.docker import sdk

INDEX = "docker-build:index:Index"
LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI = "application/vnd.oci.image.index.v1+json"
DOCKER = "application/vnd.docker.distribution.manifest.v2+json"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a registry; return its address."""
    with registry.serve(tmp_path_factory.mktemp("registry")) as found:
        yield found


def context(*, preview: bool = False) -> protocol.Context:
    """Return a call about the index `both`."""
    return protocol.Context("urn", INDEX, "both", preview=preview)


def checked(**given: Any) -> values.Values:
    """Return good inputs as effects get them."""
    found = package.DockerBuild().check(context(), {}, given)
    assert found.failures == []
    return marks.strip(found.inputs)


def create(**given: Any) -> values.Values:
    """Create an index; its id is the resource's name."""
    key, outputs = package.DockerBuild().create(context(), checked(**given))
    assert key == "both"
    return outputs


def manifest(address: str, repository: str, version: str) -> dict[str, Any]:
    """Return what the registry has."""
    return registry.get(address, f"{repository}/manifests/{version}", LIST, OCI, DOCKER, registry.SINGLE)


def part(digest: str, architecture: str, kind: str = registry.SINGLE) -> dict[str, Any]:
    """Return an entry of an index, without its size."""
    return {"mediaType": kind, "digest": digest, "platform": {"architecture": architecture, "os": "linux"}}


def parts(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entries of an index without their sizes."""
    return [{key: value for key, value in one.items() if key != "size"} for one in told["manifests"]]


def test_the_platforms_of_all_sources_are_under_the_tag(address: str) -> None:
    """In the order of the sources, in an OCI index; the outputs name it by its digest."""
    one, two = registry.put(address, "app:amd", "amd64"), registry.put(address, "app:arm", "arm64")
    outputs = create(tag=f"{address}/app:both", sources=[f"{address}/app:amd", f"{address}/app@{two}"])
    told = manifest(address, "app", "both")
    assert (told["mediaType"], parts(told)) == (OCI, [part(one, "amd64"), part(two, "arm64")])
    name, _, digest = outputs["ref"].partition("@")
    assert name == f"{address}/app:both"
    assert manifest(address, "app", digest) == told


def test_dockers_images_make_dockers_list(address: str) -> None:
    """Images in Docker's own format are listed in it, and another repository's are taken over to the tag's."""
    one = registry.put(address, "app:amd", "amd64", DOCKER)
    two = registry.put(address, "other:arm", "arm64", DOCKER)
    create(tag=f"{address}/app:list", sources=[f"{address}/app:amd", f"{address}/other:arm"])
    told = manifest(address, "app", "list")
    assert (told["mediaType"], parts(told)) == (LIST, [part(one, "amd64", DOCKER), part(two, "arm64", DOCKER)])
    assert manifest(address, "app", two)["mediaType"] == DOCKER


def test_an_index_among_the_sources_is_taken_apart(address: str) -> None:
    """Its parts are listed, each once."""
    one, two = registry.put(address, "app:amd", "amd64"), registry.put(address, "app:arm", "arm64")
    create(tag=f"{address}/app:some", sources=[f"{address}/app:amd"])
    create(tag=f"{address}/app:all", sources=[f"{address}/app:some", f"{address}/app:amd", f"{address}/app:arm"])
    assert parts(manifest(address, "app", "all")) == [part(one, "amd64"), part(two, "arm64")]


def test_a_refresh_follows_the_registry_and_a_deletion_removes_it(address: str) -> None:
    """Unchanged it reads as recorded; moved on it has the new digest; deleted it is gone."""
    provider = package.DockerBuild()
    registry.put(address, "app:amd", "amd64")
    given = {"tag": f"{address}/app:life", "sources": [f"{address}/app:amd"]}
    inputs, outputs = checked(**given), create(**given)
    assert provider.read(context(), "both", inputs, outputs) == ("both", inputs, outputs)
    registry.put(address, "app:life", "s390x")
    moved = provider.read(context(), "both", inputs, outputs)
    assert moved is not None
    assert moved[2]["ref"] != outputs["ref"]
    provider.delete(context(), "both", inputs, moved[2])
    assert provider.read(context(), "both", inputs, outputs) is None
    provider.delete(context(), "both", inputs, moved[2])


def test_what_is_not_pushed_is_only_looked_at(address: str) -> None:
    """The sources must be there; the tag is not made, and `ref` is the tag."""
    registry.put(address, "app:amd", "amd64")
    outputs = create(tag=f"{address}/app:dry", sources=[f"{address}/app:amd"], push=False)
    assert outputs["ref"] == f"{address}/app:dry"
    assert package.DockerBuild().find(context(), checked(tag=f"{address}/app:dry", sources=[])) is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{}/none:1", "{}/none:1: is not in its registry"),
        ("ghcr.io/a/b:1", "ghcr.io/a/b:1: lies in another registry than {}/app:bad"),
    ],
)
def test_a_source_that_cannot_be_had_is_named(address: str, source: str, text: str) -> None:
    """One line names it, and why."""
    with pytest.raises(protocol.ProviderError) as error:
        create(tag=f"{address}/app:bad", sources=[source.format(address)])
    assert str(error.value) == text.format(address)


def test_a_killed_creation_is_found_and_made_again(address: str) -> None:
    """What has the tag is taken up without sources, so that the next run puts them there; without one there is none."""
    registry.put(address, "app:amd", "amd64")
    given = {"tag": f"{address}/app:killed", "sources": [f"{address}/app:amd"]}
    provider, inputs = package.DockerBuild(), checked(**given)
    assert provider.find(context(), inputs) is None
    outputs = create(**given)
    found = provider.find(context(), inputs)
    assert found is not None
    assert found == ("both", {**outputs, "sources": []})
    assert list(provider.diff(context(), "both", inputs, found[1], inputs).detailed) == ["sources"]


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        ({}, {}),
        ({"tag": "x:2"}, {"tag": "update-replace"}),
        ({"sources": ["a"]}, {"sources": "update"}),
        ({"push": False}, {}),
        ({"registry": None}, {"registry": "update"}),
        ({"registry": {"address": "r", "username": "u", "password": "rotated"}}, {}),
        ({"registry": {"address": "s", "username": "u"}}, {"registry.address": "update-replace"}),
        ({"registry": {"address": "r", "username": "v"}}, {"registry.username": "update"}),
    ],
)
def test_diff(new: values.Values, kinds: dict[str, str]) -> None:
    """As pulumi-docker-build 0.0.22 tells it: a password and `push` are not compared."""
    old = {"tag": "x:1", "sources": ["a", "b"], "push": True, "registry": {"address": "r", "username": "u"}}
    diff = package.DockerBuild().diff(context(), "both", old, {**old, "ref": "x:1"}, {**old, **new})
    assert {path: change.kind for path, change in diff.detailed.items()} == kinds


def test_check() -> None:
    """Names that are none are named; the registry's password is secret; the inputs are the SDK's."""
    provider = package.DockerBuild()
    bad = provider.check(context(), {}, {"tag": "Bad", "sources": ["a", "B"], "registry": {"address": "r"}})
    assert [failure.property for failure in bad.failures] == ["tag", "sources[1]"]
    good = provider.check(context(), {}, {"tag": "x", "sources": [], "registry": {"address": "r", "password": "p"}})
    registry_ = {"address": "r", "username": "", "password": values.Secret("p")}
    assert good.inputs == {"tag": "x", "sources": [], "push": True, "registry": registry_}
    assert set(shape.INDEX.fields) == set(sdk.names(sdk_package.IndexArgs))


def test_a_preview_does_not_know_the_digest() -> None:
    """`ref` is unknown until it is pushed."""
    inputs = checked(tag="x", sources=["a"])
    assert package.DockerBuild().create(context(preview=True), inputs)[1] == {**inputs, "ref": values.UNKNOWN}
