"""Removal of a manifest from a registry, by its digest: the one call that no Docker client has.

The protocol is the OCI distribution specification's `DELETE /v2/<name>/manifests/<digest>`, with a login by password or
by token as the registry asks.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
import urllib.error
import urllib.parse
import urllib.request

from moorage.engine import values
from moorage.engine.providers.docker_build import reference

_PATIENCE = 30
"""seconds for a registry to answer"""
_HUB = {"docker.io": "registry-1.docker.io"}
_GONE = (404, 405)
"""Not there, or a registry that does not delete: both are no error to the real provider either."""


def remove(tag: str, digest: str, login: values.Values | None) -> str:
    """Remove what a full name holds under a digest; return why it could not be, empty when it is gone."""
    registry = reference.registry(tag)
    host = _HUB.get(registry, registry)
    path = reference.repository(tag).removeprefix(f"{registry}/")
    url = f"{_scheme(host)}://{host}/v2/{path}/manifests/{digest}"
    try:
        return _delete(url, login)
    except (OSError, ValueError) as error:
        return str(error)


def _delete(url: str, login: values.Values | None) -> str:
    status, challenge = _ask(url, "")
    if status == 401:
        status, challenge = _ask(url, _authorisation(challenge, login))
    return "" if status < 400 or status in _GONE else f"the registry answers {status}"


def _ask(url: str, authorisation: str) -> tuple[int, str]:
    request = urllib.request.Request(url, method="DELETE")  # noqa: S310 - http or https, see _scheme
    if authorisation:
        request.add_header("Authorization", authorisation)
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("WWW-Authenticate", "")


def _authorisation(challenge: str, login: values.Values | None) -> str:
    pair = f"{login['username']}:{login['password']}" if login else ""
    basic = f"Basic {base64.b64encode(pair.encode()).decode()}" if pair else ""
    kind, _, rest = challenge.partition(" ")
    if kind.lower() != "bearer":
        return basic
    asked: dict[str, str] = dict(re.findall(r'(\w+)="([^"]*)"', rest))
    realm = asked.pop("realm", "")
    if not realm.startswith(("https://", "http://127.", "http://localhost")):
        raise ValueError(f"the registry sends to {realm!r} for a token")
    request = urllib.request.Request(f"{realm}?{urllib.parse.urlencode(asked)}")  # noqa: S310 - checked above
    if basic:
        request.add_header("Authorization", basic)
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
        told = json.load(answer)
    return f"Bearer {told.get('token') or told.get('access_token')}"


def _scheme(host: str) -> str:
    # Docker speaks plain HTTP to this machine alone.
    name = host.rpartition(":")[0] or host
    try:
        return "http" if ipaddress.ip_address(name.strip("[]")).is_loopback else "https"
    except ValueError:
        return "http" if name == "localhost" else "https"
