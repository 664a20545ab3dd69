"""The properties of networks, volumes, images and tags, as pulumi-docker 5.2 has them."""

from __future__ import annotations

from typing import Final

from moorage.engine.providers.docker import labels
from moorage.engine.providers.docker.schema import Property, Resource, forced

_MINUTES: Final = (
    '{"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":1200000000000,"delete":1200000000000,"update":1200000000000}}'
)
"""Twenty minutes, in nanoseconds, is the real provider's time-out for images; their schemas have no version."""

NETWORK: Final = Resource(
    forced(
        {
            "name": Property("string"),
            "labels": Property("object", "set", fields=labels.FIELDS),
            "driver": Property("string", use="computed"),
            "options": Property("map", use="computed"),
            "internal": Property("boolean", use="computed"),
            "attachable": Property("boolean"),
            "ingress": Property("boolean"),
            "ipv6": Property("boolean"),
            "ipamDriver": Property("string", default="default"),
            "ipamOptions": Property("map"),
            "ipamConfigs": Property(
                "object",
                "set",
                "computed",
                fields={
                    "subnet": Property("string"),
                    "ipRange": Property("string"),
                    "gateway": Property("string"),
                    "auxAddress": Property("map"),
                },
            ),
            "scope": Property("string", use="output"),
        }
    ),
    meta='{"schema_version":"1"}',
    named=True,
)

VOLUME: Final = Resource(
    forced(
        {
            "name": Property("string"),
            "labels": Property("object", "set", fields=labels.FIELDS),
            "driver": Property("string", use="computed"),
            "driverOpts": Property("map"),
            "mountpoint": Property("string", use="output"),
            "cluster": Property("object", refused="cluster volumes need a swarm"),
        }
    ),
    meta='{"schema_version":"1"}',
    named=True,
)

IMAGE: Final = Resource(
    {
        "name": Property("string", use="required", replaces=True),
        "platform": Property("string", replaces=True, default=""),
        "triggers": Property("map", replaces=True),
        "pullTriggers": Property("string", "set", replaces=True),
        "keepLocally": Property("boolean"),
        "forceRemove": Property("boolean"),
        "build": Property("object", refused="build with the docker-build package"),
        "imageId": Property("string", use="output"),
        "repoDigest": Property("string", use="output"),
    },
    meta=_MINUTES,
)

REGISTRY_IMAGE: Final = Resource(
    {
        "name": Property("string", replaces=True),
        "keepRemotely": Property("boolean", default=False),
        "insecureSkipVerify": Property("boolean", default=False),
        "triggers": Property("map", replaces=True),
        "authConfig": Property(
            "object",
            fields={
                "address": Property("string", use="required"),
                "username": Property("string"),
                "password": Property("string", secret=True),
            },
        ),
        "build": Property("object", refused="build with the docker-build package"),
        "sha256Digest": Property("string", use="output"),
    },
    meta=_MINUTES,
    named=True,
)

TAG: Final = Resource(
    forced(
        {
            "sourceImage": Property("string", use="required"),
            "targetImage": Property("string", use="required"),
            "tagTriggers": Property("string", "set"),
            "sourceImageId": Property("string", use="output"),
        }
    )
)
