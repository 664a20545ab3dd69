"""Keys: read from PEM and OpenSSH texts, and written in every form that the package's outputs have. Pure."""

from __future__ import annotations

import base64
import hashlib
from typing import TypeAlias

from cryptography import exceptions
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from moorage.engine import values
from moorage.engine.providers import protocol

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey: TypeAlias = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

Hash: TypeAlias = hashes.SHA256 | hashes.SHA384 | hashes.SHA512

_HASHES: dict[int, Hash] = {384: hashes.SHA384(), 521: hashes.SHA512()}
"""What crypto/x509 of Go signs with, by the size of an ECDSA key; 224 and 256 bits, and RSA, have SHA-256."""

_FINGERPRINTS: dict[str, hashes.MD5 | hashes.SHA256] = {
    "publicKeyFingerprintMd5": hashes.MD5(),  # noqa: S303 -- the old form of a fingerprint, which the package shows too
    "publicKeyFingerprintSha256": hashes.SHA256(),
}


def read(text: str, *, openssh: bool = False) -> PrivateKey:
    """Return the private key of a PEM text (PKCS#1, SEC 1, PKCS#8) or an OpenSSH one.

    Raises:
        ProviderError: it is none, or none of the kinds that the package has.
    """
    load = serialization.load_ssh_private_key if openssh else serialization.load_pem_private_key
    try:
        key = load(text.encode(), None)
    except (ValueError, TypeError, exceptions.UnsupportedAlgorithm) as error:
        raise protocol.ProviderError(f"not a private key in {'OpenSSH' if openssh else 'PEM'} form") from error
    if not isinstance(key, PrivateKey):
        raise protocol.ProviderError("the private key is neither RSA, nor ECDSA, nor ED25519")
    return key


def algorithm(key: PrivateKey) -> str:
    """Return `RSA`, `ECDSA` or `ED25519`."""
    match key:
        case rsa.RSAPrivateKey():
            return "RSA"
        case ec.EllipticCurvePrivateKey():
            return "ECDSA"
        case _:
            return "ED25519"


def signature_hash(key: PrivateKey) -> Hash | None:
    """Return what is hashed with before signing; ED25519 hashes by itself."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return None
    curved = isinstance(key, ec.EllipticCurvePrivateKey)
    return _HASHES.get(key.key_size, hashes.SHA256()) if curved else hashes.SHA256()


def private_forms(key: PrivateKey) -> values.Values:
    """Return the private outputs: PEM in the algorithm's own form, PKCS#8, OpenSSH."""
    own = serialization.PrivateFormat.TraditionalOpenSSL
    pkcs8 = serialization.PrivateFormat.PKCS8
    return {
        "privateKeyPem": _private(key, pkcs8 if isinstance(key, ed25519.Ed25519PrivateKey) else own),
        "privateKeyPemPkcs8": _private(key, pkcs8),
        "privateKeyOpenssh": _private(key, serialization.PrivateFormat.OpenSSH) if _has_openssh(key) else "",
    }


def public_forms(key: PrivateKey) -> values.Values:
    """Return the public outputs: PEM, a line for `authorized_keys`, its fingerprints as ssh-keygen prints them."""
    public = key.public_key()
    forms = {
        "publicKeyPem": public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()
    }
    if not _has_openssh(key):
        return {**forms, **dict.fromkeys(("publicKeyOpenssh", *_FINGERPRINTS), "")}
    line = public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    prints = {name: serialization.ssh_key_fingerprint(public, each) for name, each in _FINGERPRINTS.items()}
    return {
        **forms,
        "publicKeyOpenssh": f"{line}\n",
        "publicKeyFingerprintMd5": prints["publicKeyFingerprintMd5"].hex(":"),
        "publicKeyFingerprintSha256": "SHA256:" + _unpadded(prints["publicKeyFingerprintSha256"]),
    }


def identity(key: PrivateKey) -> str:
    """Return the resource's id: the SHA-1 of the public key, without white space at its ends as Terraform hashes."""
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha1(der.strip(), usedforsecurity=False).hexdigest()


def _private(key: PrivateKey, form: serialization.PrivateFormat) -> str:
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _has_openssh(key: PrivateKey) -> bool:
    """Say whether OpenSSH has the key's kind: it does not know the curve P-224."""
    return not (isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size == 224)


def _unpadded(digest: bytes) -> str:
    return base64.b64encode(digest).decode().rstrip("=")
