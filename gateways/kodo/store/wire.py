"""How Kodo writes keys and entries in addresses: URL-safe base64 that keeps its padding, read leniently."""
import base64
import binascii

from .refusals import BAD_ARGUMENT, BAD_KEY, Refusal

MAX_KEY_BYTES = 750


def to_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """The bytes behind URL-safe base64, with or without padding. Raises Refusal (400)."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(*BAD_ARGUMENT) from None


def text_from_base64(text: str) -> str:
    """The same, as UTF-8 text. Raises Refusal (400)."""
    try:
        return from_base64(text).decode()
    except UnicodeDecodeError:
        raise Refusal(*BAD_ARGUMENT) from None


def checked_key(key: str) -> str:
    """A key that may name an object: 1 to 750 bytes of UTF-8 without NUL. Raises Refusal (400)."""
    try:
        size = len(key.encode())
    except UnicodeEncodeError:
        raise Refusal(*BAD_KEY) from None
    if not 0 < size <= MAX_KEY_BYTES or "\0" in key:
        raise Refusal(*BAD_KEY)
    return key


def entry(text: str) -> tuple[str, str]:
    """An EncodedEntryURI as (bucket, key). Raises Refusal (400)."""
    bucket, _, key = text_from_base64(text).partition(":")
    return bucket, checked_key(key)
