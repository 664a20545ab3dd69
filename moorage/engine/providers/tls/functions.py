"""The package's functions: the public half of a key, and what a certificate says."""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.tls import keys

_ALGORITHMS: dict[type, str] = {
    rsa.RSAPublicKey: "RSA",
    ec.EllipticCurvePublicKey: "ECDSA",
    ed25519.Ed25519PublicKey: "Ed25519",
}


def get_public_key(arguments: values.Values) -> values.Values:
    """Return the public forms of a private key, which stays secret.

    Raises:
        ProviderError: not exactly one of the two forms of a key is given, or it is none.
    """
    name = _one_of(arguments, "privateKeyPem", "privateKeyOpenssh")
    key = keys.read(arguments[name], openssh=name == "privateKeyOpenssh")
    public = {"algorithm": keys.algorithm(key), "id": keys.identity(key), **keys.public_forms(key)}
    return {**public, name: values.Secret(arguments[name])}


def get_certificate(arguments: values.Values) -> values.Values:
    """Return what a certificate says; one that an address serves is not fetched.

    Raises:
        ProviderError: `url` is given, or `content` is no certificate.
    """
    if "url" in arguments:
        raise protocol.ProviderError("getCertificate: url: the embedded engine fetches no certificates; give content")
    _one_of(arguments, "content", "url")
    try:
        found = x509.load_pem_x509_certificate(arguments["content"].encode())
    except ValueError as error:
        raise protocol.ProviderError("getCertificate: content: not a certificate in PEM form") from error
    said = _said(found)
    return {
        "id": hashlib.sha1(repr(said).encode(), usedforsecurity=False).hexdigest(),
        "content": arguments["content"],
        "verifyChain": arguments.get("verifyChain", True),
        "certificates": [said],
    }


def _one_of(arguments: values.Values, *names: str) -> str:
    given = [name for name in names if arguments.get(name) is not None]
    if len(given) != 1:
        raise protocol.ProviderError(f"exactly one of {' and '.join(names)} must be set")
    return given[0]


def _said(found: x509.Certificate) -> dict[str, Any]:
    try:
        basic = found.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        basic = x509.BasicConstraints(ca=False, path_length=None)
    public = next((name for each, name in _ALGORITHMS.items() if isinstance(found.public_key(), each)), "unknown")
    return {
        "certPem": found.public_bytes(serialization.Encoding.PEM).decode(),
        "isCa": basic.ca,
        "issuer": found.issuer.rfc4514_string(),
        "maxPathLength": -1 if basic.path_length is None else basic.path_length,
        "notAfter": _stamp(found, "after"),
        "notBefore": _stamp(found, "before"),
        "publicKeyAlgorithm": public,
        "serialNumber": str(found.serial_number),
        "sha1Fingerprint": found.fingerprint(hashes.SHA1()).hex(),  # noqa: S303 -- what the output is by name
        "signatureAlgorithm": _signature(found),
        "subject": found.subject.rfc4514_string(),
        "version": found.version.value + 1,
    }


def _stamp(found: x509.Certificate, end: str) -> str:
    moment = found.not_valid_after_utc if end == "after" else found.not_valid_before_utc
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _signature(found: x509.Certificate) -> str:
    """Name the signature's algorithm as Go does: `SHA256-RSA`, `ECDSA-SHA256`, `Ed25519`."""
    used = found.signature_hash_algorithm
    if used is None:
        return "Ed25519"
    if isinstance(found.signature_algorithm_parameters, ec.ECDSA):
        return f"ECDSA-{used.name.upper()}"
    return f"{used.name.upper()}-RSA"
