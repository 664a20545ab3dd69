"""Secrets are the CLI's, byte for byte, and a wrong passphrase is one clear line."""

from __future__ import annotations

import base64

import pytest

from moorage.engine.state import crypto
from tests.engine.state import conftest

# written by `pulumi config set --secret` of the CLI (v3.260.0) with the passphrase `throwaway`
SALT = "v1:iMsHj860Ilg=:v1:uApGyYbNNbax2en9:o6JCp4uhZq4OQtQZUUTzhPkizm9rcQ=="
CIPHERTEXT = "v1:iFjlNYzEctDdx/At:+k61rWowb7NNn5k0Qy2S0f0WrrqmNA=="


def test_reads_the_clis_secret(keys: crypto.Keys) -> None:
    """What the CLI encrypted is decrypted, and the salt stays as it is."""
    crypter = keys.open(SALT)
    assert crypter.decrypt(CIPHERTEXT) == "s3cret"
    assert crypter.salt == SALT


def test_a_new_salt_opens_again(crypter: crypto.Crypter) -> None:
    """A salt made here proves its passphrase, and its secrets come back; no two ciphertexts are alike."""
    again = crypto.open(conftest.PASSPHRASE, crypter.salt)
    first, second = crypter.encrypt("é"), crypter.encrypt("é")
    assert first != second
    assert (again.decrypt(first), again.decrypt(second)) == ("é", "é")


def test_wrong_passphrase() -> None:
    """The proof in the salt tells a wrong passphrase before anything is decrypted or encrypted."""
    with pytest.raises(crypto.CryptoError, match=r"^incorrect passphrase: this stack's secrets were encrypted with"):
        crypto.open("wrong", SALT).encrypt("x")


def test_damage(crypter: crypto.Crypter) -> None:
    """A changed bit is noticed, and is not taken for a wrong passphrase."""
    version, nonce, sealed = crypter.encrypt("text").split(":")
    data = bytearray(base64.b64decode(sealed))
    data[0] ^= 1
    with pytest.raises(crypto.CryptoError, match=r"it is damaged$"):
        crypter.decrypt(f"{version}:{nonce}:{base64.b64encode(data).decode()}")
    with pytest.raises(crypto.CryptoError, match=r"^malformed ciphertext: v1:<nonce>:<sealed> is expected$"):
        crypter.decrypt("text")
    with pytest.raises(crypto.CryptoError, match=r"^malformed ciphertext: the nonce has 3 bytes, 12 are expected$"):
        crypter.decrypt("v1:AAAA:AAAA")


@pytest.mark.parametrize("salt", ["", "v1:", "v2:AAAA:x", "v1:AAAA"])
def test_malformed_salt(salt: str) -> None:
    """A salt that is none is refused at once."""
    with pytest.raises(crypto.CryptoError, match=r"^malformed encryption salt "):
        crypto.open("x", salt)


def test_passphrase_is_asked_for_once_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is derived at the first use, once per salt, whoever asks for the crypter."""
    asked: list[int] = []
    monkeypatch.setattr(crypto, "_ROUNDS", 1)

    def passphrase() -> str:
        asked.append(1)
        return "x"

    keys = crypto.Keys(passphrase)
    crypter = keys.create()
    assert asked == []
    salt = crypter.salt
    crypter.encrypt("a")
    assert asked == [1]
    assert keys.open(salt) is keys.open(salt)
    keys.open(salt).decrypt(crypter.encrypt("b"))
    keys.open(salt).encrypt("c")
    assert asked == [1, 1]
