"""What self-signed and locally signed certificates have in common: their inputs, their life, their extensions."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.tls import keys, uses

FIELDS: Final = {
    "allowedUses": shapes.Field(shapes.ListOf(shapes.Scalar("string", uses.WORDS)), required=True),
    "earlyRenewalHours": shapes.Field(shapes.INTEGER),
    "isCaCertificate": shapes.Field(shapes.BOOLEAN),
    "maxPathLength": shapes.Field(shapes.INTEGER),
    "setSubjectKeyId": shapes.Field(shapes.BOOLEAN),
    "validityPeriodHours": shapes.Field(shapes.INTEGER, required=True),
}
DEFAULTS: Final = {"earlyRenewalHours": 0, "isCaCertificate": False, "setSubjectKeyId": False}
GENERATED: Final = ("certPem", "readyForRenewal", "validityEndTime", "validityStartTime")
STICKY: Final = ("maxPathLength",)
_LEAST: Final = {"earlyRenewalHours": 0, "maxPathLength": -1, "validityPeriodHours": 0}
_SERIAL_BITS: Final = 128


@dataclass(frozen=True)
class Issuer:
    """Who signs: name and key, and the identifier of that key, where it has one."""

    name: x509.Name
    key: keys.PrivateKey
    key_id: bytes | None = None


def check(inputs: values.Values) -> list[protocol.Failure]:
    """Return the numbers that are too small."""
    return [
        protocol.Failure(key, f"must be at least {least}, not {inputs[key]}")
        for key, least in _LEAST.items()
        if isinstance(inputs.get(key), int) and inputs[key] < least
    ]


def stays(name: str, before: values.Value, after: values.Value) -> bool:
    """Say whether a certificate survives a change: when it is to be renewed is not written in it."""
    del before, after
    return name == "earlyRenewalHours"


def planned(full: values.Values) -> values.Values:
    """Say whether a certificate is due for renewal the moment it is made."""
    return {"readyForRenewal": full["earlyRenewalHours"] >= full["validityPeriodHours"]} if _known(full) else {}


def _known(full: values.Values) -> bool:
    return all(isinstance(full[key], int) for key in ("earlyRenewalHours", "validityPeriodHours"))


def stale(outputs: values.Values) -> str:
    """Name the output that says that a certificate is to be renewed, when it is."""
    ends, early = outputs.get("validityEndTime"), outputs.get("earlyRenewalHours")
    if not isinstance(ends, str) or not isinstance(early, int):
        return ""
    due = datetime.datetime.fromisoformat(ends) - datetime.timedelta(hours=early)
    return "readyForRenewal" if due <= datetime.datetime.now(datetime.UTC) else ""


def key_id(public: keys.PublicKey) -> bytes:
    """Return a key's identifier: the SHA-1 of its bits, for ED25519 of the octet string of them (as the real one)."""
    if isinstance(public, ed25519.Ed25519PublicKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return hashlib.sha1(bytes((4, len(raw))) + raw, usedforsecurity=False).digest()
    return x509.SubjectKeyIdentifier.from_public_key(public).digest


def issue(
    full: values.Values,
    subject: x509.Name,
    alternatives: list[x509.GeneralName],
    public: keys.PublicKey,
    issuer: Issuer,
) -> tuple[str, values.Values]:
    """Make and sign a certificate; return its serial number in decimal and its outputs.

    Raises:
        ProviderError: a certificate authority without a name, a path length of what is none.
    """
    authority: bool = full["isCaCertificate"]
    length: int = full.get("maxPathLength") or 0
    if authority and not subject.rdns:
        raise protocol.ProviderError("subject: a certificate authority needs a name")
    if length > 0 and not authority:
        raise protocol.ProviderError("maxPathLength: only a certificate authority (isCaCertificate) has one")
    begins = datetime.datetime.now(datetime.UTC)
    ends = begins + datetime.timedelta(hours=full["validityPeriodHours"])
    serial = secrets.randbelow(1 << _SERIAL_BITS) or 1
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.name)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(authority, length if length > 0 else None), critical=True)
    )
    usage, extended = uses.usage(full["allowedUses"]), uses.extended(full["allowedUses"])
    if usage:
        builder = builder.add_extension(usage, critical=True)
    if extended:
        builder = builder.add_extension(extended, critical=False)
    if authority or full["setSubjectKeyId"]:
        builder = builder.add_extension(x509.SubjectKeyIdentifier(key_id(public)), critical=False)
    if issuer.key_id:
        builder = builder.add_extension(x509.AuthorityKeyIdentifier(issuer.key_id, None, None), critical=False)
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=not subject.rdns)
    signed = builder.sign(issuer.key, keys.signature_hash(issuer.key))
    return str(serial), {
        "certPem": signed.public_bytes(serialization.Encoding.PEM).decode(),
        "validityStartTime": _stamp(begins),
        "validityEndTime": _stamp(ends),
    }


def _stamp(moment: datetime.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
