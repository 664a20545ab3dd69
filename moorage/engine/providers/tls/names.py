"""Who a certificate is for: the distinguished name of its subject, and the names that it is valid for. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Final

from cryptography import x509
from cryptography.x509 import oid

from moorage.engine import values
from moorage.engine.providers import narrow, protocol, shapes

_PARTS: Final = {
    "country": oid.NameOID.COUNTRY_NAME,
    "province": oid.NameOID.STATE_OR_PROVINCE_NAME,
    "locality": oid.NameOID.LOCALITY_NAME,
    "streetAddresses": oid.NameOID.STREET_ADDRESS,
    "postalCode": oid.NameOID.POSTAL_CODE,
    "organization": oid.NameOID.ORGANIZATION_NAME,
    "organizationalUnit": oid.NameOID.ORGANIZATIONAL_UNIT_NAME,
    "commonName": oid.NameOID.COMMON_NAME,
    "serialNumber": oid.NameOID.SERIAL_NUMBER,
    "emailAddress": oid.NameOID.EMAIL_ADDRESS,
}
"""In the order in which Go writes them (crypto/x509/pkix, Name.ToRDNSequence)."""

FIELDS: Final = {
    "dnsNames": shapes.Field(shapes.STRINGS),
    "ipAddresses": shapes.Field(shapes.STRINGS),
    "subject": shapes.Field(
        shapes.Record(
            {key: shapes.Field(shapes.STRINGS if key == "streetAddresses" else shapes.STRING) for key in _PARTS}
        )
    ),
    "uris": shapes.Field(shapes.STRINGS),
}
RENAMED: Final = {"streetAddresses": "street_address"}


def subject(given: values.Values | None) -> x509.Name:
    """Return the distinguished name; several street addresses are one part of it.

    Raises:
        ProviderError: a part is not one that a certificate can hold.
    """
    parts: list[x509.RelativeDistinguishedName] = []
    for key, identifier in _PARTS.items():
        value = (given or {}).get(key)
        texts = [value] if isinstance(value, str) else value or []
        try:
            attributes = [x509.NameAttribute(identifier, text) for text in texts]
        except ValueError as error:
            raise protocol.ProviderError(f"subject.{key}: {error}") from error
        if attributes:
            parts.append(x509.RelativeDistinguishedName(attributes))
    return x509.Name(parts)


def alternatives(full: values.Values) -> list[x509.GeneralName]:
    """Return the subject's alternative names, of those inputs that are given.

    Raises:
        ProviderError: one is malformed.
    """
    hosts, addresses, uris = (narrow.sequence(full.get(key)) for key in ("dnsNames", "ipAddresses", "uris"))
    try:
        return [
            *(x509.DNSName(text) for text in hosts),
            *(x509.IPAddress(ipaddress.ip_address(text)) for text in addresses),
            *(x509.UniformResourceIdentifier(text) for text in uris),
        ]
    except ValueError as error:
        raise protocol.ProviderError(str(error)) from error


def carried(asked: Iterable[x509.GeneralName]) -> list[x509.GeneralName]:
    """Return those alternative names of a request that a signed certificate takes over: all but e-mail addresses."""
    return [each for each in asked if isinstance(each, x509.DNSName | x509.IPAddress | x509.UniformResourceIdentifier)]
