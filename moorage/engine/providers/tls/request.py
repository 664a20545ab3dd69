"""CertRequest: what a key's owner asks a certificate authority to sign."""

from __future__ import annotations

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from moorage.engine import values
from moorage.engine.providers import kind, protocol
from moorage.engine.providers.tls import keys, names, signers

_KEY = "privateKeyPem"


def _make(full: values.Values) -> tuple[str, values.Values]:
    key = signers.key(full, _KEY)
    builder = x509.CertificateSigningRequestBuilder().subject_name(names.subject(full.get("subject")))
    alternatives = names.alternatives(full)
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    signed = builder.sign(key, keys.signature_hash(key))
    der = signed.public_bytes(serialization.Encoding.DER)
    return hashlib.sha1(der.strip(), usedforsecurity=False).hexdigest(), {
        "certRequestPem": signed.public_bytes(serialization.Encoding.PEM).decode(),
        "keyAlgorithm": keys.algorithm(key),
    }


def _check(inputs: values.Values) -> list[protocol.Failure]:
    return signers.check(inputs, _KEY)


CERT_REQUEST = kind.Kind(
    {**names.FIELDS, **signers.fields(_KEY)},
    ("certRequestPem", "keyAlgorithm"),
    _make,
    check=_check,
    secret=(_KEY,),
    unstored=(f"{_KEY}Wo",),
    renamed=names.RENAMED,
)
