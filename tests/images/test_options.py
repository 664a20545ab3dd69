"""What can be asked of a builder besides the image: how it is told, and what is refused before anything starts."""

from __future__ import annotations

from typing import Any

import pytest

from components.core import delivery, validation
from components.core.errors import SettingsError
from components.core.traits import Traits
from components.images import able, labels
from components.images.builders import words
from components.images.builders.options import Options
from components.images.contract import CacheSettings, LabelSettings
from tests.images import apps

REGISTRY = delivery.Registry("registry.example:5000/team")
PLAIN = delivery.Registry("registry.example:5000/team", plain="a wire of our own")
REPOSITORY = "registry.example:5000/team/shop-dev-app"
SOURCE = {"SOURCE_DATE_EPOCH": "315532800"}


def cache(**block: Any) -> CacheSettings:
    """Return a cache block."""
    return validation.parse(CacheSettings, block, "cache")


@pytest.mark.parametrize(
    ("block", "source", "target"),
    [
        (
            {"registry": "registry.example:5000/cache:shop", "mode": "max"},
            "type=registry,ref=registry.example:5000/cache:shop",
            "type=registry,ref=registry.example:5000/cache:shop,mode=max,image-manifest=true,oci-mediatypes=true",
        ),
        ({"local": ".cache/shop"}, "type=local,src=../.cache/shop", "type=local,dest=../.cache/shop,mode=min"),
        ({"inline": True}, f"type=registry,ref={REPOSITORY}:cache", "type=inline"),
    ],
    ids=["registry", "local", "inline"],
)
def test_a_cache_is_read_and_written(block: dict[str, Any], source: str, target: str) -> None:
    """Each kind is looked up where it is kept."""
    given = cache(**block)
    assert words.cache_from(given, REPOSITORY, "../.cache/shop", REGISTRY) == source
    assert words.cache_to(given, "../.cache/shop", REGISTRY) == target


def test_an_inline_cache_has_a_tag_of_its_own() -> None:
    """The build's own tag changes with its content, so the cache is found under another."""
    assert words.tags(REPOSITORY, "0badcafe", Options()) == [f"{REPOSITORY}:0badcafe"]
    asked = Options(cache=cache(inline=True))
    assert words.tags(REPOSITORY, "0badcafe", asked) == [f"{REPOSITORY}:0badcafe", f"{REPOSITORY}:cache"]


def test_plain_holds_for_the_targets_registry_alone() -> None:
    """A cache in another registry is still spoken to by TLS."""
    own, other = cache(registry="registry.example:5000/cache:a"), cache(registry="other.example/cache:a")
    assert words.cache_from(own, REPOSITORY, "", PLAIN).endswith(",registry.insecure=true")
    assert words.cache_to(own, "", PLAIN).endswith(",registry.insecure=true")
    assert "insecure" not in words.cache_from(other, REPOSITORY, "", PLAIN) + words.cache_to(other, "", PLAIN)


@pytest.mark.parametrize(
    ("builder", "registry", "export"),
    [
        (delivery.BuildKit(), REGISTRY, None),
        (delivery.BuildKit("far"), None, "type=docker,rewrite-timestamp=true"),
        (delivery.BuildKit("far"), REGISTRY, "type=registry,rewrite-timestamp=true"),
        (delivery.BuildKit("far"), PLAIN, "type=registry,rewrite-timestamp=true,registry.insecure=true"),
    ],
)
def test_a_builder_of_its_own_rewrites_times(
    builder: delivery.BuildKit, registry: delivery.Registry | None, export: str | None
) -> None:
    """Docker's own BuildKit is told nothing that it does not know."""
    assert words.export(builder, registry) == export


def test_builds_are_told_their_date_and_attestations() -> None:
    """The date always; attestations by BuildKit's own build arguments; the image's arguments win."""
    assert words.arguments({}, Options()) == SOURCE
    asked = Options(sbom=True, provenance="max")
    attested = {"BUILDKIT_ATTEST_SBOM": "true", "BUILDKIT_ATTEST_PROVENANCE": "mode=max"}
    assert words.arguments({"VERSION": "1"}, asked) == {**SOURCE, **attested, "VERSION": "1"}
    assert words.arguments({"SOURCE_DATE_EPOCH": "0"}, Options()) == {"SOURCE_DATE_EPOCH": "0"}


def test_labels_are_the_users_words() -> None:
    """Version, revision and source are labels when they are stated, and nothing else decides them."""
    given = LabelSettings(version="1.4.2", revision="0badcafe", source="https://git.example/shop")
    said = labels.of("app", "", None, apps.SCOPE, given)
    prefix = "org.opencontainers.image."
    assert {key: said[f"{prefix}{key}"] for key in ("version", "revision", "source")} == given.model_dump()
    assert f"{prefix}revision" not in labels.of("app", "", None, apps.SCOPE, LabelSettings())


@pytest.mark.parametrize(
    ("option", "traits", "line"),
    [
        ({"platforms": ["linux/amd64", "linux/arm64"]}, Traits(), "platforms: only a registry holds images of several"),
        ({"sbom": True}, Traits(), "sbom: only a registry holds attestations; the target has none: state registry"),
        ({"provenance": "min"}, Traits(), "provenance: only a registry holds attestations"),
        ({"cache": {"inline": True}}, Traits(), "cache.inline: only a registry holds an image with its cache in it"),
        ({"cache": {"local": "x"}}, Traits(builder=delivery.Buildah()), "cache: Buildah makes no cache for other"),
        (
            {"provenance": "max"},
            Traits(builder=delivery.Buildah(), registry=REGISTRY),
            "provenance: Buildah makes no attestations; the builder buildkit does",
        ),
    ],
)
def test_what_cannot_be_had_is_refused(option: dict[str, Any], traits: Traits, line: str) -> None:
    """One line at the option's path, from the stack file alone."""
    with pytest.raises(SettingsError) as error:
        able.check(apps.python(**option), "images.app.python", traits)
    assert str(error.value).startswith(f"images.app.python.{line}")
    able.check(apps.python(platforms=["linux/arm64"]), "images.app.python", traits)


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ({"cache": {}}, "cache: exactly one of registry, local and inline is needed, found none"),
        (
            {"cache": {"local": "x", "inline": True}},
            "cache: exactly one of registry, local and inline is needed, found",
        ),
        ({"cache": {"inline": True, "mode": "max"}}, "cache: an inline cache holds the steps of the image alone"),
        ({"cache": {"local": "../x"}}, "cache.local: '../x' should be of the form .cache/shop, inside the project"),
        ({"cache": {"local": "x,mode=max"}}, "cache.local: 'x,mode=max' should be of the form .cache/shop"),
        (
            {"cache": {"registry": "r.example/c:a,mode=max"}},
            "cache.registry: 'r.example/c:a,mode=max' should be",
        ),
        (
            {"platforms": ["arm64"]},
            "platforms.0: 'arm64' is not a choice; did you mean linux/arm64; allowed: linux/386",
        ),
        ({"provenance": "full"}, "provenance: 'full' is not a choice; allowed: max, min, none"),
        ({"labels": {"revison": "x"}}, "labels.revison: unknown key; did you mean revision"),
    ],
)
def test_a_bad_option_is_one_line(option: dict[str, Any], line: str) -> None:
    """Nothing that is put together for the builder can hold an option of its own."""
    with pytest.raises(SettingsError) as error:
        apps.python(**option)
    assert str(error.value).removeprefix("images.app.python.").startswith(line)
