"""The command line of a build: inputs to arguments, or why this client cannot do it. Pure.

No secret's value is among them: a secret is given as the path of a file that holds it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import narrow, protocol
from moorage.engine.providers.docker_build import choices
from moorage.engine.providers.docker_build import client as clients

_PROVENANCE = (0, 10)
"""buildx that attests where an image comes from unless told not to; the real provider tells it not to."""
_SEVERAL_EXPORTS = (0, 13)
_ATTEST = "BUILDKIT_ATTEST_"
"""Build arguments by which BuildKit attests (its frontend/attestations/parse.go); one before 0.11 passes them over."""
_REFERENCE = "type=registry,ref="


def arguments(
    client: clients.Client, inputs: values.Values, *, secrets: Mapping[str, Path], image_id: Path, metadata: Path
) -> list[str]:
    """Return the command line for known, checked inputs.

    `secrets` maps a secret's name to the file that holds it. `image_id` or, with buildx, `metadata` is where the client
    writes what it built. An inline Dockerfile is read from standard input.

    Raises:
        ProviderError: The client cannot do what the inputs ask for.
    """
    own = ["buildx", "build"] if client.buildx else ["build"]
    told = ["--metadata-file", str(metadata)] if client.buildx else ["--iidfile", str(image_id)]
    exports = _exports(client, inputs)
    return [client.path, *own, "--progress=plain", *told, *exports, *_options(client, inputs, secrets), *_place(inputs)]


def _place(inputs: values.Values) -> list[str]:
    file = narrow.record(inputs["dockerfile"])
    return ["--file", "-" if file["inline"] else file["location"], narrow.record(inputs["context"])["location"]]


def _options(client: clients.Client, inputs: values.Values, secrets: Mapping[str, Path]) -> Iterator[str]:
    attested = [name for name in narrow.record(inputs.get("buildArgs")) if name.startswith(_ATTEST)]
    _needs(client, "buildArgs", attested)
    for key, option in (("buildArgs", "build-arg"), ("labels", "label")):
        yield from (f"--{option}={name}={value}" for name, value in sorted(narrow.record(inputs.get(key)).items()))
    yield from (f"--add-host={one}" for one in narrow.sequence(inputs.get("addHosts")))
    yield from (f"--tag={one}" for one in narrow.sequence(inputs.get("tags")))
    yield from (f"--{option}" for key, option in (("noCache", "no-cache"), ("pull", "pull")) if inputs[key])
    yield f"--network={inputs['network']}"
    if inputs["target"]:
        yield f"--target={inputs['target']}"
    for name, path in sorted(secrets.items()):
        yield f"--secret={_fields(f'id={name}', f'src={path}')}"
    for one in narrow.sequence(inputs.get("ssh")):
        yield "--ssh=" + one["id"] + ("=" + ",".join(one["paths"]) if one.get("paths") else "")
    yield from _many(client, "platforms", (f"--platform={one}" for one in narrow.sequence(inputs.get("platforms"))))
    yield from _needs(client, "builder", [f"--builder={name}"] if (name := _builder(inputs)) else [])
    yield from _caches(client, inputs)
    named = narrow.record(narrow.record(inputs["context"]).get("named"))
    yield from _needs(
        client, "context.named", [f"--build-context={key}={one['location']}" for key, one in sorted(named.items())]
    )
    if client.buildx and client.buildx >= _PROVENANCE:
        yield "--provenance=false"


def _caches(client: clients.Client, inputs: values.Values) -> Iterator[str]:
    sources, targets = _told(inputs.get("cacheFrom")), _told(inputs.get("cacheTo"))
    if client.buildx:
        yield from (f"--cache-from={one}" for one in sources)
        yield from (f"--cache-to={one}" for one in targets)
        return
    # What BuildKit has inside the daemon: a cache in an image, made on request, found by the image's name.
    found = [one.removeprefix(_REFERENCE) for one in sources]
    if "," in "".join(found) or not all(one.startswith(_REFERENCE) for one in sources):
        _needs(client, "cacheFrom", sources)
    yield from (f"--cache-from={one}" for one in found)
    _needs(client, "cacheTo", [one for one in targets if one != "type=inline"])
    if targets:
        yield "--build-arg=BUILDKIT_INLINE_CACHE=1"


def _exports(client: clients.Client, inputs: values.Values) -> list[str]:
    given = [f"--output={one}" for one in _told(inputs.get("exports"))]
    own = [f"--output=type={kind}" for key, kind in (("push", "registry"), ("load", "docker")) if inputs[key]]
    if client.buildx:
        every = [*given, *own]
        if len(every) > 1 and client.buildx < _SEVERAL_EXPORTS:
            raise protocol.ProviderError(f"exports: {client.path}: several exports need buildx 0.13 or newer")
        return every
    _needs(client, "exports", given)
    if not inputs["load"] and not inputs["push"]:
        raise protocol.ProviderError(f"load: {client.path} has no buildx and always loads what it builds: set load")
    return []


def _told(given: values.Value) -> list[str]:
    return [text for text in choices.texts(given) if text]


def _builder(inputs: values.Values) -> str:
    return narrow.text(narrow.record(inputs.get("builder")).get("name"))


def _needs(client: clients.Client, key: str, options: Sequence[str]) -> Sequence[str]:
    if options and not client.buildx:
        raise protocol.ProviderError(f"{key}: {client.path} {client.version} has no buildx, which this needs")
    return options


def _many(client: clients.Client, key: str, options: Iterator[str]) -> Sequence[str]:
    every = list(options)
    return every if len(every) == 1 else _needs(client, key, every)


def _fields(*fields: str) -> str:
    # The client reads comma-separated values with quotes.
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(fields)
    return out.getvalue()
