"""What a program that decodes a stranger's file cannot do: run on, fill memory or disk, call out, read our data, outlive us."""
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir

import pytest

from gateways.media import jail
from gateways.media.cell import PYTHON, Cell, Limits, cell, is_cut_off, is_walled_in, sweep
from models.ports import Refused, Unreachable

LIMITS = Limits(seconds=20, cpu_s=10, memory_mb=512, file_mb=1)
HOME = Path(__file__).parents[3]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become nobody")


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Cell]:
    original = tmp_path / "film.mp4"
    original.write_bytes(b"the original")
    original.chmod(0o600)
    with cell(original) as made:
        yield made


def said(locked: Cell, code: str, limits: Limits = LIMITS) -> str:
    return locked.run([PYTHON, "-I", "-S", "-c", code], limits).decode().strip()


def tried(locked: Cell, code: str) -> str:
    """What an attempt ended in: its answer, or the name of the error."""
    indented = "\n    ".join(code.splitlines())
    return said(locked, f"try:\n    {indented}\nexcept Exception as trouble: print(type(trouble).__name__)")


def refused(locked: Cell, code: str, limits: Limits = LIMITS) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        said(locked, code, limits)
    return caught.value.code, caught.value.said


def test_a_program_reads_the_original_and_writes_into_out(locked: Cell) -> None:
    assert said(locked, "print(open('original').read()); open('out/copy', 'w').write('made')") == "the original"
    assert (locked.out / "copy").read_text() == "made"


def test_it_sees_the_original_and_out_and_nothing_else_beside_it(locked: Cell) -> None:
    assert said(locked, "import os; print(sorted(os.listdir('.')))") == "['original', 'out']"


@pytest.mark.parametrize("code", [
    "open('original', 'w')",
    "open('original', 'a')",
    "open('beside', 'w')",
    "open('/tmp/beside', 'w')",
    "import os\nos.unlink('original')",
    "import os\nos.rename('original', 'out/original')",
])
def test_it_changes_nothing_but_out(locked: Cell, code: str) -> None:
    assert tried(locked, code) == "PermissionError"
    assert locked.original.read_bytes() == b"the original"


def test_the_original_itself_is_neither_changed_nor_moved(tmp_path: Path) -> None:
    original = tmp_path / "photo.jpg"
    original.write_bytes(b"bytes")
    before = original.stat()
    with cell(original) as made:
        said(made, "print(1)")
    after = original.stat()
    assert (after.st_mode, after.st_uid, after.st_mtime_ns, original.read_bytes()) == \
        (before.st_mode, before.st_uid, before.st_mtime_ns, b"bytes")


def test_an_original_that_nobody_may_write_is_linked_and_not_copied(tmp_path: Path) -> None:
    original = Path(gettempdir()) / f"read-only-{os.getpid()}"
    original.write_bytes(b"a long film")
    original.chmod(0o444)
    try:
        with cell(original) as made:
            assert made.original.stat().st_ino == original.stat().st_ino
            assert said(made, "print(open('original').read())") == "a long film"
        assert original.stat().st_nlink == 1
    finally:
        original.unlink()


def test_the_cell_is_gone_afterwards_whatever_happened(tmp_path: Path) -> None:
    original = tmp_path / "photo.jpg"
    original.write_bytes(b"bytes")
    with contextlib.suppress(Refused), cell(original) as made:
        said(made, "open('out/half', 'w').write('x'); raise SystemExit(3)")
    assert not made.folder.exists()


def test_memory_is_limited(locked: Cell) -> None:
    assert refused(locked, "bytearray(600 << 20)") == ("too_heavy", "")
    assert said(locked, "bytearray(100 << 20); print('fits')") == "fits"


def test_processor_time_is_limited(locked: Cell) -> None:
    assert refused(locked, "while True: pass", replace(LIMITS, cpu_s=1)) == ("too_heavy", "")


def test_the_clock_on_the_wall_is_limited(locked: Cell) -> None:
    began = time.monotonic()
    assert refused(locked, "import time; time.sleep(60)", replace(LIMITS, seconds=0.5)) == ("too_heavy", "")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("code", [
    "open('out/large', 'wb').write(bytes(2 << 20))",
    "print('x' * (2 << 20))",
])
def test_the_size_of_what_it_writes_is_limited(locked: Cell, code: str) -> None:
    assert refused(locked, code) == ("too_heavy", "")


def test_endless_complaints_fill_neither_disk_nor_memory(locked: Cell) -> None:
    code, words = refused(locked, "import sys\nwhile True: sys.stderr.write('x' * (1 << 16))")
    assert (code, len(words)) == ("unreadable", 200)


def test_more_words_than_fit_into_our_memory_are_not_taken(locked: Cell) -> None:
    assert refused(locked, "print('x' * (17 << 20))", replace(LIMITS, file_mb=64)) == ("too_heavy", "")


def test_it_opens_at_most_64_files(locked: Cell) -> None:
    assert tried(locked, "held = [open('original') for _ in range(100)]") == "OSError"


def test_it_cannot_call_out(locked: Cell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connect = f"import socket\nsocket.create_connection(('127.0.0.1', {listener.getsockname()[1]}), 2)\nprint('connected')"
        said_inside = tried(locked, connect)
    assert said_inside in ("PermissionError", "OSError")


def test_its_network_has_no_way_out(locked: Cell) -> None:
    if not is_cut_off():
        pytest.skip("this kernel gives us no network namespace")
    send = "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))\nprint('sent')"
    assert tried(locked, send) == "OSError"


@AS_ROOT
def test_it_is_nobody(locked: Cell) -> None:
    assert json.loads(said(locked, "import os, json; print(json.dumps([*os.getresuid(), *os.getresgid(), *os.getgroups()]))")) == \
        [jail.NOBODY] * 6


def test_it_cannot_read_what_only_we_may_read(locked: Cell, tmp_path: Path) -> None:
    if not is_walled_in():
        pytest.skip("this kernel knows no Landlock, and we are not root")
    secret = Path(gettempdir()) / f"secret-{os.getpid()}"
    secret.write_text("a key")
    secret.chmod(0o600)
    try:
        assert tried(locked, f"print(open({str(secret)!r}).read())") == "PermissionError"
    finally:
        secret.unlink()


@pytest.mark.skipif(jail.landlock_version() == 0, reason="this kernel knows no Landlock")
@pytest.mark.parametrize("path", ["/etc/passwd", str(HOME / "config.yaml"), "/proc/self/environ", "/sys/kernel"])
def test_with_landlock_it_cannot_read_what_everybody_may_read_either(locked: Cell, path: str) -> None:
    assert tried(locked, f"import os\n(os.listdir if os.path.isdir({path!r}) else open)({path!r})") == "PermissionError"


def test_it_learns_nothing_from_our_environment(locked: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGJU_SEAL_KEY", "secret")
    inside = json.loads(said(locked, "import os, json; print(json.dumps(dict(os.environ)))"))
    assert inside == jail.environment(str(locked.folder))
    assert "secret" not in str(inside)


def test_it_gains_no_privileges_by_a_program_it_starts(locked: Cell) -> None:
    inside = said(locked, "import ctypes; print(ctypes.CDLL(None).prctl(39, 0, 0, 0, 0))")
    assert inside == "1"


def test_what_it_started_is_killed_with_it(locked: Cell) -> None:
    """A grandchild would write its file after a while, were it alive."""
    code = "import os, time\nif os.fork() == 0:\n time.sleep(1)\n open('out/late', 'w')\n os._exit(0)\nprint('done')"
    assert said(locked, code) == "done"
    assert said(locked, "import time; time.sleep(1.5); print('waited')") == "waited"
    assert not (locked.out / "late").exists()


def test_it_dies_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    original = tmp_path / "song.mp3"
    original.write_bytes(b"bytes")
    ours = ("import sys\nfrom pathlib import Path\nfrom gateways.media.cell import PYTHON, Limits, cell\n"
            "with cell(Path(sys.argv[1])) as made:\n print(made.folder, flush=True)\n"
            " made.run([PYTHON, '-I', '-S', '-c', 'open(\"out/pid\", \"w\").write(\"x\"); import time; time.sleep(60)'],"
            " Limits(seconds=60, cpu_s=10, memory_mb=512, file_mb=1))")
    worker = subprocess.Popen([sys.executable, "-c", ours, str(original)], cwd=HOME, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    with worker.stdout:
        folder = Path(worker.stdout.readline().strip())
    until(lambda: (folder / "out" / "pid").exists())
    inside = processes_in(folder)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert len(inside) == 1
    until(lambda: not processes_in(folder))
    shutil.rmtree(folder)


def test_what_a_killed_worker_left_is_swept_after_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new, trap = tmp_path / "wangju-cell-old", tmp_path / "wangju-cell-new", tmp_path / "wangju-cell-trap"
    for folder in (old / "out", new / "out", tmp_path / "kept"):
        folder.mkdir(parents=True)
    trap.symlink_to(tmp_path / "kept")
    os.utime(old, (0, 0))
    os.utime(tmp_path / "kept", (0, 0))
    assert sweep() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "wangju-cell-new", "wangju-cell-trap"]


@pytest.mark.parametrize("code", [
    "import os; os.symlink('/etc/passwd', 'out/poster.jpg')",
    "import os; os.link('original', 'out/poster.jpg')",
    "import os; os.mkfifo('out/poster.jpg')",
    "import os; os.mkdir('out/poster.jpg')",
])
def test_nothing_but_plain_files_is_taken_from_it(locked: Cell, code: str) -> None:
    with pytest.raises(Refused) as caught:
        said(locked, code)
    assert caught.value.code in ("unreadable", "dangerous")


@pytest.mark.parametrize("plant", [lambda path: path.symlink_to("/etc/passwd"), Path.mkdir])
def test_a_link_that_was_made_after_all_refuses_the_original(locked: Cell, plant: object) -> None:
    plant(locked.out / "poster.jpg")  # type: ignore[operator]
    assert refused(locked, "print(1)") == ("dangerous", "")


def test_a_failure_is_told_in_its_last_words_without_a_path(locked: Cell) -> None:
    code, words = refused(locked, "import sys, os; sys.exit('x' * 300 + f' in {os.getcwd()}/original: Invalid data')")
    assert (code, len(words)) == ("unreadable", 200)
    assert words.endswith("in …: Invalid data")


def test_a_crash_is_an_unreadable_file(locked: Cell) -> None:
    assert refused(locked, "import os; os.kill(os.getpid(), 11)") == ("unreadable", f"ended with -{int(signal.SIGSEGV)}")


def test_a_program_that_is_not_there_is_our_fault(locked: Cell) -> None:
    with pytest.raises(Unreachable):
        locked.run(["/usr/bin/no-such-program"], LIMITS)


def test_a_full_disk_is_our_fault(locked: Cell) -> None:
    with pytest.raises(Unreachable):
        said(locked, "import sys; sys.exit('out/play.mp4: No space left on device')")


def until(true: object, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def processes_in(folder: Path) -> list[int]:
    """Whose working folder it is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(process / "cwd") == str(folder):
                found.append(int(process.name))
    return found
