"""The ciphertexts of a stack: an unchanged secret keeps the one it has, so that an unchanged state stays the same."""

from __future__ import annotations

from moorage.engine.state import crypto


class Seals:
    """Encrypts and decrypts by place; `place` names one secret value of the state, whatever its content."""

    def __init__(self, crypter: crypto.Crypter) -> None:
        self.crypter = crypter
        self._known: dict[str, tuple[str, str]] = {}

    def unseal(self, place: str, ciphertext: str) -> str:
        """Return the text of a ciphertext and remember both.

        Raises:
            crypto.CryptoError: The passphrase is wrong or the ciphertext is damaged.

        """
        text = self.crypter.decrypt(ciphertext)
        self._known[place] = text, ciphertext
        return text

    def seal(self, place: str, text: str) -> str:
        """Return the ciphertext of a text: the one this place had, when the text is the same."""
        known = self._known.get(place)
        if known and known[0] == text:
            return known[1]
        ciphertext = self.crypter.encrypt(text)
        self._known[place] = text, ciphertext
        return ciphertext
