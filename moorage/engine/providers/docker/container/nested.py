"""The objects inside a container's properties. A change of any of them replaces the container."""

from __future__ import annotations

from typing import Final

from moorage.engine.providers.docker import labels
from moorage.engine.providers.docker.schema import Property, forced

_DURATION: Final = Property("string", default="0s", pattern=r"^(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$")

HEALTHCHECK: Final = forced(
    {
        "tests": Property("string", "list"),
        "interval": _DURATION,
        "timeout": _DURATION,
        "startPeriod": _DURATION,
        "startInterval": _DURATION,
        "retries": Property("integer", default=0, minimum=0),
    }
)
"""Durations as Go writes them (`1m30s`)."""

UPLOAD: Final = forced(
    {
        "file": Property("string", use="required"),
        "content": Property("string"),
        "contentBase64": Property("string"),
        "source": Property("string"),
        "sourceHash": Property("string"),
        "executable": Property("boolean", default=False),
        "permissions": Property("string", pattern="^0[0-7]{3}$"),
        "owner": Property("string", default=""),
        "group": Property("string", default=""),
    }
)

CAPABILITIES: Final = forced({"adds": Property("string", "set"), "drops": Property("string", "set")})

ULIMIT: Final = forced(
    {
        "name": Property("string", use="required"),
        "soft": Property("integer", use="required"),
        "hard": Property("integer", use="required"),
    }
)

DEVICE: Final = forced(
    {
        "hostPath": Property("string", use="required"),
        "containerPath": Property("string"),
        "permissions": Property("string", default="rwm"),
    }
)

DEVICE_REQUEST: Final = forced(
    {
        "driver": Property("string", default="cdi"),
        "count": Property("integer", default=0),
        "deviceIds": Property("string", "set"),
        "capabilities": Property("string", "set"),
        "options": Property("map"),
    }
)

MOUNT: Final = forced(
    {
        "target": Property("string", use="required"),
        "source": Property("string"),
        "type": Property("string", use="required", pattern="^(bind|volume|tmpfs)$"),
        "readOnly": Property("boolean"),
        "bindOptions": Property(
            "object",
            fields={"propagation": Property("string", pattern="^(private|rprivate|shared|rshared|slave|rslave)$")},
        ),
        "volumeOptions": Property(
            "object",
            fields={
                "noCopy": Property("boolean"),
                "labels": Property("object", "set", fields=labels.FIELDS),
                "driverName": Property("string"),
                "driverOptions": Property("map"),
                "subpath": Property("string"),
            },
        ),
        "tmpfsOptions": Property("object", fields={"sizeBytes": Property("integer"), "mode": Property("integer")}),
    }
)

VOLUME: Final = forced(
    {
        "containerPath": Property("string"),
        "fromContainer": Property("string"),
        "hostPath": Property("string", pattern=r"^[a-zA-Z]:[\\/]|^/"),
        "volumeName": Property("string"),
        "readOnly": Property("boolean"),
        "selinuxRelabel": Property("string", pattern="^(z|Z)$"),
    }
)

NETWORK: Final = forced(
    {
        "name": Property("string", use="required"),
        "aliases": Property("string", "set"),
        "ipv4Address": Property("string"),
        "ipv6Address": Property("string"),
        "linkLocalIps": Property("string", "set"),
        "macAddress": Property("string"),
        "driverOpts": Property("string", "set"),
        "gwPriority": Property("integer", minimum=0, refused="Docker's Python client cannot say it"),
    }
)

PORT: Final = forced(
    {
        "internal": Property("integer", use="required"),
        "external": Property("integer", use="computed"),
        "ip": Property("string", default="0.0.0.0"),  # noqa: S104 - the real provider's default
        "protocol": Property("string", default="tcp"),
    }
)

HOST: Final = forced({"host": Property("string", use="required"), "ip": Property("string", use="required")})

NETWORK_DATA: Final = {
    "networkName": Property("string", use="output"),
    "ipAddress": Property("string", use="output"),
    "ipPrefixLength": Property("integer", use="output"),
    "gateway": Property("string", use="output"),
    "globalIpv6Address": Property("string", use="output"),
    "globalIpv6PrefixLength": Property("integer", use="output"),
    "ipv6Gateway": Property("string", use="output"),
    "macAddress": Property("string", use="output"),
}
