"""The command line of a build, for a client with buildx and for one without."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.docker_build import client, commandline
from tests.engine.providers.docker_build.conftest import Bench

PLAIN = client.Client("/usr/bin/docker", "20.10.24", None)
BUILDX = client.Client("/usr/bin/docker", "28.2.2", (0, 24))
EVERYTHING: values.Values = {
    "load": True,
    "tags": ["a:1", "b:1"],
    "buildArgs": {"B": "2", "A": "1"},
    "labels": {"l": "v"},
    "addHosts": ["h:1.2.3.4"],
    "noCache": True,
    "pull": True,
    "target": "t",
    "platforms": ["linux/amd64"],
    "ssh": [{"id": "default"}, {"id": "k", "paths": ["/k1", "/k2"]}],
    "secrets": {"key": "canary"},
}
OPTIONS = [
    *("--build-arg=A=1", "--build-arg=B=2", "--label=l=v", "--add-host=h:1.2.3.4", "--tag=a:1", "--tag=b:1"),
    *("--no-cache", "--pull", "--network=default", "--target=t", "--secret=id=key,src=/run/x", "--ssh=default"),
    *("--ssh=k=/k1,/k2", "--platform=linux/amd64"),
]
PLACE = ["--file", "../app/Dockerfile", "../app"]


def told(by: client.Client, inputs: values.Values) -> list[str]:
    """Return the command line, its secret in /run/x."""
    return commandline.arguments(
        by,
        inputs,
        secrets={"key": Path("/run/x")} if "secrets" in inputs else {},
        image_id=Path("/i"),
        metadata=Path("/m"),
    )


def test_a_client_without_buildx(bench: Bench) -> None:
    """It loads by itself and writes the image's id to a file."""
    start = ["/usr/bin/docker", "build", "--progress=plain", "--iidfile", "/i"]
    assert told(PLAIN, bench.checked(**EVERYTHING)) == [*start, *OPTIONS, *PLACE]


def test_a_client_with_buildx(bench: Bench) -> None:
    """It is told to load, and not to attest; it writes what it built to a file."""
    start = ["/usr/bin/docker", "buildx", "build", "--progress=plain", "--metadata-file", "/m", "--output=type=docker"]
    assert told(BUILDX, bench.checked(**EVERYTHING)) == [*start, *OPTIONS, "--provenance=false", *PLACE]


def test_an_inline_dockerfile_comes_from_standard_input(bench: Bench) -> None:
    """The text itself is not on the command line."""
    inputs = bench.checked(load=True, dockerfile={"inline": "FROM scratch"})
    assert told(PLAIN, inputs)[-3:] == ["--file", "-", "../app"]


@pytest.mark.parametrize(
    ("inputs", "options"),
    [
        ({"builder": {"name": "b"}}, ["--builder=b"]),
        ({"cacheFrom": [{"raw": "type=local,src=x"}]}, ["--cache-from=type=local,src=x"]),
        ({"cacheTo": [{"raw": "type=local,dest=x"}]}, ["--cache-to=type=local,dest=x"]),
        ({"buildArgs": {"BUILDKIT_ATTEST_SBOM": "true"}}, ["--build-arg=BUILDKIT_ATTEST_SBOM=true"]),
        ({"context": {"location": "../app", "named": {"base": {"location": "../b"}}}}, ["--build-context=base=../b"]),
        ({"platforms": ["linux/amd64", "linux/arm64"]}, ["--platform=linux/amd64", "--platform=linux/arm64"]),
        ({"exports": [{"cacheonly": {}}], "load": False}, ["--output=type=cacheonly"]),
    ],
)
def test_what_only_buildx_can(bench: Bench, inputs: values.Values, options: list[str]) -> None:
    """With buildx it is an option; without, one line says so by name."""
    checked = bench.checked(**{"load": True, **inputs})
    assert set(options) <= set(told(BUILDX, checked))
    key = "context.named" if "context" in inputs else next(iter(inputs))
    with pytest.raises(protocol.ProviderError) as error:
        told(PLAIN, checked)
    assert str(error.value) == f"{key}: /usr/bin/docker 20.10.24 has no buildx, which this needs"


def test_without_buildx_a_cache_can_be_in_an_image(bench: Bench) -> None:
    """BuildKit inside the daemon writes an inline cache, and reads one by the image's name."""
    source, target = {"raw": "type=registry,ref=r.example/x:cache"}, {"raw": "type=inline"}
    given = told(PLAIN, bench.checked(load=True, cacheFrom=[source], cacheTo=[target]))
    assert {"--cache-from=r.example/x:cache", "--build-arg=BUILDKIT_INLINE_CACHE=1"} <= set(given)
    with pytest.raises(protocol.ProviderError, match=r"^cacheFrom: /usr/bin/docker 20\.10\.24 has no buildx"):
        told(
            PLAIN, bench.checked(load=True, cacheFrom=[{"raw": "type=registry,ref=r.example/x,registry.insecure=true"}])
        )


def test_without_buildx_a_build_is_loaded_or_pushed(bench: Bench) -> None:
    """A client that always loads is not asked to keep an image in its cache alone."""
    with pytest.raises(protocol.ProviderError, match=r"^load: /usr/bin/docker has no buildx and always loads"):
        told(PLAIN, bench.checked())


def test_push_and_load_need_a_newer_buildx(bench: Bench) -> None:
    """Two exports at once are refused by an older buildx, so they are refused here."""
    inputs = bench.checked(push=True, load=True, tags=["localhost:5000/x"])
    assert told(BUILDX, inputs)[6:8] == ["--output=type=registry", "--output=type=docker"]
    with pytest.raises(protocol.ProviderError, match=r"^exports: /usr/bin/docker: several exports need buildx 0\.13"):
        told(client.Client("/usr/bin/docker", "24", (0, 12)), inputs)
