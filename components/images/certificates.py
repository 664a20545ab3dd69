"""Certificates: which authorities this machine trusts beyond the usual ones, so that a build can reach what it can."""

from __future__ import annotations

import pathlib
import ssl
from collections.abc import Iterable, Mapping

import certifi

from components.shared import pem

NONE = "# no further certificates\n"

_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
_USUAL = pathlib.Path("/usr/share/ca-certificates")
"""Debian's copy of Mozilla's list. Some of it is older than certifi's and must not come back by this way."""


def of_host(environment: Mapping[str, str]) -> str:
    """Return, as PEM, what the host's bundle has and neither certifi nor the distribution's own list does."""
    named = [pathlib.Path(environment[name]) for name in _VARIABLES if environment.get(name)]
    bundle = next((path for path in [*named, _system()] if path is not None and path.is_file()), None)
    if bundle is None:
        return NONE
    usual = [pathlib.Path(certifi.where()), *sorted(_USUAL.rglob("*.crt"))]
    return beyond(bundle.read_text(encoding="utf-8", errors="replace"), (_text(path) for path in usual))


def of_file(file: pathlib.Path, path: str) -> str:
    """Return the text of a PEM file.

    Raises:
        SettingsError: at `path`: it cannot be read, or holds no certificate.
    """
    return pem.read(file, path)


def beyond(bundle: str, usual: Iterable[str]) -> str:
    """Return, as PEM, the certificates of `bundle` that no text of `usual` has, in its order."""
    known = {body for text in usual for body in _bodies(text)}
    extra = [body for body in _bodies(bundle) if body not in known]
    return "".join(_pem(body) for body in dict.fromkeys(extra)) or NONE


def _bodies(text: str) -> list[str]:
    return ["".join(found.split()) for found in pem.CERTIFICATE.findall(text)]


def _pem(body: str) -> str:
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def _text(path: pathlib.Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _system() -> pathlib.Path | None:
    paths = ssl.get_default_verify_paths()
    known = [paths.cafile, paths.openssl_cafile, "/etc/ssl/certs/ca-certificates.crt"]
    return next((pathlib.Path(path) for path in known if path and pathlib.Path(path).is_file()), None)
