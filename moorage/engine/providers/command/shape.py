"""The properties of `command:local:Command` and `command:local:run`, as pulumi-command 1.2.1 has them."""

from __future__ import annotations

from collections.abc import Mapping

from moorage.engine.providers import shapes

_COLLECTED = "files of a command are not collected; read them in the program"

LOGGING = ("stdout", "stderr", "stdoutAndStderr", "none")

_COMMON: Mapping[str, shapes.Field] = {
    "stdin": shapes.Field(shapes.STRING),
    "logging": shapes.Field(shapes.Scalar("string", LOGGING)),
    "interpreter": shapes.Field(shapes.STRINGS),
    "dir": shapes.Field(shapes.STRING),
    "environment": shapes.Field(shapes.STRING_MAP),
    "assetPaths": shapes.Field(shapes.STRINGS, refused=_COLLECTED),
    "archivePaths": shapes.Field(shapes.STRINGS, refused=_COLLECTED),
    "addPreviousOutputInEnv": shapes.Field(shapes.BOOLEAN),
}

COMMAND = shapes.Record(
    {
        **_COMMON,
        "triggers": shapes.Field(shapes.ListOf(shapes.ANY)),
        "create": shapes.Field(shapes.STRING),
        "update": shapes.Field(shapes.STRING),
        "delete": shapes.Field(shapes.STRING),
    }
)

RUN = shapes.Record({**_COMMON, "command": shapes.Field(shapes.STRING, required=True)})
