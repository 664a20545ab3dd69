"""The inputs of `docker:index/image:Image`, as pulumi-docker 5.2 has them."""

from __future__ import annotations

from typing import Final

from moorage.engine.providers import shapes

_BUILDERS: Final = ("BuilderBuildKit",)
"""Docker's old builder (`BuilderV1`) is gone from its clients since version 23."""

BUILD: Final = shapes.Record(
    {
        "addHosts": shapes.Field(shapes.STRINGS),
        "args": shapes.Field(shapes.STRING_MAP),
        "builderVersion": shapes.Field(shapes.Scalar("string", _BUILDERS)),
        "cacheFrom": shapes.Field(shapes.Record({"images": shapes.Field(shapes.STRINGS)})),
        "context": shapes.Field(shapes.STRING),
        "dockerfile": shapes.Field(shapes.STRING),
        "network": shapes.Field(shapes.STRING),
        "platform": shapes.Field(shapes.STRING),
        "target": shapes.Field(shapes.STRING),
    }
)

IMAGE: Final = shapes.Record(
    {
        "imageName": shapes.Field(shapes.STRING, required=True),
        "build": shapes.Field(BUILD),
        "buildOnPreview": shapes.Field(shapes.BOOLEAN),
        "registry": shapes.Field(
            shapes.Record(
                {
                    "server": shapes.Field(shapes.STRING),
                    "username": shapes.Field(shapes.STRING),
                    "password": shapes.Field(shapes.STRING),
                }
            )
        ),
        "skipPush": shapes.Field(shapes.BOOLEAN),
    }
)
