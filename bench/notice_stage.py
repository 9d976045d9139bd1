"""The stage of the notices bench: a folder, a WeChat that answers after 20 ms, a PostgreSQL, and senders in processes of their own."""
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import check_in_stock, notice_stock
from bench.check_in_crowd import CROWD
from bench.check_in_crowd import _compile as compiled
from bench.check_in_servers import BOTH, DISK, PROJECT, postgres
from bench.check_in_servers import _pinned as pinned
from gateways import LOOPBACK_VARIABLE
from tests.ports import free_port
from tests.running import config_with

IN_FLIGHT = 512
READY_S, LONGEST_S = 60.0, 1800.0

Sent = dict[str, float]


@dataclass(slots=True)
class Stage:
    """The folder, the neighbour, and a PostgreSQL."""
    folder: Path
    wechat: str
    postgres: tuple[str, int]
    copies: int = 0

    def stand(self, people: int, server: str | None = None) -> str:
        """A new database with so many people; its URL."""
        self.copies += 1
        into = self.folder / f"notices{self.copies}"
        if server is None:
            into.mkdir()
        url = check_in_stock.new_database(server, into.name) if server else f"sqlite:///{into / 'bench.sqlite'}"
        notice_stock.fill(url, self.folder, people)
        return url

    def copy(self, url: str) -> str:
        self.copies += 1
        return notice_stock.copy(url, self.folder / f"notices{self.copies}", self.postgres[0] if url.startswith("postgresql") else None)

    def told(self, path: str = "told") -> dict[str, int]:
        """What the neighbour wrote down; "forget" begins anew."""
        request = urllib.request.Request(f"{self.wechat}/{path}", method="POST" if path == "forget" else "GET")
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, int] = json.load(answer)
            return found

    @contextmanager
    def sender(self, who: str, people: int, url: str = "", ahead_s: float = 0) -> Iterator["subprocess.Popen[str]"]:
        """A sender that has everything loaded and begins."""
        told = {"url": self.wechat, "people": people, "folder": str(self.folder), "ahead_s": ahead_s}
        own = {"DATA_DIR": str(self.folder), "PORT": "8000", "WANGJU_CONFIG": str(self.folder / "config.yaml"), "DATABASE_URL": url,
               LOOPBACK_VARIABLE: self.wechat}
        process = subprocess.Popen([sys.executable, "-m", "bench.notice_senders", who, json.dumps(told)], cwd=PROJECT, text=True,
                                   env=os.environ | own, stdout=subprocess.PIPE, preexec_fn=pinned(BOTH))
        try:
            assert process.stdout
            if process.stdout.readline() != "ready\n":
                raise RuntimeError(f"{who} did not begin")
            yield process
        finally:
            process.kill()
            process.wait()

    def send(self, who: str, people: int, url: str = "", ahead_s: float = 0) -> Sent:
        """One sender until it is through; everybody was told once."""
        self.told("forget")
        with self.sender(who.split(",")[0], people, url, ahead_s) as process:
            said = end_of(process)
        told = self.told()
        if said["sent"] != people or told != {"messages": people, "people": people, "twice": 0}:
            raise RuntimeError(f"{who}: {said} of {people}, WeChat was told {told}")
        return said


def end_of(process: "subprocess.Popen[str]") -> Sent:
    said, _ = process.communicate(timeout=LONGEST_S)
    if process.returncode:
        raise RuntimeError(f"a sender ended with {process.returncode}")
    found: Sent = json.loads(said)
    return found


@contextmanager
def stage() -> Iterator[Stage]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wangju-bench-", dir=DISK)))
        folder.chmod(0o755)
        config_with(folder / "config.yaml", notices__per_second=0, notices__per_template_per_second=0, notices__in_flight=IN_FLIGHT)
        port = free_port()
        compiled("-o", str(folder / "fake_wechat"), str(PROJECT / "bench" / "fake_wechat.c"))
        process = subprocess.Popen([str(folder / "fake_wechat"), str(port)], preexec_fn=pinned(CROWD))
        stack.callback(process.wait)
        stack.callback(process.kill)
        bench = Stage(folder, f"http://127.0.0.1:{port}", stack.enter_context(postgres()))
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            with suppress(OSError):
                bench.told()
                break
            time.sleep(0.05)
        yield bench
