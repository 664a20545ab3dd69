"""The properties of a container, as pulumi-docker 5.2 has them.

Where the real provider accepts a change and then does nothing with it (`init`, `rm`, `tmpfs`, a `healthcheck` that is
added, a `workingDir` that is taken away), it replaces the container here: only a new one has what was asked for. The
states are the same, and neither engine sees a change in what the other made.
"""

from __future__ import annotations

from typing import Final

from moorage.engine.providers.docker import labels
from moorage.engine.providers.docker.container import nested
from moorage.engine.providers.docker.schema import Property, Resource

_RATES: Final = {"path": Property("string", use="required"), "rate": Property("integer", use="required", minimum=0)}

CREATION: Final = {
    "image": Property("string", use="required", replaces=True),
    "name": Property("string", replaces=True),
    "command": Property("string", "list", "computed", replaces=True),
    "entrypoints": Property("string", "list", "computed", replaces=True),
    "envs": Property("string", "set", "computed", replaces=True),
    "labels": Property("object", "set", "computed", replaces=True, fields=labels.FIELDS),
    "user": Property("string", replaces=True),
    "groupAdds": Property("string", "set", replaces=True),
    "workingDir": Property("string", replaces=True),
    "hostname": Property("string", use="computed", replaces=True),
    "domainname": Property("string", replaces=True),
    "tty": Property("boolean", replaces=True, default=False),
    "stdinOpen": Property("boolean", replaces=True, default=False),
    "init": Property("boolean", use="computed", replaces=True),
    "platform": Property("string", use="computed", replaces=True),
    "runtime": Property("string", use="computed", replaces=True),
    "stopSignal": Property("string", use="computed", replaces=True),
    "stopTimeout": Property("integer", use="computed", replaces=True),
    "healthcheck": Property("object", use="computed", replaces=True, fields=nested.HEALTHCHECK),
    "uploads": Property("object", "set", replaces=True, fields=nested.UPLOAD),
}
"""What the container is made from and runs."""

ISOLATION: Final = {
    "readOnly": Property("boolean", replaces=True, default=False),
    "privileged": Property("boolean", replaces=True),
    "capabilities": Property("object", replaces=True, fields=nested.CAPABILITIES),
    "securityOpts": Property("string", "set", "computed", replaces=True),
    "sysctls": Property("map", replaces=True),
    "ulimits": Property("object", "set", replaces=True, fields=nested.ULIMIT),
    "shmSize": Property("integer", use="computed", replaces=True, minimum=0),
    "pidMode": Property("string", replaces=True),
    "ipcMode": Property("string", use="computed", replaces=True),
    "usernsMode": Property("string", replaces=True),
    "cgroupnsMode": Property("string", replaces=True, pattern="^(private|host)?$"),
    "cgroupParent": Property("string", replaces=True),
    "devices": Property("object", "set", replaces=True, fields=nested.DEVICE),
    "deviceCgroupRules": Property("string", "set", replaces=True),
    "deviceRequests": Property("object", "set", replaces=True, fields=nested.DEVICE_REQUEST),
    "gpus": Property("string", replaces=True, refused="use deviceRequests"),
}

STORAGE: Final = {
    "mounts": Property("object", "set", replaces=True, fields=nested.MOUNT),
    "volumes": Property("object", "set", replaces=True, fields=nested.VOLUME),
    "tmpfs": Property("map", replaces=True),
    "storageOpts": Property("map", replaces=True),
    "logDriver": Property("string", use="computed", replaces=True),
    "logOpts": Property("map", replaces=True),
}

NETWORK: Final = {
    "networkMode": Property("string", replaces=True, default="bridge"),
    "networksAdvanced": Property("object", "set", replaces=True, fields=nested.NETWORK),
    "ports": Property("object", "list", replaces=True, fields=nested.PORT),
    "publishAllPorts": Property("boolean", replaces=True),
    "hosts": Property("object", "set", replaces=True, fields=nested.HOST),
    "dns": Property("string", "set", replaces=True),
    "dnsOpts": Property("string", "set", replaces=True),
    "dnsSearches": Property("string", "set", replaces=True),
}

LIMITS: Final = {
    "memory": Property("integer", minimum=0, keeps=True),
    "memoryReservation": Property("integer", minimum=0, keeps=True, default=0),
    "memorySwap": Property("integer", minimum=-1, keeps=True),
    "cpuShares": Property("integer", minimum=0, keeps=True),
    "cpuSet": Property("string", pattern=r"^\d+([,-]\d+)*$", keeps=True),
    "cpuPeriod": Property("integer", minimum=0, keeps=True),
    "cpuQuota": Property("integer", minimum=0, keeps=True),
    "cpus": Property("string", replaces=True),
    "deviceReadBps": Property("object", "set", replaces=True, fields=_RATES),
    "deviceReadIops": Property("object", "set", replaces=True, fields=_RATES),
    "deviceWriteBps": Property("object", "set", replaces=True, fields=_RATES),
    "deviceWriteIops": Property("object", "set", replaces=True, fields=_RATES),
    "restart": Property("string", default="no", pattern="^(no|on-failure|always|unless-stopped)$"),
    "maxRetryCount": Property("integer"),
}
"""What Docker can change while the container runs; memory in MiB."""

CONDUCT: Final = {
    "start": Property("boolean", default=True),
    "mustRun": Property("boolean", default=True),
    "wait": Property("boolean", default=False),
    "waitTimeout": Property("integer", default=60),
    "attach": Property("boolean", default=False),
    "logs": Property("boolean", default=False),
    "rm": Property("boolean", replaces=True, default=False),
    "removeVolumes": Property("boolean", default=True),
    "destroyGraceSeconds": Property("integer"),
    "containerReadRefreshTimeoutMilliseconds": Property("integer", default=15000),
}
"""What the provider does with the container; Docker knows nothing of it. Seconds where no unit is said."""

OUTPUTS: Final = {
    "bridge": Property("string", use="output"),
    "containerLogs": Property("string", use="output"),
    "exitCode": Property("integer", use="output"),
    "networkDatas": Property("object", "list", "output", fields=nested.NETWORK_DATA),
}

CONTAINER: Final = Resource(
    {**CREATION, **ISOLATION, **STORAGE, **NETWORK, **LIMITS, **CONDUCT, **OUTPUTS},
    # Twenty minutes, in nanoseconds, is the real provider's time-out; 2 its schema version.
    meta='{"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":1200000000000,"delete":1200000000000,'
    '"update":1200000000000},"schema_version":"2"}',
    delete_before_replace=True,
    said_once=("containerLogs",),
    named=True,
)
