"""Qiniu's content hash (qetag), computed while bytes pass by, together with the sums a client may ask to have checked.

A qetag is a SHA-1 over the SHA-1 of every 4 MiB. An object uploaded in parts that are not 4 MiB has another one
(first byte 0x9e), so a `hash` is never a content id: that is what `sha256` is for, which the shelf sums when it is
first asked. Sources: developer.qiniu.com "etag", java-sdk `EtagV2`.
"""
import hashlib
import zlib
from collections.abc import Sequence

from .wire import to_base64

BLOCK = 4 << 20
HEAD = 4096
SHA1_BYTES = 20


def qetag(sha1s: bytes) -> str:
    """The hash of an object, from the joined SHA-1s of its 4 MiB blocks."""
    return to_base64(_bare(sha1s))


def qetag_of_parts(parts: Sequence[tuple[int, bytes]]) -> str:
    """The hash of an object joined from parts, each (size, joined SHA-1s of its own blocks)."""
    *body, last = parts
    if all(size == BLOCK for size, _ in body) and last[0] <= BLOCK:
        return qetag(b"".join(sha1s for _, sha1s in parts))
    return to_base64(b"\x9e" + _sha1(b"".join(_bare(sha1s)[1:] for _, sha1s in parts)))


def _bare(sha1s: bytes) -> bytes:
    if len(sha1s) == SHA1_BYTES:
        return b"\x16" + sha1s
    return b"\x96" + _sha1(sha1s)


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


class Digest:
    """What is asked of bytes that pass by once: always the size and the first bytes, and the sums asked for."""

    def __init__(self, *, blocks: bool = True, crc32: bool = False, md5: bool = False) -> None:
        self.size, self.crc32, self.head = 0, 0, b""
        self.sums_crc32, self._sums_blocks = crc32, blocks
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        self._blocks: list[bytes] = []
        self._block, self._room = hashlib.sha1(usedforsecurity=False), BLOCK

    def update(self, data: memoryview) -> None:
        self.size += len(data)
        if len(self.head) < HEAD:
            self.head += bytes(data[:HEAD - len(self.head)])
        if self.sums_crc32:
            self.crc32 = zlib.crc32(data, self.crc32)
        if self._md5:
            self._md5.update(data)
        if self._sums_blocks:
            self._update_blocks(data)

    def pass_over(self, size: int) -> None:
        """Count bytes that need not be looked at."""
        self.size += size

    @property
    def unread(self) -> bool:
        """Whether nothing but the first bytes and the size is asked for."""
        return not (self._sums_blocks or self.sums_crc32 or self._md5)

    def _update_blocks(self, data: memoryview) -> None:
        while data:
            piece, data = data[:self._room], data[self._room:]
            self._block.update(piece)
            self._room -= len(piece)
            if not self._room:
                self._blocks.append(self._block.digest())
                self._block, self._room = hashlib.sha1(usedforsecurity=False), BLOCK

    @property
    def sha1s(self) -> bytes:
        """The joined SHA-1s of the 4 MiB blocks so far; of nothing, the SHA-1 of nothing."""
        whole = b"".join(self._blocks)
        return whole + self._block.digest() if self._room < BLOCK or not whole else whole

    @property
    def etag(self) -> str:
        return qetag(self.sha1s)

    @property
    def md5(self) -> str:
        return self._md5.hexdigest() if self._md5 else ""
