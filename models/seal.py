"""Personal data: sealed with AES-256-GCM, found again by a keyed hash, unreadable without the key.

One 32-byte key from the environment; separate keys for sealing and hashing are
derived from it (HKDF-SHA256). A sealed value is version byte + 12-byte nonce + ciphertext, bound to the
column it stands in, so that a value moved to another column does not open.
"""
import base64
import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"


class Unsealable(Exception):
    """A sealed value that this key does not open: another key, another column, or damage."""


class Seal:
    """Seals and opens texts, and makes the hashes they are searched by."""

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("the sealing key must be 32 bytes")
        self._box = AESGCM(_derive(key, b"wangju seal 1"))
        self._index = _derive(key, b"wangju index 1")

    def seal(self, text: str, column: str) -> bytes:
        """`column` is a stable name such as "account.phone"."""
        nonce = os.urandom(12)
        return VERSION + nonce + self._box.encrypt(nonce, text.encode(), column.encode())

    def open(self, sealed: bytes, column: str) -> str:
        """Raises Unsealable."""
        sealed = bytes(sealed)
        try:
            return self._box.decrypt(sealed[1:13], sealed[13:], column.encode()).decode()
        except (InvalidTag, ValueError) as why:
            raise Unsealable(column) from why

    def fingerprint(self, text: str, column: str) -> str:
        """43 characters that are equal for equal texts (after NFKC, trimming, lower case) and tell nothing else."""
        plain = unicodedata.normalize("NFKC", text).strip().lower()
        mac = hmac.digest(self._index, f"{column}\0{plain}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def read_key(text: str) -> bytes:
    """A 32-byte key from base64 text, URL-safe or not. Raises ValueError."""
    key = base64.b64decode(text.strip().replace("-", "+").replace("_", "/") + "=" * (-len(text.strip()) % 4), validate=True)
    if len(key) != 32:
        raise ValueError("the key must be 32 bytes in base64")
    return key


def new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


_seal: Seal | None = None


def use(key: bytes) -> None:
    """The key this process lives with. Called once at boot, and by tests."""
    global _seal
    _seal = Seal(key)


def current() -> Seal:
    if _seal is None:
        raise RuntimeError("no sealing key: models.seal.use was not called")
    return _seal
