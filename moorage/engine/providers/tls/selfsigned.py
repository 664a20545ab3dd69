"""SelfSignedCert: a certificate that its own key signs, such as that of a private certificate authority."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import kind, protocol, shapes
from moorage.engine.providers.tls import certificate, keys, names, signers

_KEY = "privateKeyPem"


def _make(full: values.Values) -> tuple[str, values.Values]:
    key = signers.key(full, _KEY)
    public = key.public_key()
    subject = names.subject(full.get("subject"))
    own = certificate.key_id(public) if full["isCaCertificate"] or full["setSubjectKeyId"] else None
    if full["setAuthorityKeyId"] and not own:
        raise protocol.ProviderError("setAuthorityKeyId: needs setSubjectKeyId, which it repeats")
    issuer = certificate.Issuer(subject, key, own if full["setAuthorityKeyId"] else None)
    serial, outputs = certificate.issue(full, subject, names.alternatives(full), public, issuer)
    return serial, {**outputs, "keyAlgorithm": keys.algorithm(key)}


def _defaults(inputs: values.Values) -> values.Values:
    del inputs
    return {**certificate.DEFAULTS, "setAuthorityKeyId": False}


def _check(inputs: values.Values) -> list[protocol.Failure]:
    return [*signers.check(inputs, _KEY), *certificate.check(inputs)]


SELF_SIGNED_CERT = kind.Kind(
    {
        **certificate.FIELDS,
        **names.FIELDS,
        **signers.fields(_KEY),
        "setAuthorityKeyId": shapes.Field(shapes.BOOLEAN),
    },
    (*certificate.GENERATED, "keyAlgorithm"),
    _make,
    defaults=_defaults,
    check=_check,
    secret=(_KEY,),
    stays=certificate.stays,
    sticky=certificate.STICKY,
    unstored=(f"{_KEY}Wo",),
    planned=certificate.planned,
    stale=certificate.stale,
    renamed=names.RENAMED,
)
