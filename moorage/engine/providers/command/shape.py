"""The properties of the package's resources and functions, as pulumi-command 1.2.1 has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from moorage.engine.providers import shapes

LOGGING: Final = ("stdout", "stderr", "stdoutAndStderr", "none")

_TEXT = shapes.Field(shapes.STRING)

_SHARED: Final[Mapping[str, shapes.Field]] = {
    "stdin": _TEXT,
    "logging": shapes.Field(shapes.Scalar("string", LOGGING)),
    "environment": shapes.Field(shapes.STRING_MAP),
    "addPreviousOutputInEnv": shapes.Field(shapes.BOOLEAN),
}

_HERE: Final[Mapping[str, shapes.Field]] = {
    **_SHARED,
    "interpreter": shapes.Field(shapes.STRINGS),
    "dir": _TEXT,
    "assetPaths": shapes.Field(shapes.STRINGS),
    "archivePaths": shapes.Field(shapes.STRINGS),
}

_TRIGGERS: Final[Mapping[str, shapes.Field]] = {"triggers": shapes.Field(shapes.ListOf(shapes.ANY))}

_LIFE: Final[Mapping[str, shapes.Field]] = {**_TRIGGERS, "create": _TEXT, "update": _TEXT, "delete": _TEXT}

_HOST: Final[Mapping[str, shapes.Field]] = {
    "host": shapes.Field(shapes.STRING, required=True),
    "port": shapes.Field(shapes.INTEGER),
    "user": _TEXT,
    "password": _TEXT,
    "privateKey": _TEXT,
    "privateKeyPassword": _TEXT,
    "agentSocketPath": _TEXT,
    "hostKey": _TEXT,
    "dialErrorLimit": shapes.Field(shapes.INTEGER),
    "perDialTimeout": shapes.Field(shapes.INTEGER),
}

PROXY: Final = shapes.Record(_HOST)

CONNECTION: Final = shapes.Record({**_HOST, "proxy": shapes.Field(PROXY)})

_CONNECTED: Final[Mapping[str, shapes.Field]] = {"connection": shapes.Field(CONNECTION, required=True)}

LOCAL: Final = shapes.Record({**_HERE, **_LIFE})

RUN: Final = shapes.Record({**_HERE, "command": shapes.Field(shapes.STRING, required=True)})

REMOTE: Final = shapes.Record({**_SHARED, **_LIFE, **_CONNECTED})

COPY_TO_REMOTE: Final = shapes.Record(
    {
        **_CONNECTED,
        **_TRIGGERS,
        "source": shapes.Field(shapes.Scalar("asset"), required=True),
        "remotePath": shapes.Field(shapes.STRING, required=True),
    }
)

COPY_FILE: Final = shapes.Record(
    {
        **_CONNECTED,
        **_TRIGGERS,
        "localPath": shapes.Field(shapes.STRING, required=True),
        "remotePath": shapes.Field(shapes.STRING, required=True),
    }
)
