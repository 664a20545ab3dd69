"""The tables against the installed SDK."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi_docker
import pytest

from moorage.engine.providers.docker import bridged, configuration, serve
from moorage.engine.providers.docker.schema import Properties
from tests.engine.providers.docker import sdk

TYPES = sorted(bridged.TYPES)
PARTIAL = {
    "docker:index/registryImage:RegistryImage": "build.",
    "docker:index/remoteImage:RemoteImage": "build.",
    "docker:index/volume:Volume": "cluster.",
}
"""Objects that are refused whole: what is inside them is in no table."""


def paths(properties: Properties, path: str = "", *, outputs: bool = True) -> Iterator[str]:
    """Return the paths of all properties of a table."""
    for name, item in properties.items():
        if outputs or item.use != "output":
            yield f"{path}{name}"
            yield from paths(item.fields, f"{path}{name}.")


@pytest.mark.parametrize("token", TYPES)
def test_inputs_are_the_sdks(token: str) -> None:
    """Each input of the SDK is in the table, nested ones too, and the table has no other."""
    resource, refused = token.rpartition(":")[2], PARTIAL.get(token, "-")
    wanted = {path for path in sdk.tree(sdk.inputs(resource)) if not path.startswith(refused)}
    assert set(paths(bridged.TYPES[token].table.properties, outputs=False)) == wanted


@pytest.mark.parametrize("token", TYPES)
def test_outputs_are_the_sdks(token: str) -> None:
    """Each property that a resource of the SDK shows is in the table, and the table has no other."""
    resource, refused = token.rpartition(":")[2], PARTIAL.get(token, "-")
    wanted = {path for path in sdk.tree(sdk.results(resource)) if not path.startswith(refused)}
    assert set(paths(bridged.TYPES[token].table.properties)) == wanted


def test_configuration_is_the_sdks() -> None:
    """The provider's own properties are those of the SDK's Provider."""
    assert set(paths(configuration.PROPERTIES)) == set(sdk.tree(sdk.names(pulumi_docker.ProviderArgs)))


@pytest.mark.parametrize("token", TYPES)
def test_required_are_the_sdks(token: str) -> None:
    """A property is required exactly where the SDK's constructor has no default for it."""
    arguments = getattr(pulumi_docker, f"{token.rpartition(':')[2]}Args")
    optional = arguments.__init__.__kwdefaults__ or {}
    wire = {getter.fget.__name__: getter.fget for getter in vars(arguments).values() if hasattr(getter, "fget")}
    required = {getattr(fget, "_pulumi_name", name) for name, fget in wire.items() if name not in optional}
    table = bridged.TYPES[token].table.properties
    assert {name for name, item in table.items() if item.use == "required"} == required


def test_version_is_the_sdks() -> None:
    """The provider says the version of the SDK that it serves."""
    from importlib.metadata import version

    assert serve.Docker().version == version("pulumi-docker")
