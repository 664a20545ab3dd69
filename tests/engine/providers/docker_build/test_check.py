"""Image inputs: the SDK's properties, the real provider's defaults, one line for each mistake."""

from __future__ import annotations

import pulumi_docker_build
import pytest

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.docker_build import shape
from tests.engine.providers.docker import sdk
from tests.engine.providers.docker_build.conftest import Bench

NESTED = {
    "builder": "BuilderConfigArgs",
    "cacheFrom": "CacheFromArgs",
    "cacheTo": "CacheToArgs",
    "context": "BuildContextArgs",
    "dockerfile": "DockerfileArgs",
    "exports": "ExportArgs",
    "registries": "RegistryArgs",
    "ssh": "SSHArgs",
}
DEFAULTS: values.Values = {
    "exec": False,
    "load": False,
    "noCache": False,
    "pull": False,
    "push": False,
    "target": "",
    "network": "default",
    "buildOnPreview": True,
    "dockerfile": {"location": "../app/Dockerfile", "inline": ""},
}


def test_the_properties_are_the_sdks() -> None:
    """Every input and output of the SDK's resource has a place, and nothing else has."""
    assert set(shape.IMAGE.fields) == set(sdk.names(pulumi_docker_build.ImageArgs))
    assert {*shape.IMAGE.fields, *shape.OUTPUTS} == set(sdk.names(pulumi_docker_build.Image))


@pytest.mark.parametrize(("name", "cls"), NESTED.items())
def test_the_nested_properties_are_the_sdks(name: str, cls: str) -> None:
    """The same for the objects inside."""
    within = shape.IMAGE.fields[name].shape
    record = within.of if isinstance(within, shapes.ListOf) else within
    assert isinstance(record, shapes.Record)
    assert set(record.fields) == set(sdk.names(getattr(pulumi_docker_build, cls)))


def test_the_configuration_is_the_sdks() -> None:
    """The provider's own properties are the SDK's."""
    assert set(shape.CONFIGURATION.fields) == set(sdk.names(pulumi_docker_build.ProviderArgs))


@pytest.mark.parametrize(
    ("given", "inputs"),
    [
        ({"context": {"location": "../app"}, "push": False}, {**DEFAULTS, "context": {"location": "../app"}}),
        (
            {"context": {"location": values.UNKNOWN}, "push": False, "tags": [values.UNKNOWN]},
            {
                **DEFAULTS,
                "context": {"location": values.UNKNOWN},
                "tags": [values.UNKNOWN],
                "dockerfile": {"location": "", "inline": ""},
            },
        ),
        (
            {"context": {"location": "../app"}, "push": False, "dockerfile": {"inline": "FROM scratch"}, "builder": {}},
            {
                **DEFAULTS,
                "context": {"location": "../app"},
                "dockerfile": {"location": "", "inline": "FROM scratch"},
                "builder": {"name": ""},
            },
        ),
        (
            {"context": {"location": "../app"}, "push": False, "registries": [{"address": "r", "password": "p"}]},
            {
                **DEFAULTS,
                "context": {"location": "../app"},
                "registries": [{"address": "r", "username": "", "password": values.Secret("p")}],
            },
        ),
    ],
)
def test_defaults(bench: Bench, given: values.Values, inputs: values.Values) -> None:
    """Recorded from pulumi-docker-build 0.0.22: what it fills in, and that a registry's password is secret."""
    assert bench.provider.check(bench.context(), {}, given) == protocol.Checked(inputs)


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"tag": ["x"]}, "tag", "unknown property; did you mean tags"),
        ({"tags": "x"}, "tags", "must be a list, not a string"),
        ({"tags": ["Shop"]}, "tags[0]", "'Shop' is no image name (name[:tag], lower case)"),
        ({"push": True}, "tags", "at least one tag is needed to push"),
        ({"network": "bridge"}, "network", "'bridge' is none of default, host, none"),
        ({"context": {"location": "../nowhere"}}, "context.location", "../nowhere: not a folder or URL"),
        ({"dockerfile": {"location": "none"}}, "dockerfile.location", "none: no such file or directory"),
        (
            {"dockerfile": {"inline": "FORM x"}},
            "dockerfile.inline",
            "line 1: unknown instruction: FORM (did you mean FROM?)",
        ),
        (
            {"dockerfile": {"inline": "FROM x", "location": "y"}},
            "dockerfile",
            "only one of location and inline can be set",
        ),
        (
            {"cacheFrom": [{"s3": {}}]},
            "cacheFrom[0].s3",
            "the embedded engine does not have this: give it as `raw`, the text that the Docker CLI takes",
        ),
    ],
)
def test_a_mistake_is_one_line(bench: Bench, given: values.Values, path: str, reason: str) -> None:
    """Each wrong input is named with its path, what is wrong, and what is allowed or nearest."""
    inputs = {"context": {"location": "../app"}, "push": False, **given}
    failures = bench.provider.check(bench.context(), {}, inputs).failures
    assert [(one.property, one.reason) for one in failures] == [(path, reason)]


def test_push_has_no_default(bench: Bench) -> None:
    """As in the real provider, the program says whether it pushes."""
    failures = bench.provider.check(bench.context(), {}, {}).failures
    assert [(one.property, one.reason) for one in failures] == [("push", "required, and not set")]


def test_another_resource_is_refused_by_name(bench: Bench) -> None:
    """A type of the real package that this one does not have is one line."""
    other = protocol.Context("urn", "docker-build:index:Imag", "image")
    with pytest.raises(protocol.ProviderError) as error:
        bench.provider.check(other, {}, {})
    assert str(error.value) == "docker-build:index:Imag: unknown resource; did you mean docker-build:index:Image"


def test_registries_of_the_configuration_come_as_json(bench: Bench) -> None:
    """The SDK writes a list in a provider's configuration as JSON text."""
    good = bench.provider.check_config({"version": "0.0.22", "registries": '[{"address":"r"}]'})
    bad = bench.provider.check_config({"registries": [{"adress": "r"}], "hosts": ""})
    assert good.failures == []
    assert [one.property for one in bad.failures] == ["registries[0].adress", "registries[0].address", "hosts"]
