"""The provider's own configuration: its properties, its check, and the connection it describes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, cast

from moorage.engine import values as engine
from moorage.engine.providers.docker import values
from moorage.engine.providers.docker.schema import Property
from moorage.engine.providers.protocol import Checked, Failure
from moorage.engine.values import Values

REGISTRY: Final = {
    "address": Property("string", use="required"),
    "username": Property("string"),
    "password": Property("string"),
    "configFile": Property("string"),
    "configFileContent": Property("string"),
    "authDisabled": Property("boolean"),
}

PROPERTIES: Final = {
    "host": Property("string"),
    "context": Property("string"),
    "caMaterial": Property("string"),
    "certMaterial": Property("string"),
    "keyMaterial": Property("string"),
    "certPath": Property("string"),
    "sshOpts": Property("string", "list", refused="write them to ~/.ssh/config"),
    "registryAuth": Property("object", "list", fields=REGISTRY),
    "disableDockerDaemonCheck": Property("boolean"),
}

PACKAGE: Final = ("version", "pluginDownloadURL", "pluginChecksums")
"""What the engine itself writes beside a provider's configuration."""


@dataclass(frozen=True)
class Configuration:
    """How to reach the Docker engine and the registries; empty: as the `docker` command does."""

    host: str = ""
    context: str = ""
    ca: str = ""
    certificate: str = ""
    key: str = ""
    certificates: str = ""
    """A folder with ca.pem, cert.pem and key.pem."""
    registries: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def check(inputs: Values) -> Checked:
    """Check a provider's inputs; they are recorded as given, no environment variable enters the state."""
    failures: list[Failure] = []
    given = decode(inputs)
    values.check_object(PROPERTIES, given, "", failures)
    if bool(given.get("certMaterial")) != bool(given.get("keyMaterial")):
        failures.append(Failure("certMaterial", "certMaterial and keyMaterial belong together"))
    if given.get("certMaterial") and given.get("certPath"):
        failures.append(Failure("certPath", "cannot be set beside certMaterial"))
    return Checked({key: _compact(key, value) for key, value in inputs.items()}, failures)


def decode(inputs: Values) -> Values:
    """Return the provider's own properties; what is no text comes as JSON text from an SDK."""
    decoded: Values = {}
    for key, value in inputs.items():
        if key in PACKAGE or values.internal(key) or value is None:
            continue
        item = PROPERTIES.get(key)
        decoded[key] = _json(value) if item and (item.kind, item.many) != ("string", "one") else value
    return decoded


def read(inputs: Values) -> Configuration:
    """Return the configuration that checked inputs describe; what is unknown in a preview is left out."""
    given = {key: value for key, value in decode(inputs).items() if value is not engine.UNKNOWN}
    return Configuration(
        host=given.get("host", ""),
        context=given.get("context", ""),
        ca=given.get("caMaterial", ""),
        certificate=given.get("certMaterial", ""),
        key=given.get("keyMaterial", ""),
        certificates=given.get("certPath", ""),
        registries=cast("list[dict[str, Any]]", given.get("registryAuth") or []),
    )


def _compact(key: str, value: object) -> object:
    # As the real provider writes it again: the two engines would see each other's as changed.
    found = _json(value) if key in PROPERTIES and isinstance(value, str) else None
    return json.dumps(found, separators=(",", ":"), sort_keys=True) if isinstance(found, list | dict | bool) else value


def _json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
