"""The crowd of the check-in bench: requests prepared with codes of this moment, sent by crowd.c from core 1, and what came of it."""
import itertools
import json
import os
import shutil
import statistics
import struct
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.check_in_servers import PROJECT, Served, pin, tree
from bench.check_in_stock import PEOPLE, Hall, device, token
from bench.rivals.checks import STEP_S, mac
from models import clock

CROWD = frozenset({1})
MOST_FOREIGN = 0.12              # of a core: a run beside more is repeated
AT_REST, LONGEST_REST_S = 0.1, 3.0
TICKS_PER_S = 100
ANSWER = struct.Struct("<IIII")

_runs = itertools.count(time.time_ns() // 1_000_000_000)


@dataclass(frozen=True, slots=True)
class Run:
    """What one crowd met with. Latencies in ms, of every answer; `rate` counts those within the time, as far as most are."""
    rate: float
    p50: float
    p99: float
    longest: float
    statuses: dict[int, int]
    foreign: float                       # cores that others used meanwhile
    cpu_us: float                        # of the server and its database, for each answer
    answered: list[tuple[int, int]]      # (number of the request, status)
    unanswered: int


class Crowd:
    """Compiled once, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = folder / "crowd"
        _compile("-o", str(self._program), str(PROJECT / "bench" / "crowd.c"))

    def slow_sync(self) -> Path:
        """The shim that makes every fsync later, where PostgreSQL's own account can read it."""
        shim = self._folder / "slow_sync.so"
        _compile("-shared", "-fPIC", "-o", str(shim), str(PROJECT / "bench" / "slow_sync.c"), "-ldl")
        shim.chmod(0o755)
        return shim

    def closed(self, server: Served, requests: list[bytes], connections: int, seconds: float, *, again: bool = False,
               cores: frozenset[int] = CROWD) -> Run:
        return self._run(server, ["closed", str(server.port), str(connections), str(seconds)], requests, seconds, cores, again)

    def storm(self, server: Served, requests: list[bytes], seconds: float) -> Run:
        """Each on a connection of its own, at even distances."""
        return self._run(server, ["open", str(server.port), str(len(requests)), str(seconds)], requests, seconds, CROWD, again=False)

    def _run(self, server: Served, words: list[str], requests: list[bytes], seconds: float, cores: frozenset[int], again: bool) -> Run:
        asked, answers = self._folder / "requests", self._folder / "answers"
        asked.write_bytes(b"".join(struct.pack("<I", len(one)) + one for one in requests))
        command = [str(self._program), *words, str(asked), str(answers), *(["again"] if again else [])]
        before = _Used.now(server.roots)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, preexec_fn=lambda: pin(0, cores))
        usage_at_end = _wait(process)
        said = json.loads(process.stdout.read() if process.stdout else b"")
        used = _Used.now(server.roots) - before
        return _told(list(ANSWER.iter_unpack(answers.read_bytes())), said, seconds, used, usage_at_end)


def _compile(*words: str) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise FileNotFoundError("the bench of check-ins needs gcc")
    subprocess.run([compiler, "-O2", "-w", *words], check=True)


def _wait(process: "subprocess.Popen[bytes]") -> float:
    """CPU seconds of the crowd itself, once it is through."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the crowd ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def _told(answers: list[tuple[int, ...]], said: dict[str, float], seconds: float, used: "_Used", own: float) -> Run:
    if not answers:
        raise RuntimeError(f"nobody was answered: {said}")
    latencies = sorted(latency / 1000 for _, _, latency, _ in answers)
    in_time = [at for *_, at in answers if at <= seconds * 1e6]
    lasted = max(at for *_, at in answers) / 1e6
    # Who gave most answers after the time is judged by all of them, and by the time they took.
    rate = len(in_time) / min(seconds, lasted) if 2 * len(in_time) > len(answers) else len(answers) / lasted
    return Run(rate, statistics.median(latencies), latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))],
               latencies[-1], dict(Counter(status for _, status, _, _ in answers)), max(0.0, used.all - used.server - own) / used.wall,
               used.server / len(answers) * 1e6, [(number, status) for number, status, _, _ in answers],
               int(said["lost"] + said["unanswered"]))


def rest() -> None:
    """Let the disk come to rest, and wait a little for other programs: they would hit one contender and not the next."""
    os.sync()
    until = time.monotonic() + LONGEST_REST_S
    while time.monotonic() < until:
        before = _Used.now([])
        time.sleep(0.5)
        used = _Used.now([]) - before
        if used.all / used.wall < AT_REST:
            return


# Who used the processors

@dataclass(frozen=True, slots=True)
class _Used:
    """CPU seconds so far: of the whole machine, of a server with its database; and the time."""
    all: float
    server: float
    wall: float

    @classmethod
    def now(cls, roots: list[int]) -> "_Used":
        ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return cls((sum(ticks) - ticks[3] - ticks[4]) / TICKS_PER_S, sum(map(_used_by, tree(roots))), time.monotonic())

    def __sub__(self, other: "_Used") -> "_Used":
        return _Used(self.all - other.all, self.server - other.server, self.wall - other.wall)


def _used_by(pid: int) -> float:
    """With the children it waited for: PostgreSQL's ended sessions."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(word) for word in words[11:15]) / TICKS_PER_S


# What is sent

def check_ins(hall: Hall, people: Iterable[int] = range(PEOPLE)) -> list[bytes]:
    """One check-in of each person at this event with the code of this moment, all new. Good for a minute."""
    now, run = clock.now(), next(_runs)
    step = int(now.timestamp()) // STEP_S
    said = clock.to_wire(now)
    body = json.dumps({"code": f"https://wangju.example/c/v1.{hall.id}.{step}.{mac(hall.secret, hall.id, step)}",
                       "scanned_at": said, "sent_at": said})
    head = (f"Host: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nX-Sent-At: {said}\r\n")
    return [f"PUT /api/events/{hall.id}/checkins/{check_in_id(run, n)} HTTP/1.1\r\n{head}Authorization: Bearer {token(n)}\r\n"
            f"X-Device: {device(n)}\r\n\r\n{body}".encode() for n in people]


def check_in_id(run: int, person: int) -> str:
    """Ascending like minted ones, whose first half is the time."""
    return f"chk_{run:010d}{person:06d}"


def id_in(request: bytes) -> str:
    """The check-in's id in a prepared request."""
    return request.split(b" ", 2)[1].rsplit(b"/", 1)[1].decode()


def reads(path: str, people: Iterable[int], **headers: str) -> list[bytes]:
    """The same read by each of these people."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}Authorization: Bearer {token(n)}\r\n\r\n".encode() for n in people]

