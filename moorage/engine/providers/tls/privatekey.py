"""PrivateKey: a new RSA, ECDSA or ED25519 key."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from moorage.engine import values
from moorage.engine.providers import kind, protocol, shapes
from moorage.engine.providers.tls import keys

_CURVES: Mapping[str, ec.EllipticCurve] = {
    "P224": ec.SECP224R1(),
    "P256": ec.SECP256R1(),
    "P384": ec.SECP384R1(),
    "P521": ec.SECP521R1(),
}
_EXPONENT = 65537
_LEAST_BITS = 1024
"""Go makes no smaller RSA keys (crypto/rsa)."""
_PRIVATE = ("privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8")


def _make(full: values.Values) -> tuple[str, values.Values]:
    match full["algorithm"]:
        case "RSA":
            key = rsa.generate_private_key(_EXPONENT, full["rsaBits"])
        case "ECDSA":
            key = ec.generate_private_key(_CURVES[full["ecdsaCurve"]])
        case _:
            key = ed25519.Ed25519PrivateKey.generate()
    return keys.identity(key), {**keys.private_forms(key), **keys.public_forms(key)}


def _defaults(inputs: values.Values) -> values.Values:
    del inputs
    return {"rsaBits": 2048, "ecdsaCurve": "P224"}


def _check(inputs: values.Values) -> list[protocol.Failure]:
    bits = inputs["rsaBits"]
    if isinstance(bits, int) and bits < _LEAST_BITS:
        return [protocol.Failure("rsaBits", f"must be at least {_LEAST_BITS}, not {bits}")]
    return []


PRIVATE_KEY = kind.Kind(
    {
        "algorithm": shapes.Field(shapes.Scalar("string", ("RSA", "ECDSA", "ED25519")), required=True),
        "ecdsaCurve": shapes.Field(shapes.Scalar("string", tuple(_CURVES))),
        "rsaBits": shapes.Field(shapes.INTEGER),
    },
    (
        *_PRIVATE,
        "publicKeyFingerprintMd5",
        "publicKeyFingerprintSha256",
        "publicKeyOpenssh",
        "publicKeyPem",
    ),
    _make,
    defaults=_defaults,
    check=_check,
    secret=_PRIVATE,
    schema_version=1,
)
