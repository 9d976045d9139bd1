"""Parts written straight to their place in the finished file, so that completing an upload copies nothing.

Part n of L bytes goes to byte (n - 1) x L of the upload's file `whole-L`. Three rules make that safe:
- a place is written by one writer at a time, who holds its claim (a lock the kernel drops when a process dies);
- a place is written only while its part has no row: a part sent again gets a file of its own;
- `complete` adopts the file under a second name, and only what has rows; a late writer can reach beyond the object's
  end but never into it, and no reader looks beyond the end.
Where the parts do not lie in one row, they are copied together instead.
"""
import fcntl
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .disk import SMALL_WRITES, Disk, Draft, sync_folder
from .etag import Digest
from .uploads import Part

ONE_BYTE_EACH = hasattr(fcntl, "F_OFD_SETLK")          # Linux; elsewhere every part has a claim file of its own


@contextmanager
def claimed(folder: Path, number: int, size: int) -> Iterator[bool]:
    """Whether we alone may write this part's place until the block ends. Raises FileNotFoundError (no such upload).

    On Linux a claim is one byte of one file: a new file for each of some hundred parts would make every fsync dearer.
    """
    name = f"whole-{size}.claim" if ONE_BYTE_EACH else f"{number}-{size}.claim"
    claim = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(claim, number)
    finally:
        os.close(claim)


def _locked(claim: int, number: int) -> bool:
    try:
        if ONE_BYTE_EACH:
            fcntl.fcntl(claim, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, number, 1, 0))
        else:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


class PlacedDraft(Draft):
    """A part received in its place. What a failure leaves there has no row and is written over."""

    def __init__(self, folder: Path, number: int, size: int, digest: Digest) -> None:
        path, start = folder / f"whole-{size}", (number - 1) * size
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), "wb", buffering=SMALL_WRITES)
        file.seek(start)
        super().__init__(path, file, digest)
        self.place, self._settled = (path.name, start), True

    def settle(self, final: Path) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        sync_folder(final.parent)

    def withdraw(self) -> None:
        """The place stays as it is: other parts live in the same file."""


@contextmanager
def joined(disk: Disk, upload: str, parts: Sequence[Part]) -> Iterator[Draft]:
    """The parts as one draft. Raises FileNotFoundError when the upload was ended meanwhile."""
    first, last = parts[0], parts[-1]
    with claimed(disk.upload_folder(upload), last.number, first.size) as alone:
        digest = Digest(blocks=False)
        in_place = _lying_in_place(disk, parts) if alone else 0
        with disk.adopted(disk.path(first.file), digest) if in_place else disk.draft(digest) as draft:
            draft.read_over(sum(part.size for part in parts[:in_place]))
            for part in parts[in_place:]:
                draft.append(disk.path(part.file), part.start or 0, part.size)
            yield draft


def _lying_in_place(disk: Disk, parts: Sequence[Part]) -> int:
    """How many parts lie one after another from the start of one file: all, all but the last, or (else) 0."""
    count = end = 0
    for part in parts:
        if part.start != end or part.file != parts[0].file:
            break
        count, end = count + 1, end + part.size
    whole = count and disk.path(parts[0].file).stat().st_size == end
    return count if whole and count >= len(parts) - 1 else 0
