"""What a request costs through the whole stack, beside a bare Flask view that does one peewee insert on the same server.

The cost is CPU time of the web process (user and system, from /proc) per request, the same body sent, one client, the
two contenders in turn within each round. WeChat's stand-in runs in its own process and is not counted, as WeChat would
not be. Run alone with `python -m bench.requests`.
"""
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from models import clock, ids, seal
from models.accounts import actions as accounts
from models.accounts import queries as people
from models.config import load
from models.db import database, open_database
from models.entries import actions as entries
from models.entries import attachments
from models.entries.draft import Draft
from models.media import actions as media
from models.ports import Identity, StoredObject
from tests.lives.test_an_entry import FIELDS, WORKS
from tests.ports import free_port
from tests.running import House, Phone, running

Figure = dict[str, Any]
ROUNDS = 7
TIMES = 120
DRAFTS = 40
GOAL = 3.0
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", "64", "--log-level", "error",
           "--host", "127.0.0.1", "--port")


def measure() -> list[Figure]:
    """Sign in, save a draft, submit, and read the plan: CPU per request over the bare insert's."""
    with tempfile.TemporaryDirectory() as folder, _bare(Path(folder)) as bare, \
            running(Path(folder) / "var", WANGJU_CONFIG=str(_without_fences(Path(folder)))) as house:
        ours = _Server(int(house.url.rsplit(":", 1)[1]))
        phone = house.phone("demo-worker")
        acts = _acts(house, phone, ours)
        for act in (bare.insert, *acts.values()):
            act(20)
        rounds = [{"bare": bare.insert(TIMES)} | {name: act(TIMES) for name, act in acts.items()} for _ in range(ROUNDS)]
    return [_figure(name, rounds) for name in acts]


class _Server:
    """A server's web process, seen from outside: one kept-alive connection, and the CPU its process has used."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._workers = _listeners(port)
        self._threads: dict[Path, int] = {}

    def cost(self, requests: list[tuple[str, str, bytes, dict[str, str]]]) -> float:
        """CPU seconds per request."""
        self._line.close()              # the server ends a line that was idle while another contender ran
        before = self._used()
        for method, path, body, headers in requests:
            self._line.request(method, path, body, {"Content-Type": "application/json", **headers})
            answer = self._line.getresponse()
            answer.read()
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status}")
        return (self._used() - before) / len(requests)

    def insert(self, times: int) -> float:
        body = json.dumps({"title": "高原上的追光人", "fields": {**FIELDS["photo"], **WORKS}}).encode()
        return self.cost([("POST", "/", body, {})] * times)

    def _used(self) -> float:
        """From the scheduler's own counters, which are finer than the clock tick; a thread that ended keeps its last."""
        for pid in self._workers:
            for task in Path(f"/proc/{pid}/task").iterdir():
                with suppress(OSError):
                    self._threads[task] = int((task / "schedstat").read_text().split()[0])
        return sum(self._threads.values()) / 1e9


def _acts(house: House, phone: Phone, ours: _Server) -> dict[str, Callable[[int], float]]:
    token = {"Authorization": str(phone.session.headers["Authorization"])}
    campaign = phone.get("/api/campaigns/current")
    photo = next(one for one in campaign["tracks"] if one["id"] == "photo")
    consents = [{"id": one["id"], "version": one["version"]} for one in photo["consents"] if one["required"]]
    draft = json.dumps({"track": "photo", "type": "single", "title": "高原上的追光人", "revision": 0, "consents": consents,
                        "fields": {**FIELDS["photo"], **WORKS}, "authors": [{"name": "林措", "role": "摄影"}]}).encode()

    def sign_in(times: int) -> float:
        codes = [phone.simulator("login_code", user=f"bench-{n}")["code"] for n in range(times)]
        return ours.cost([("POST", "/api/sessions", json.dumps({"code": code}).encode(), {}) for code in codes])

    def save(times: int) -> float:
        """New drafts, and away with them before the limit of unfinished ones is reached."""
        used = 0.0
        for start in range(0, times, DRAFTS):
            made = [f"/api/entries/{ids.mint('ent')}" for _ in range(min(DRAFTS, times - start))]
            used += ours.cost([("PUT", path, draft, token) for path in made]) * len(made)
            for path in made:
                phone.ask("DELETE", path)
        return used / times

    def read_plan(times: int) -> float:
        return ours.cost([("GET", "/api/campaigns/current", b"", token)] * times)

    return {"sign in": sign_in, "save a draft": save, "submit": _submitting(house, ours, draft), "read the plan": read_plan}


def _submitting(house: House, ours: _Server, draft: bytes) -> Callable[[int], float]:
    """A submission of a complete entry, each by a person of its own; the entries are prepared through the rooms, uncounted."""
    _open(house)

    def submit(times: int) -> float:
        ready = [_complete_entry(draft) for _ in range(times)]
        return ours.cost([("PUT", f"/api/entries/{entry}/moves/{ids.mint('mov')}", b'{"act":"submit"}',
                           {"Authorization": f"Bearer {token}"}) for token, entry in ready])

    return submit


def _open(house: House) -> None:
    config = load(environment={"DATA_DIR": str(house.data_dir), "PORT": "0"})
    open_database(config.database_url)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))


def _complete_entry(draft: bytes) -> tuple[str, str]:
    """(token, entry id) of somebody new whose entry lacks nothing."""
    given = json.loads(draft)
    given.pop("revision")
    entry, at = ids.mint("ent"), clock.now()
    with database.connection_context():
        token, account, _ = accounts.sign_in(Identity(f"bench-{entry}"), is_demo=True)
        actor = people.actor_of(account.id)
        entries.save(entry, Draft(**given), revision=0, actor=actor)
        file, _ = attachments.attach(ids.mint("fil"), about=entry, name="a.jpg", size=1000, kind="photo", actor=actor)
        media.settle(file.id, found=StoredObject(file.key, 1000, "image/jpeg", "etag", at))
    return token, entry


@contextmanager
def _bare(folder: Path) -> Iterator[_Server]:
    port = free_port()
    environment = {**os.environ, "BENCH_DATABASE": str(folder / "bare.sqlite")}
    process = subprocess.Popen([sys.executable, *GRANIAN, str(port), "bench.bare_flask:app"], env=environment)
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until and not _answers(port):
            time.sleep(0.05)
        yield _Server(port)
    finally:
        process.terminate()
        process.wait(20)


def _without_fences(folder: Path) -> Path:
    """The shipped configuration with limits no benchmark reaches."""
    text = (Path(__file__).parents[1] / "config.yaml").read_text(encoding="utf-8")
    for limit in ("sign_ins_per_minute", "anonymous_per_minute", "reads_per_minute", "writes_per_minute"):
        line = next(line for line in text.splitlines() if line.strip().startswith(limit))
        text = text.replace(line, f"  {limit}: 10000000")
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _figure(name: str, rounds: list[dict[str, float]]) -> Figure:
    ratio = statistics.median(one[name] / one["bare"] for one in rounds)
    own, bare = (statistics.median(one[key] for one in rounds) * 1e6 for key in (name, "bare"))
    goal = None if name == "read the plan" else GOAL
    return {"name": f"{name} / bare Flask insert", "value": round(ratio, 2), "unit": "× CPU", "goal": goal,
            "met": goal is None or ratio <= goal, "baseline": f"{bare:.0f} µs (ours {own:.0f} µs)",
            "how": f"CPU of the web process per request, granian 64 threads, SQLite FULL; median of {ROUNDS} rounds of {TIMES}"}


def _listeners(port: int) -> list[int]:
    """The processes that hold this listening port: granian's parent and its workers."""
    inode = next(line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
                 if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A")
    wanted = f"socket:[{inode}]"
    return [int(process.name) for process in Path("/proc").iterdir() if process.name.isdigit() and _holds(process, wanted)]


def _holds(process: Path, wanted: str) -> bool:
    try:
        return any(os.readlink(handle) == wanted for handle in (process / "fd").iterdir())
    except OSError:
        return False


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
