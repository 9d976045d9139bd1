"""One file alone in a folder of its own, and programs that are locked in with it (jail.py).

What a program leaves behind is as hostile as the file was: anything in `out` but plain files refuses the original.
"""
import contextlib
import errno
import os
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from gateways.media import jail
from models.ports import Refused, Unreachable

PYTHON = sys.executable
READABLE = (sys.prefix, sys.base_prefix, str(Path(__file__).parent))
PATHS = re.compile(r"/[^\s'\":,;)\]]*")
MOST_SAID = 16 << 20                       # bytes of stdout that this process takes into its own memory
LAST_WORDS = 200
PREFIX = "wangju-"                         # of everything of ours in the temporary folder, so that it can be swept
LONGEST_S = 24 * 3600                      # nothing is locked in for as long
TOO_MUCH = ("MemoryError", "Cannot allocate memory", "bad_alloc", "File too large", "DecompressionBomb")
TOO_HEAVY_SIGNALS = (signal.SIGXCPU, signal.SIGXFSZ, signal.SIGKILL)
NO_SPACE = "No space left on device"


@dataclass(frozen=True)
class Limits:
    """What one program may use: wall clock, processor time, address space, and the size of any file it writes."""
    seconds: float
    cpu_s: int
    memory_mb: int
    file_mb: int


@dataclass(frozen=True)
class Cell:
    """`original` may be read, `out` written; a program's working folder is the one that holds both."""
    original: Path
    out: Path

    def run(self, argv: Sequence[str], limits: Limits) -> bytes:
        """What the program printed. `argv[0]` is an absolute path.

        Raises Refused ("too_heavy") when a limit was reached, Refused ("unreadable", its last words) when it failed otherwise,
        Refused ("dangerous") when it left anything but plain files, Unreachable when it could not be started or the disk is full.
        """
        argv = self._argv(argv, limits)
        return self.printed_by(lambda said, complaint: _ended(argv, self.folder, said, complaint, limits.seconds))

    def printed_by(self, work: Callable[[IO[bytes], IO[bytes]], int | None]) -> bytes:
        """What was printed by something locked in here, that tells its end as subprocess does, or None when its time was over.

        Raises as `run` does.
        """
        with self._printed() as said, self._printed() as complaint:
            _judge(work(said, complaint), _tail(complaint))
            _only_plain_files(self.out)
            return _whole(said)

    @property
    def folder(self) -> Path:
        return self.original.parent

    def _argv(self, argv: Sequence[str], limits: Limits) -> list[str]:
        figures = (os.getpid(), limits.cpu_s, limits.memory_mb, limits.file_mb)
        readable = ":".join((*READABLE, os.path.realpath(argv[0])))
        return [PYTHON, "-I", "-S", jail.__file__, *map(str, figures), str(self.folder), readable, "--", *argv]

    @contextlib.contextmanager
    def _printed(self) -> Iterator[IO[bytes]]:
        """A file without a name: what is printed is under the limit of a file's size, and never fills a pipe nobody reads."""
        with _disk(), tempfile.TemporaryFile(dir=self.folder) as file:
            yield file


@contextlib.contextmanager
def cell(original: Path) -> Iterator[Cell]:
    """A folder with a read-only copy of the original and an empty folder `out`; gone afterwards, whatever happens.

    An original that nobody may write and everybody may read (mode 0444) is linked where that can be, any other copied;
    it is never changed. Raises Unreachable when the disk is full.
    """
    with _disk(), tempfile.TemporaryDirectory(prefix=f"{PREFIX}cell-", ignore_cleanup_errors=True) as name:
        made = Cell(Path(name).resolve() / "original", Path(name).resolve() / "out")
        _bring(original, made.original)
        made.out.mkdir(mode=0o700)
        if os.geteuid() == 0:
            made.out.parent.chmod(0o711)
            os.chown(made.out, jail.NOBODY, jail.NOBODY)
        yield made


def sweep() -> int:
    """Remove the cells and fetched originals that killed processes left a day ago or earlier; how many there were."""
    left = [folder for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if _is_left(folder)]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _is_left(folder: Path) -> bool:
    """A link by this name is somebody's trap; a folder of another user is not ours to remove."""
    with contextlib.suppress(OSError):
        status = folder.stat(follow_symlinks=False)
        return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and time.time() - status.st_mtime > LONGEST_S
    return False


@cache
def is_cut_off() -> bool:
    """Whether locked-in programs are in a network of their own; when not, Landlock may still refuse them TCP. Raises Unreachable."""
    return _asked("import os; print(os.readlink('/proc/self/ns/net'))") != os.readlink("/proc/self/ns/net")


@cache
def is_walled_in() -> bool:
    """Whether locked-in programs cannot read what only we may read, such as the data of this house. Raises Unreachable."""
    with tempfile.NamedTemporaryFile() as private:
        return _asked(f"try: open({private.name!r}).close(); print('read')\nexcept OSError: print('kept out')") == "kept out"


def _asked(question: str) -> str:
    with tempfile.NamedTemporaryFile() as nothing, cell(Path(nothing.name)) as made:
        try:
            said = made.run([PYTHON, "-I", "-S", "-c", question], Limits(seconds=10, cpu_s=5, memory_mb=512, file_mb=1))
        except Refused as refused:
            raise Unreachable(f"the jail does not work: {refused}") from None
    return said.decode().strip()


def _bring(original: Path, to: Path) -> None:
    mode = original.stat().st_mode
    if mode & 0o444 == 0o444 and not mode & 0o222:
        with contextlib.suppress(OSError):
            os.link(original, to)
            return
    shutil.copyfile(original, to)
    to.chmod(0o444)


def _ended(argv: list[str], folder: Path, said: IO[bytes], complaint: IO[bytes], seconds: float) -> int | None:
    """The program's end as subprocess tells it, None when its time was over. Nothing of its group survives."""
    try:
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=said, stderr=complaint, cwd=folder, env={},  # noqa: S603 ours
                                 start_new_session=True)
    except OSError as trouble:
        raise Unreachable(f"the jail could not be started: {trouble.strerror}") from None
    try:
        in_time = _waited(child.pid, seconds)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        status = child.wait()
    return status if in_time else None


def _waited(pid: int, seconds: float) -> bool:
    """Whether it ended in time. A poll on its handle: Popen.wait would look only every 50 milliseconds."""
    handle = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(handle)


def _judge(status: int | None, last_words: str) -> None:
    """Raises what an end means; a program that ended well with a warning about memory ended well."""
    if status == 0:
        return
    if status == jail.COULD_NOT_START and last_words.startswith(jail.FIRST_WORD):
        raise Unreachable(last_words)
    if NO_SPACE in last_words:
        raise Unreachable("no space left on the disk")
    if status is None or -status in TOO_HEAVY_SIGNALS or any(word in last_words for word in TOO_MUCH):
        raise Refused("too_heavy")
    words = PATHS.sub("…", last_words).strip() or f"ended with {status}"
    raise Refused("unreadable", words[-LAST_WORDS:])


def _tail(complaint: IO[bytes]) -> str:
    complaint.seek(max(0, complaint.seek(0, os.SEEK_END) - 4096))
    return complaint.read().decode("utf-8", "replace")


def _whole(said: IO[bytes]) -> bytes:
    if said.seek(0, os.SEEK_END) > MOST_SAID:
        raise Refused("too_heavy")
    said.seek(0)
    return said.read()


def _only_plain_files(folder: Path) -> None:
    """A link in `out` would be followed by whoever opens it, out of the cell. Raises Refused ("dangerous")."""
    for entry in os.scandir(folder):
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise Refused("dangerous")


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    """A full disk is our trouble, not the file's."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unreachable("no space left on the disk") from None
        raise
