"""The functions of the package: look-ups that change nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from moorage.engine import nearest
from moorage.engine.providers.docker import client, image, logs, network, pull, records, registries
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import ProviderError
from moorage.engine.values import Values


def invoke(session: Session, token: str, arguments: Values) -> Values:
    """Call a function by its token; raises one line for a function or an argument it does not have."""
    found = FUNCTIONS.get(token)
    if found is None:
        msg = f"{token}: the embedded engine does not have this function{nearest.hint(token, FUNCTIONS)}"
        raise ProviderError(msg)
    call, allowed = found
    for key, value in arguments.items():
        if key not in allowed and value is not None:
            msg = f"{token}: {key}: unknown argument{nearest.hint(key, allowed)}"
            raise ProviderError(msg)
    if not arguments.get("name"):
        msg = f"{token}: name: is required"
        raise ProviderError(msg)
    return call(session, arguments)


def _network(session: Session, arguments: Values) -> Values:
    name = str(arguments["name"])
    with client.one_line(f"network {name}: cannot be read"):
        found: dict[str, Any] = session.engine.inspect_network(name)
    told = network.outputs({}, found)
    kept = {key: told[key] for key in ("name", "driver", "options", "internal", "ipamConfigs", "scope")}
    return {**kept, "id": found["Id"], "containers": _containers(found)}


def _containers(found: dict[str, Any]) -> list[Values]:
    return [
        {
            "containerId": identity,
            "name": entry["Name"],
            "endpointId": entry["EndpointID"],
            "macAddress": entry["MacAddress"],
            "ipv4Address": entry["IPv4Address"],
            "ipv6Address": entry["IPv6Address"],
        }
        for identity, entry in sorted(records.members(found, "Containers").items())
    ]


def _remote_image(session: Session, arguments: Values) -> Values:
    name = str(arguments["name"])
    found = pull.local(session.engine, name)
    if found is None:
        msg = f"image {name}: the engine does not have it"
        raise ProviderError(msg)
    digest = image.repo_digest(name, records.texts(found, "RepoDigests"))
    return {"id": found["Id"], "name": name, "repoDigest": digest}


def _registry_image(session: Session, arguments: Values) -> Values:
    name = str(arguments["name"])
    with client.one_line(f"image {name}: its registry cannot be asked"):
        login = registries.credentials(session.registries, name)
        digest = str(session.engine.inspect_distribution(name, auth_config=login)["Descriptor"]["digest"])
    # The engine asks, and its own configuration says which registries it trusts.
    verify = {"insecureSkipVerify": bool(arguments.get("insecureSkipVerify"))}
    return {"id": digest, "name": name, "sha256Digest": digest, **verify}


FUNCTIONS: Final[dict[str, tuple[Callable[[Session, Values], Values], tuple[str, ...]]]] = {
    "docker:index/getLogs:getLogs": (logs.read, logs.ARGUMENTS),
    "docker:index/getNetwork:getNetwork": (_network, ("name",)),
    "docker:index/getRemoteImage:getRemoteImage": (_remote_image, ("name",)),
    "docker:index/getRegistryImage:getRegistryImage": (_registry_image, ("insecureSkipVerify", "name")),
}
