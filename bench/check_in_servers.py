"""The servers of the check-in bench: a durable PostgreSQL, our service as production serves it, and the rivals; each pinned.

A pinned server runs on core 0 with its database; the crowd runs on core 1.
"""
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from gateways import LOOPBACK_VARIABLE
from server.tree import _end_with_parent as end_with_parent
from server.tree import _granian as granian
from tests.ports import free_port
from tests.postgres import TestServer

PROJECT = Path(__file__).parents[1]
DISK = Path("/var/tmp")          # a disk, where /tmp may be memory; PostgreSQL's own account may not enter the project
SLOW_SYNC_US = 3000
THREADS = 128                    # blocking threads of our service and of the floor
USUAL = {"max_connections": "200", "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
READY_S = 40.0
SERVICE, BOTH = frozenset({0}), frozenset({0, 1})


class Postgres(TestServer):
    """The tests' PostgreSQL with the durability it is shipped with: fsync and synchronous_commit on."""
    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self._home.rmdir()
        self._home = Path(tempfile.mkdtemp(prefix="wangju-postgres-", dir=DISK))

    def start(self, preload: Path | None = None) -> str:
        """The server's address, without a database name."""
        if self._as:
            os.chown(self._home, self._as.pw_uid, self._as.pw_gid)
        data = self._home / "data"
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "wangju", "-E", "UTF8", "--locale=C", "-D", str(data))
        settings = [word for name, value in USUAL.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(data), "-p", str(self.port), *settings]
        with (self._home / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._home, env=os.environ | _slowly(preload),
                                             preexec_fn=_pinned(SERVICE), **self._identity())
        url = f"postgresql://wangju@127.0.0.1:{self.port}"
        _wait_for_database(url)
        return url

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid


def _slowly(preload: Path | None) -> dict[str, str]:
    return {"LD_PRELOAD": str(preload), "SLOW_SYNC_US": str(SLOW_SYNC_US)} if preload else {}


def _wait_for_database(url: str) -> None:
    until = time.monotonic() + READY_S
    while True:
        try:
            psycopg.connect(f"{url}/postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def postgres(preload: Path | None = None) -> Iterator[tuple[str, int]]:
    """A server of its own: (address, pid)."""
    server = Postgres()
    try:
        yield server.start(preload), server.pid
    finally:
        server.stop()


@dataclass(slots=True)
class Served:
    """A running server. `roots`: the processes whose descendants do its work, its database's among them."""
    name: str
    port: int
    database: str
    roots: list[int]
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def kill(self) -> None:
        """kill -9 to all of it; not to its database."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


COMMANDS = {
    "django": ("-m", "gunicorn", "--worker-class", "gthread", "--threads", "32", "--workers", "{processes}", "--no-control-socket",
               "--log-level", "error", "--bind", "127.0.0.1:{port}", "bench.rivals.django_rest:app"),
    "fastapi": ("-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--workers", "{processes}", "--log-level", "error",
                "--no-access-log", "--host", "127.0.0.1", "--port", "{port}", "bench.rivals.fast_api:app"),
    "floor": ("-m", "granian", "--interface", "wsgi", "--workers", "{processes}", "--blocking-threads", str(THREADS), "--backlog", "1024",
              "--no-ws", "--log-level", "error", "--host", "127.0.0.1", "--port", "{port}", "bench.rivals.bare_wsgi:app"),
}


@contextmanager
def served(kind: str, database: str, *, data_dir: Path | None = None, processes: int = 1, cores: frozenset[int] = SERVICE,
           preload: Path | None = None, roots: list[int] | None = None) -> Iterator[Served]:
    """A server of this kind over a prepared database; `data_dir` for ours, `roots` of its database's processes."""
    port = free_port()
    own = {"RIVAL_DATABASE": database, "PYTHONPATH": str(PROJECT)} | _slowly(preload)
    command = [sys.executable, *(word.format(port=port, processes=processes) for word in COMMANDS.get(kind, ()))]
    if kind == "ours":
        assert data_dir
        own |= {"DATA_DIR": str(data_dir), "DATABASE_URL": database, "PORT": str(port), LOOPBACK_VARIABLE: "http://127.0.0.1:9"}
        command = granian("server.wsgi:public", "127.0.0.1", port, threads=THREADS, processes=processes)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | own, stdout=log, stderr=log, start_new_session=True,
                                   preexec_fn=_pinned(cores))
        running = Served(kind, port, database, [process.pid, *(roots or [])], process)
        try:
            _wait_for_server(running, log.fileno())
            yield running
        finally:
            running.kill()


def _wait_for_server(running: Served, log: int) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and running.process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", running.port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{running.name} did not come up:\n{os.pread(log, 4000, max(0, os.fstat(log).st_size - 4000)).decode()}")


def _pinned(cores: frozenset[int]) -> Callable[[], None]:
    """In the child: bound to these cores, and ended when the bench is, however that ends."""
    def prepare() -> None:
        pin(0, cores)
        end_with_parent()

    return prepare


def pin(pid: int, cores: frozenset[int]) -> None:
    """Bind a process (0: this one) to these cores, where there are as many."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, cores)


def pin_tree(roots: list[int], cores: frozenset[int]) -> None:
    """The same for running processes with all their children and threads."""
    for pid in tree(roots):
        with suppress(OSError):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                pin(int(thread.name), cores)


def tree(roots: list[int]) -> set[int]:
    """These processes and all that came from them and still run."""
    children: dict[int, list[int]] = {}
    for process in Path("/proc").iterdir():
        with suppress(OSError, IndexError, ValueError):
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(process.name))
    found, open_ones = set(roots), list(roots)
    while open_ones:
        for child in children.get(open_ones.pop(), []):
            if child not in found:
                found.add(child)
                open_ones.append(child)
    return found
