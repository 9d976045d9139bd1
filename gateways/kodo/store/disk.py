"""Files: received as drafts, made durable, and only then given the name a row will speak of.

Names on disk are random; a key never touches the file system. Until its row is committed a file is garbage
that the sweep removes, so a crash at any line loses nothing that was acknowledged.
"""
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from .etag import HEAD, Digest

DRAFTS, OBJECTS, UPLOADS = "drafts", "objects", "uploads"
CHUNK = 1 << 20
SMALL_WRITES = 256 << 10
EARLY_WRITES = 8 << 20
SHORTER = "a stored file is shorter than its row says"
NO_KERNEL_COPY = {errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class Disk:
    """The folders under a store's root. File names given and taken are relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in (DRAFTS, UPLOADS, *(f"{OBJECTS}/{n:02x}" for n in range(256))):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def draft(self, digest: Digest, folder: str = DRAFTS) -> "Draft":
        path = self._unused(folder)
        return Draft(path, open(path, "xb", buffering=SMALL_WRITES), digest)

    def adopted(self, whole: Path, digest: Digest) -> "Draft":
        """A draft that is a file already there, under a second name."""
        path = self._unused(DRAFTS)
        os.link(whole, path)
        return Draft(path, open(path, "r+b", buffering=SMALL_WRITES), digest)

    def _unused(self, folder: str) -> Path:
        return self.root / folder / f".{secrets.token_hex(16)}"

    def new_object(self) -> str:
        name = secrets.token_hex(20)
        return f"{OBJECTS}/{name[:2]}/{name[2:]}"

    def new_part(self, upload: str, number: int) -> str:
        return f"{UPLOADS}/{upload}/{number}-{secrets.token_hex(8)}"

    def upload_folder(self, upload: str) -> Path:
        return self.root / UPLOADS / upload

    def new_upload_folder(self, upload: str) -> None:
        self.upload_folder(upload).mkdir()
        sync_folder(self.root / UPLOADS)

    def remove_upload_folder(self, upload: str) -> None:
        shutil.rmtree(self.upload_folder(upload), ignore_errors=True)

    def path(self, name: str) -> Path:
        return self.root / name

    def sha256(self, name: str, size: int) -> str:
        """Hex, of a file's first `size` bytes. Raises FileNotFoundError."""
        digest = hashlib.sha256()
        with open(self.path(name), "rb", buffering=0) as file:
            _feed(file.fileno(), 0, size, digest.update)
        return digest.hexdigest()

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)


class Draft:
    """A file being written. Leaving the `with` block before `settle` removes it.

    `place` is set when it is a stretch of a file that others write too: that file's name, and where it starts.
    """
    place: tuple[str, int] | None = None

    def __init__(self, path: Path, file: BinaryIO, digest: Digest) -> None:
        self.digest = digest
        self._path, self._file, self._settled, self._begun = path, file, False, 0

    @property
    def path(self) -> Path:
        """Where it lies now."""
        return self._path

    def write(self, data: memoryview) -> None:
        self.digest.update(data)
        self._file.write(data)
        if self.digest.size - self._begun >= EARLY_WRITES:
            self._begin_writing()

    def _begin_writing(self) -> None:
        """Ask the kernel to start writing what has come, so that the disk works while the network does."""
        begun, self._begun = self._begun, self.digest.size
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self._file.fileno(), begun, self._begun - begun, os.POSIX_FADV_DONTNEED)

    def read_over(self, size: int) -> None:
        """Let the digest see bytes that are in the file already."""
        self._look(self._file.fileno(), self.digest.size, size)

    def seen_by(self, digest: Digest) -> Digest:
        """Another digest, over everything that has come so far."""
        self._file.flush()
        with open(self._path, "rb", buffering=0) as again:
            _feed(again.fileno(), 0, self.digest.size, digest.update)
        return digest

    def append(self, source: Path, start: int, size: int) -> None:
        """Copy a stretch of another file onto the end, through the kernel where it can, while the digest reads it."""
        self._file.flush()
        end = self.digest.size
        with open(source, "rb", buffering=0) as part:
            self._look(part.fileno(), start, size)
            _copy(part.fileno(), start, self._file.fileno(), end, size)

    def _look(self, source: int, start: int, size: int) -> None:
        """Read no further than the digest cares."""
        looked = min(size, HEAD) if self.digest.unread else size
        _feed(source, start, looked, self.digest.update)
        self.digest.pass_over(size - looked)

    def settle(self, final: Path) -> None:
        """Give the file its last name, and return only when bytes and name would survive a power cut.

        The rename comes first: nobody knows the new name yet, and one journal commit then covers both.
        """
        self._file.flush()
        os.replace(self._path, final)
        self._path, self._settled = final, True
        os.fsync(self._file.fileno())
        sync_folder(final.parent)

    def withdraw(self) -> None:
        """Remove a settled file again: its row was refused."""
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        if not self._settled:
            self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._file.close()


def sync_folder(folder: Path) -> None:
    with _opened(folder) as fd:
        os.fsync(fd)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    fd = os.open(folder, os.O_RDONLY)
    try:
        yield fd
    finally:
        os.close(fd)


def _feed(source: int, start: int, size: int, sees: Callable[[memoryview], None]) -> None:
    buffer = bytearray(min(CHUNK, size))
    view, end = memoryview(buffer), start + size
    while start < end:
        n = os.preadv(source, [view[:end - start]], start)
        if not n:
            raise OSError(errno.EIO, SHORTER)
        sees(view[:n])
        start += n


def _copy(source: int, start: int, target: int, at: int, size: int) -> None:
    copy = getattr(os, "copy_file_range", _copy_by_hand)
    while size:
        try:
            n = copy(source, target, size, start, at)
        except OSError as why:
            if why.errno not in NO_KERNEL_COPY or copy is _copy_by_hand:
                raise
            copy = _copy_by_hand
            continue
        if not n:
            raise OSError(errno.EIO, SHORTER)
        start, at, size = start + n, at + n, size - n


def _copy_by_hand(source: int, target: int, size: int, start: int, at: int) -> int:
    """What copy_file_range does, where there is none (macOS) or not between these files."""
    return os.pwrite(target, os.pread(source, min(size, CHUNK), start), at)
