"""Pulumi's passphrase secrets: what the CLI encrypts, this decrypts, and the other way round.

A key is PBKDF2-HMAC-SHA256 of the passphrase, 1 000 000 rounds, 32 bytes; a ciphertext is AES-256-GCM, written
`v1:<nonce>:<sealed>`; the salt, `v1:<8 random bytes>:<ciphertext of "pulumi">`, proves the passphrase; all base64.
Source: `sdk/go/common/resource/config/crypt.go` and `pkg/secrets/passphrase/manager.go` of pulumi/pulumi.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = "v1"
_ROUNDS = 1_000_000
_KEY_BYTES = 32
_SALT_BYTES = 8
_NONCE_BYTES = 12
_PROOF = "pulumi"


class CryptoError(Exception):
    """A secret cannot be read; the text is one line."""


class WrongPassphraseError(CryptoError):
    """The passphrase is not the one that the secrets were encrypted with."""


class Crypter:
    """Encrypts and decrypts for one salt. The key costs about 0.3 s: it is derived at the first use, once."""

    def __init__(self, passphrase: str | Callable[[], str], salt: bytes, proof: str) -> None:
        self._passphrase = passphrase
        self._salt = salt
        self._proof = proof
        self._cipher: AESGCM | None = None
        self._lock = threading.Lock()

    @property
    def salt(self) -> str:
        """Return the salt as `encryptionsalt` and `secrets_providers.state.salt` hold it."""
        cipher = None if self._proof else self._open()
        with self._lock:
            if cipher and not self._proof:
                self._proof = _seal(cipher, _PROOF)
            return f"{_VERSION}:{_encode(self._salt)}:{self._proof}"

    def encrypt(self, text: str) -> str:
        """Return the ciphertext of `text`, under a fresh nonce."""
        return _seal(self._open(), text)

    def decrypt(self, ciphertext: str) -> str:
        """Return the text of a ciphertext.

        Raises:
            CryptoError: The passphrase is wrong or the ciphertext is damaged.

        """
        try:
            return _unseal(self._open(), ciphertext)
        except (InvalidTag, UnicodeDecodeError) as error:
            msg = "a ciphertext does not belong to this stack's salt, or it is damaged"
            raise CryptoError(msg) from error

    def _open(self) -> AESGCM:
        with self._lock:
            if self._cipher is None:
                phrase = self._passphrase if isinstance(self._passphrase, str) else self._passphrase()
                key = hashlib.pbkdf2_hmac("sha256", phrase.encode(), self._salt, _ROUNDS, _KEY_BYTES)
                cipher = AESGCM(key)
                if self._proof and not _proves(cipher, self._proof):
                    msg = (
                        "incorrect passphrase: this stack's secrets were encrypted with another one; "
                        "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"
                    )
                    raise WrongPassphraseError(msg)
                self._cipher = cipher
            return self._cipher


def create(passphrase: str | Callable[[], str]) -> Crypter:
    """Return a crypter with a new random salt. A function as passphrase is called when the key is first needed."""
    return Crypter(passphrase, secrets.token_bytes(_SALT_BYTES), "")


def open(passphrase: str | Callable[[], str], salt: str) -> Crypter:  # noqa: A001 # as a file is: crypto.open(...)
    """Return the crypter of an existing salt; a wrong passphrase shows at the first use.

    Raises:
        CryptoError: The salt is malformed.

    """
    version, _, rest = salt.partition(":")
    encoded, _, proof = rest.partition(":")
    if version != _VERSION or not encoded or not proof:
        msg = f"malformed encryption salt {salt!r}: v1:<salt>:<ciphertext> is expected"
        raise CryptoError(msg)
    return Crypter(passphrase, _decode(encoded), proof)


class Keys:
    """One passphrase and its crypters: those of the same salt are one, so that a key is derived once."""

    def __init__(self, passphrase: str | Callable[[], str]) -> None:
        self._passphrase = passphrase
        self._crypters: dict[str, Crypter] = {}

    def open(self, salt: str) -> Crypter:
        """Return the crypter of an existing salt; see `open` of this module."""
        return self._crypters.setdefault(salt, open(self._passphrase, salt))

    def create(self) -> Crypter:
        """Return a crypter with a new salt."""
        return create(self._passphrase)


def _proves(cipher: AESGCM, proof: str) -> bool:
    try:
        return _unseal(cipher, proof) == _PROOF
    except (InvalidTag, UnicodeDecodeError):
        return False


def _seal(cipher: AESGCM, text: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return f"{_VERSION}:{_encode(nonce)}:{_encode(cipher.encrypt(nonce, text.encode(), None))}"


def _unseal(cipher: AESGCM, ciphertext: str) -> str:
    parts = ciphertext.split(":")
    if len(parts) != 3 or parts[0] != _VERSION:
        msg = "malformed ciphertext: v1:<nonce>:<sealed> is expected"
        raise CryptoError(msg)
    nonce = _decode(parts[1])
    if len(nonce) != _NONCE_BYTES:
        msg = f"malformed ciphertext: the nonce has {len(nonce)} bytes, {_NONCE_BYTES} are expected"
        raise CryptoError(msg)
    return cipher.decrypt(nonce, _decode(parts[2]), None).decode()


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:  # binascii.Error, or text that is not ASCII
        msg = f"malformed ciphertext: not base64: {error}"
        raise CryptoError(msg) from error
