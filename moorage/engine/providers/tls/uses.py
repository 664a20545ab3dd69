"""What a certificate may be used for: the words of `allowedUses`, and the two extensions that they become. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cryptography import x509

from moorage.engine.providers import protocol

_FLAGS: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "cert_signing",
    "crl_signing",
    "encipher_only",
    "decipher_only",
)
_PYTHON: Final = {"cert_signing": "key_cert_sign", "crl_signing": "crl_sign"}

_EXTENDED: Final = {
    "any_extended": "2.5.29.37.0",
    "server_auth": "1.3.6.1.5.5.7.3.1",
    "client_auth": "1.3.6.1.5.5.7.3.2",
    "code_signing": "1.3.6.1.5.5.7.3.3",
    "email_protection": "1.3.6.1.5.5.7.3.4",
    "ipsec_end_system": "1.3.6.1.5.5.7.3.5",
    "ipsec_tunnel": "1.3.6.1.5.5.7.3.6",
    "ipsec_user": "1.3.6.1.5.5.7.3.7",
    "timestamping": "1.3.6.1.5.5.7.3.8",
    "ocsp_signing": "1.3.6.1.5.5.7.3.9",
    "microsoft_server_gated_crypto": "1.3.6.1.4.1.311.10.3.3",
    "netscape_server_gated_crypto": "2.16.840.1.113730.4.1",
    "microsoft_commercial_code_signing": "1.3.6.1.4.1.311.2.1.22",
    "microsoft_kernel_code_signing": "1.3.6.1.4.1.311.61.1.1",
}
"""Object identifiers as crypto/x509 of Go has them."""

WORDS: Final = tuple(sorted((*_FLAGS, *_EXTENDED)))


def usage(words: Sequence[str]) -> x509.KeyUsage | None:
    """Return the key usage, None when no word says one.

    Raises:
        ProviderError: a word needs another one.
    """
    if not set(words) & set(_FLAGS):
        return None
    try:
        return x509.KeyUsage(**{_PYTHON.get(flag, flag): flag in words for flag in _FLAGS})
    except ValueError as error:
        raise protocol.ProviderError(f"allowedUses: {error}") from error


def extended(words: Sequence[str]) -> x509.ExtendedKeyUsage | None:
    """Return the extended key usage, None when no word says one."""
    found = [x509.ObjectIdentifier(_EXTENDED[word]) for word in words if word in _EXTENDED]
    return x509.ExtendedKeyUsage(found) if found else None
