"""Which changes build an image again."""

from __future__ import annotations

import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol
from moorage.engine.providers.docker_build import diff
from tests.engine.providers.docker_build.conftest import Bench


def recorded(bench: Bench, inputs: values.Values) -> values.Values:
    """Return the outputs of an image that was built from these inputs now."""
    plain = marks.strip(inputs)
    fingerprint = diff.context_hash(plain, bench.provider.directory)
    return {**plain, "digest": "", "ref": "", "contextHash": fingerprint}


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ({}, {}, []),
        ({"exec": False}, {"exec": True}, []),
        ({}, {"tags": ["a"]}, ["tags"]),
        ({}, {"tags": []}, []),
        ({}, {"labels": {}}, ["labels"]),
        (
            {"pull": True},
            dict.fromkeys(("load", "push", "pull", "exports", "tags"), values.UNKNOWN),
            ["exports", "load", "pull", "push", "tags"],
        ),
        (
            {},
            dict.fromkeys(("secrets", "registries", "platforms", "network"), values.UNKNOWN),
            ["network", "platforms", "registries", "secrets"],
        ),
        ({"tags": ["a"]}, {"tags": [values.UNKNOWN]}, ["tags"]),
        ({}, {"load": True, "target": "x", "noCache": True}, ["load", "noCache", "target"]),
        ({}, {"load": True, "pull": True}, ["load", "pull", "contextHash"]),
        ({"load": True, "pull": True}, {"load": True, "pull": True}, ["contextHash"]),
        ({"secrets": {"a": "1"}}, {"secrets": {"a": "2"}}, ["secrets"]),
        ({"secrets": {"a": "1"}}, {"secrets": {"a": "2"}, "ignoreSecretsInDiffCalculation": ["a"]}, []),
        ({}, {"secrets": {"a": "2"}, "ignoreSecretsInDiffCalculation": ["a"]}, ["secrets"]),
        (
            {"registries": [{"address": "r", "username": "u", "password": "p"}]},
            {"registries": [{"address": "r", "username": "u", "password": "q"}]},
            [],
        ),
        ({"registries": [{"address": "r"}]}, {"registries": [{"address": "s"}]}, ["registries[0]"]),
        ({}, {"registries": [{"address": "s"}]}, ["registries"]),
        ({}, {"exports": [{"raw": "type=docker", "disabled": True}]}, []),
        ({}, {"exports": [{"raw": "type=docker"}]}, ["exports"]),
        ({}, {"dockerfile": {"inline": "FROM scratch"}}, ["dockerfile", "contextHash"]),
        ({}, {"context": {"location": "../app", "named": {"x": {"location": "docker-image://y"}}}}, ["context.named"]),
    ],
)
def test_inputs(bench: Bench, old: values.Values, new: values.Values, paths: list[str]) -> None:
    """As the real provider's Diff on the same pairs; nothing ever replaces."""
    before, after = bench.checked(**old), bench.checked(**new)
    found = bench.provider.diff(bench.context(), "id", before, recorded(bench, before), after)
    assert sorted(found.detailed) == sorted(paths)
    assert set(found.detailed.values()) <= {protocol.PropertyDiff("update", input=False)}


def test_content_builds_again_and_touching_does_not(bench: Bench) -> None:
    """A file's bytes count, its time does not."""
    inputs = bench.checked()
    outputs = recorded(bench, inputs)
    (bench.root / "app" / "Dockerfile").touch()
    assert bench.provider.diff(bench.context(), "id", inputs, outputs, inputs).detailed == {}
    bench.dockerfile("CMD x")
    assert list(bench.provider.diff(bench.context(), "id", inputs, outputs, inputs).detailed) == ["contextHash"]


def test_an_ignored_change_is_none(bench: Bench) -> None:
    """A property that the program ignores keeps its old value."""
    before, after = bench.checked(tags=["a"]), bench.checked(tags=["b"])
    ignoring = bench.context(ignore_changes=("tags", "contextHash"))
    assert bench.provider.diff(ignoring, "id", before, recorded(bench, before), after).detailed == {}
