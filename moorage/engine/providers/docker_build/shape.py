"""The properties of the package's resources and of the provider itself, as pulumi-docker-build 0.0.22 has them."""

from __future__ import annotations

from moorage.engine.providers import shapes

_RAW = "give it as `raw`, the text that the Docker CLI takes"

NETWORKS = ("default", "host", "none")

REGISTRY = shapes.Record(
    {
        "address": shapes.Field(shapes.STRING, required=True),
        "password": shapes.Field(shapes.STRING),
        "username": shapes.Field(shapes.STRING),
    }
)

REGISTRIES = shapes.ListOf(REGISTRY)

_LOCATION = shapes.Record({"location": shapes.Field(shapes.STRING, required=True)})


def _choice(*refused: str, extra: dict[str, shapes.Field] | None = None) -> shapes.ListOf:
    own = {"raw": shapes.Field(shapes.STRING), "disabled": shapes.Field(shapes.BOOLEAN), **(extra or {})}
    return shapes.ListOf(shapes.Record({**own, **{key: shapes.Field(shapes.ANY, refused=_RAW) for key in refused}}))


IMAGE = shapes.Record(
    {
        "addHosts": shapes.Field(shapes.STRINGS),
        "buildArgs": shapes.Field(shapes.STRING_MAP),
        "buildOnPreview": shapes.Field(shapes.BOOLEAN),
        "builder": shapes.Field(shapes.Record({"name": shapes.Field(shapes.STRING)})),
        "cacheFrom": shapes.Field(_choice("azblob", "gha", "local", "registry", "s3")),
        "cacheTo": shapes.Field(_choice("azblob", "gha", "inline", "local", "registry", "s3")),
        "context": shapes.Field(
            shapes.Record({**_LOCATION.fields, "named": shapes.Field(shapes.MapOf(_LOCATION))}),
        ),
        "dockerfile": shapes.Field(
            shapes.Record({"location": shapes.Field(shapes.STRING), "inline": shapes.Field(shapes.STRING)})
        ),
        "exec": shapes.Field(shapes.BOOLEAN),
        "exports": shapes.Field(
            _choice(
                "docker",
                "image",
                "local",
                "oci",
                "registry",
                "tar",
                extra={"cacheonly": shapes.Field(shapes.Record({}))},
            )
        ),
        "ignoreSecretsInDiffCalculation": shapes.Field(shapes.STRINGS),
        "labels": shapes.Field(shapes.STRING_MAP),
        "load": shapes.Field(shapes.BOOLEAN),
        "network": shapes.Field(shapes.Scalar("string", NETWORKS)),
        "noCache": shapes.Field(shapes.BOOLEAN),
        "platforms": shapes.Field(shapes.STRINGS),
        "pull": shapes.Field(shapes.BOOLEAN),
        "push": shapes.Field(shapes.BOOLEAN, required=True),
        "registries": shapes.Field(REGISTRIES),
        "secrets": shapes.Field(shapes.STRING_MAP),
        "ssh": shapes.Field(
            shapes.ListOf(
                shapes.Record({"id": shapes.Field(shapes.STRING, required=True), "paths": shapes.Field(shapes.STRINGS)})
            )
        ),
        "tags": shapes.Field(shapes.STRINGS),
        "target": shapes.Field(shapes.STRING),
    }
)

INDEX = shapes.Record(
    {
        "push": shapes.Field(shapes.BOOLEAN),
        "registry": shapes.Field(REGISTRY),
        "sources": shapes.Field(shapes.STRINGS, required=True),
        "tag": shapes.Field(shapes.STRING, required=True),
    }
)

CONFIGURATION = shapes.Record({"host": shapes.Field(shapes.STRING), "registries": shapes.Field(REGISTRIES)})

OUTPUTS = ("digest", "contextHash", "ref")
"""What the image has beyond its inputs."""
