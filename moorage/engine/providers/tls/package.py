"""The package `tls` in process, as version 5.6.2 has it; the cryptography is OpenSSL's."""

from __future__ import annotations

from collections.abc import Mapping

from moorage.engine.providers import kind, once, shapes
from moorage.engine.providers.tls import functions, local, privatekey, request, selfsigned

KINDS: Mapping[str, kind.Kind] = {
    "tls:index/certRequest:CertRequest": request.CERT_REQUEST,
    "tls:index/locallySignedCert:LocallySignedCert": local.LOCALLY_SIGNED_CERT,
    "tls:index/privateKey:PrivateKey": privatekey.PRIVATE_KEY,
    "tls:index/selfSignedCert:SelfSignedCert": selfsigned.SELF_SIGNED_CERT,
}

TLS = once.Once(
    "tls",
    "5.6.2",
    KINDS,
    {
        "tls:index/getCertificate:getCertificate": functions.get_certificate,
        "tls:index/getPublicKey:getPublicKey": functions.get_public_key,
    },
    shapes.Record({"proxy": shapes.Field(shapes.ANY, refused="it fetches no certificates from addresses")}),
)
