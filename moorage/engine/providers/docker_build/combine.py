"""Several images under one name: a manifest list or OCI index made of what their registry has, and put beside them.

As `docker buildx imagetools create` does it: the platforms of all sources, an index among them by its parts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from moorage.engine import values
from moorage.engine.providers import distribution, protocol, reference

_LIST: Final = "application/vnd.docker.distribution.manifest.list.v2+json"
_INDEX: Final = "application/vnd.oci.image.index.v1+json"
_SINGLE: Final = (
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
)
_ACCEPTED: Final = {"Accept": ", ".join((_LIST, _INDEX, *_SINGLE))}
_PLATFORM: Final = ("architecture", "os", "os.version", "os.features", "variant")

Manifest = dict[str, Any]


def create(tag: str, sources: Sequence[str], login: values.Values | None, *, push: bool) -> None:
    """Make the index of the sources and, with `push`, put it under the tag.

    Raises:
        ProviderError: A source is not there, lies in another registry, or the registry refuses the index.
    """
    target = reference.place(tag)
    registry = distribution.Registry(target.host, login)
    parts: dict[str, Manifest] = {}
    for source in sources:
        origin = reference.place(source)
        if origin.host != target.host:
            raise protocol.ProviderError(f"{source}: lies in another registry than {tag}")
        for part in _parts(registry, origin, source):
            parts.setdefault(part["digest"], part)
            if push and origin.path != target.path:
                _carry(registry, origin.path, target.path, part, source)
    docker = all(part["mediaType"] == _SINGLE[0] for part in parts.values())
    kind = _LIST if docker else _INDEX
    if push:
        index = {"schemaVersion": 2, "mediaType": kind, "manifests": list(parts.values())}
        _put(registry, target.path, target.version, json.dumps(index, indent=2).encode(), kind, tag)


def digest(tag: str, login: values.Values | None) -> str:
    """Return the digest that a tag has in its registry, empty when it is not there.

    Raises:
        PermissionError: The registry takes no such login.
        ProviderError: It does not answer.
    """
    place = reference.place(tag)
    answer = _call(distribution.Registry(place.host, login), "HEAD", f"{place.path}/manifests/{place.version}")
    if answer.status in (401, 403):
        raise PermissionError(f"{tag}: the registry takes no such login")
    if answer.status == 404:
        return ""
    return _good(answer, tag).headers["docker-content-digest"]


def _parts(registry: distribution.Registry, origin: reference.Place, source: str) -> Iterator[Manifest]:
    answer = _good(_call(registry, "GET", f"{origin.path}/manifests/{origin.version}"), source)
    told: Manifest = json.loads(answer.body)
    kind = str(told.get("mediaType") or answer.headers.get("content-type", ""))
    if kind in (_LIST, _INDEX):
        yield from told["manifests"]
    elif kind in _SINGLE:
        config = _good(_call(registry, "GET", f"{origin.path}/blobs/{told['config']['digest']}"), source)
        platform: Mapping[str, Any] = json.loads(config.body)
        yield {
            "mediaType": kind,
            "digest": f"sha256:{hashlib.sha256(answer.body).hexdigest()}",
            "size": len(answer.body),
            "platform": {key: platform[key] for key in _PLATFORM if platform.get(key)},
        }
    else:
        raise protocol.ProviderError(f"{source}: holds {kind}, which is no image")


def _carry(registry: distribution.Registry, origin: str, target: str, part: Manifest, source: str) -> None:
    # A manifest and its blobs belong to a repository: the registry is asked to take them over to the other one.
    answer = _good(_call(registry, "GET", f"{origin}/manifests/{part['digest']}"), source)
    told: Manifest = json.loads(answer.body)
    for blob in (told["config"], *told["layers"]):
        taken = _call(registry, "POST", f"{target}/blobs/uploads/?mount={blob['digest']}&from={origin}")
        if taken.status != 201:
            raise protocol.ProviderError(f"{source}: the registry does not take {blob['digest']} over to {target}")
    _put(registry, target, part["digest"], answer.body, part["mediaType"], source)


def _put(registry: distribution.Registry, path: str, version: str, body: bytes, kind: str, name: str) -> None:
    _good(_call(registry, "PUT", f"{path}/manifests/{version}", body, {"Content-Type": kind}), name)


def _call(
    registry: distribution.Registry,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] = _ACCEPTED,
) -> distribution.Answer:
    try:
        return registry.call(method, path, body=body, headers=headers)
    except distribution.UnreachableError as error:
        raise protocol.ProviderError(str(error)) from error


def _good(answer: distribution.Answer, name: str) -> distribution.Answer:
    if answer.status == 404:
        raise protocol.ProviderError(f"{name}: is not in its registry")
    if answer.status >= 400:
        raise protocol.ProviderError(f"{name}: the registry answers {answer.status}")
    return answer
