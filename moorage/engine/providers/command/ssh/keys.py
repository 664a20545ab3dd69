"""SSH keys from text: the user's private key in any of its usual forms, and the public key that a host must show."""

from __future__ import annotations

import base64
import binascii
import io
import itertools
from dataclasses import dataclass

import paramiko
from cryptography import exceptions
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

RSA = ("rsa-sha2-512", "rsa-sha2-256")
"""How a server signs with an RSA key; the type's own name stands for SHA-1, which servers refuse."""


class KeyProblem(ValueError):  # noqa: N818 - what is wrong with a key, in words for the user
    """A key that cannot be read."""


@dataclass(frozen=True)
class HostKey:
    """A server's public key: its type as OpenSSH names it, and its blob."""

    type: str
    blob: bytes

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Return the signatures that a server with this key may offer."""
        return RSA if self.type == "ssh-rsa" else (self.type,)


def private(text: str, password: str | None) -> paramiko.PKey:
    """Return a private key given as OpenSSH, PKCS#1, PKCS#8 or SEC 1 text.

    Raises:
        KeyProblem: The text is no such key, or its password is missing or wrong.
    """
    content = text.strip().encode() + b"\n"
    load = serialization.load_ssh_private_key if b"OPENSSH" in content else serialization.load_pem_private_key
    try:
        key = load(content, password.encode() if password else None)
    except TypeError as error:
        reason = "is encrypted, and there is no privateKeyPassword" if not password else "is not encrypted"
        raise KeyProblem(f"privateKey: {reason}") from error
    except (ValueError, exceptions.UnsupportedAlgorithm) as error:
        reason = "is no private key, or privateKeyPassword is not its" if password else "is no private key"
        raise KeyProblem(f"privateKey: {reason}") from error
    plain = io.StringIO(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        ).decode()
    )
    match key:
        case rsa.RSAPrivateKey():
            return paramiko.RSAKey.from_private_key(plain)
        case ec.EllipticCurvePrivateKey():
            return paramiko.ECDSAKey.from_private_key(plain)
        case ed25519.Ed25519PrivateKey():
            return paramiko.Ed25519Key.from_private_key(plain)
        case _:
            raise KeyProblem("privateKey: is none of RSA, ECDSA, Ed25519")


def host(line: str) -> HostKey:
    """Return the key of a line as `authorized_keys` and `ssh_host_*_key.pub` have it: `type base64 [comment]`.

    Raises:
        KeyProblem: The line holds no key.
    """
    words = line.split()
    for kind, text in itertools.pairwise(words):
        try:
            blob = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            continue
        if blob[4 : 4 + int.from_bytes(blob[:4], "big")] == kind.encode():
            return HostKey(kind, blob)
    raise KeyProblem("hostKey: is no public key (type base64 [comment])")
