"""Calls of the OCI distribution protocol to a registry: what no Docker client does for us.

With a login by password or by token, as the registry asks. Source: the OCI distribution specification 1.1.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import reference

_PATIENCE = 30
"""seconds for a registry to answer"""
_AUTHORITIES = Path("/etc/docker/certs.d")
"""Where Docker looks for the authorities of a registry, by its host."""
_GONE = (404, 405)
"""Not there, or a registry that does not delete: both are no error to the real providers either."""


@dataclass(frozen=True)
class Answer:
    """What a registry said; `headers` by name in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


class UnreachableError(Exception):
    """A registry that does not answer, or sends where a login should not go."""


@dataclass(frozen=True)
class Registry:
    """A registry by its host (`ghcr.io`, `127.0.0.1:5000`) and whose name it is asked in."""

    host: str
    login: values.Values | None = None
    """`username` and `password`."""
    verify: bool = True
    """Check the registry's certificate."""

    def call(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for `/v2/<path>`; every status is an answer.

        Raises:
            UnreachableError: There is no answer.
        """
        url = f"{_scheme(self.host)}://{self.host}/v2/{path}"
        try:
            answer = self._ask(method, url, body, headers or {})
            if answer.status == 401:
                logged_in = {"Authorization": self._authorisation(answer.headers.get("www-authenticate", ""))}
                answer = self._ask(method, url, body, {**(headers or {}), **logged_in})
        except (OSError, ValueError) as error:
            raise UnreachableError(f"{self.host}: {error}") from error
        return answer

    def _ask(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        request = urllib.request.Request(url, data=body, method=method)  # noqa: S310 - http or https, see _scheme
        for name, value in headers.items():
            if value and name == "Authorization":  # a blob may be elsewhere, where this login is nobody's business
                request.add_unredirected_header(name, value)
            elif value:
                request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE, context=self._tls()) as answer:  # noqa: S310 - as above
                return Answer(answer.status, _lower(answer.headers.items()), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _lower(error.headers.items()), error.read())

    def _authorisation(self, challenge: str) -> str:
        pair = f"{self.login['username']}:{self.login['password']}" if self.login else ""
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}" if pair else ""
        kind, _, rest = challenge.partition(" ")
        if kind.lower() != "bearer":
            return basic
        asked: dict[str, str] = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        realm = asked.pop("realm", "")
        if not realm.startswith(("https://", "http://127.", "http://localhost")):
            raise ValueError(f"the registry sends to {realm!r} for a token")
        answer = self._ask("GET", f"{realm}?{urllib.parse.urlencode(asked)}", None, {"Authorization": basic})
        if answer.status >= 400:
            return ""
        told = json.loads(answer.body)
        return f"Bearer {told.get('token') or told.get('access_token')}"

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        for file in sorted((_AUTHORITIES / self.host).glob("*.crt")):
            context.load_verify_locations(file)
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def remove(tag: str, digest: str, login: values.Values | None, *, verify: bool = True) -> str:
    """Remove what a full name holds under a digest; return why it could not be, empty when it is gone."""
    place = reference.place(tag)
    try:
        answer = Registry(place.host, login, verify).call("DELETE", f"{place.path}/manifests/{digest}")
    except UnreachableError as error:
        return str(error)
    return "" if answer.status < 400 or answer.status in _GONE else f"the registry answers {answer.status}"


def _lower(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def _scheme(host: str) -> str:
    # Docker speaks plain HTTP to this machine alone.
    name = host.rpartition(":")[0] or host
    try:
        return "http" if ipaddress.ip_address(name.strip("[]")).is_loopback else "https"
    except ValueError:
        return "http" if name == "localhost" else "https"
