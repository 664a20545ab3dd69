"""LocallySignedCert: a certificate that a certificate authority, whose key is at hand, signs for a request."""

from __future__ import annotations

from typing import cast

from cryptography import x509

from moorage.engine import values
from moorage.engine.providers import kind, protocol, shapes
from moorage.engine.providers.tls import certificate, keys, names, signers

_KEY = "caPrivateKeyPem"


def _make(full: values.Values) -> tuple[str, values.Values]:
    key = signers.key(full, _KEY)
    authority, request = _certificate(full["caCertPem"]), _request(full["certRequestPem"])
    issuer = certificate.Issuer(authority.subject, key, _key_id(authority))
    public = cast("keys.PublicKey", request.public_key())
    serial, outputs = certificate.issue(full, request.subject, _asked(request), public, issuer)
    return serial, {**outputs, "caKeyAlgorithm": keys.algorithm(key)}


def _certificate(text: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(text.encode())
    except ValueError as error:
        raise protocol.ProviderError("not a certificate in PEM form") from error


def _request(text: str) -> x509.CertificateSigningRequest:
    try:
        return x509.load_pem_x509_csr(text.encode())
    except ValueError as error:
        raise protocol.ProviderError("not a certificate request in PEM form") from error


def _key_id(authority: x509.Certificate) -> bytes | None:
    try:
        return authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def _asked(request: x509.CertificateSigningRequest) -> list[x509.GeneralName]:
    """Return the alternative names that a certificate takes over from a request."""
    try:
        return names.carried(request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except x509.ExtensionNotFound:
        return []


def _defaults(inputs: values.Values) -> values.Values:
    del inputs
    return dict(certificate.DEFAULTS)


def _check(inputs: values.Values) -> list[protocol.Failure]:
    wrong = [*signers.check(inputs, _KEY), *certificate.check(inputs)]
    for key, read in (("caCertPem", _certificate), ("certRequestPem", _request)):
        try:
            if isinstance(inputs[key], str):
                read(inputs[key])
        except protocol.ProviderError as error:
            wrong.append(protocol.Failure(key, str(error)))
    return wrong


LOCALLY_SIGNED_CERT = kind.Kind(
    {
        **certificate.FIELDS,
        **signers.fields(_KEY),
        "caCertPem": shapes.Field(shapes.STRING, required=True),
        "certRequestPem": shapes.Field(shapes.STRING, required=True),
    },
    (*certificate.GENERATED, "caKeyAlgorithm"),
    _make,
    defaults=_defaults,
    check=_check,
    secret=(_KEY,),
    stays=certificate.stays,
    sticky=certificate.STICKY,
    unstored=(f"{_KEY}Wo",),
    planned=certificate.planned,
    stale=certificate.stale,
)
