"""The senders of the notices bench, each in a process of its own: ours over its ledger, and what else one would write.

`python -m bench.notice_senders <who> <json>` says "ready" when everything is loaded, and at the end as one line of JSON what it did.
Every sender sends the same body to the same people. The rivals are spared what they can be: only the naive one keeps a ledger.
"""
import json
import resource
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

PATH = "/sim/wechat/cgi-bin/message/subscribe/send"
TOKEN = "token-of-the-bench"
THREADS, LINES = 32, 512
VALUES = ("网聚职工正能量 争做中国好网民", "征集还有3天截止", "2022年8月31日 23:59", "请及时提交")
KEYWORDS = ("thing1", "thing2", "time3", "thing4")
PAGE = "pages/inbox/inbox?n=ntc_bench00000000000"

Told = dict[str, Any]


def body(openid: str) -> dict[str, Any]:
    """As ours sends it."""
    return {"touser": openid, "template_id": "demo-progress-mini", "miniprogram_state": "formal", "lang": "zh_CN", "page": PAGE,
            "data": {keyword: {"value": value} for keyword, value in zip(KEYWORDS, VALUES, strict=True)}}


def openid(number: int) -> str:
    return f"o-{number:08d}"


# ours

def ours(told: Told) -> Callable[[], int]:
    """One run of the job, as production runs it; `ahead_s`: so much later than now."""
    from gateways import open_gateways
    from jobs import deliver_notices, stopping
    from models import clock, seal
    from models.config import load
    from models.db import database, open_database
    signal.signal(signal.SIGTERM, lambda *_: stopping.asked.set())
    config = load()
    open_database(config.database_url)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))
    clock.run_ahead(timedelta(seconds=told.get("ahead_s", 0)))
    gateways = open_gateways(config)
    gateways.mass().close()
    database.connect()
    return lambda: deliver_notices.run(gateways)


# bare pycurl

def bare(told: Told) -> Callable[[], int]:
    """libcurl's multi interface in a loop, 512 connections, nothing written down."""
    import pycurl

    def run() -> int:
        multi, numbers, sent = pycurl.CurlMulti(), iter(range(told["people"])), 0
        multi.setopt(pycurl.M_MAXCONNECTS, LINES)
        idle, flying = [_line(told["url"]) for _ in range(LINES)], 0
        while True:
            while idle and (number := next(numbers, None)) is not None:
                line = idle.pop()
                line.answer = []
                line.setopt(pycurl.WRITEFUNCTION, line.answer.append)
                line.setopt(pycurl.POSTFIELDS, orjson.dumps(body(openid(number))))
                multi.add_handle(line)
                flying += 1
            if not flying:
                return sent
            while multi.perform()[0] == pycurl.E_CALL_MULTI_PERFORM:
                pass
            for line in _landed(multi):
                sent += orjson.loads(b"".join(line.answer))["errcode"] == 0
                idle.append(line)
                flying -= 1
            if not idle:
                multi.select(0.05)

    return run


def _line(url: str) -> Any:
    import pycurl
    line = pycurl.Curl()
    for option, value in ((pycurl.URL, f"{url}{PATH}?access_token={TOKEN}"), (pycurl.NOSIGNAL, 1), (pycurl.POST, 1),
                          (pycurl.HTTPHEADER, ["Content-Type: application/json", "Expect:"])):
        line.setopt(option, value)
    return line


def _landed(multi: Any) -> Iterator[Any]:
    more = 1
    while more:
        more, good, bad = multi.info_read()
        if bad:
            raise RuntimeError(bad[0][2])
        for line in good:
            multi.remove_handle(line)
            yield line


# 32 threads with requests

def pool(told: Told) -> Callable[[], int]:
    """A pool of threads with a kept-alive session each, nothing written down."""
    import requests
    own = threading.local()

    def send(number: int) -> bool:
        if not hasattr(own, "session"):
            own.session = requests.Session()
        answer = own.session.post(f"{told['url']}{PATH}?access_token={TOKEN}", json=body(openid(number)), timeout=30)
        return bool(answer.json()["errcode"] == 0)

    def run() -> int:
        with ThreadPoolExecutor(THREADS) as threads:
            return sum(threads.map(send, range(told["people"])))

    return run


# one after the other

def naive(told: Told) -> Callable[[], int]:
    """wechatpy in a loop that commits each row."""
    from wechatpy import WeChatClient

    class Client(WeChatClient):
        API_BASE_URL = f"{told['url']}/sim/wechat/cgi-bin/"

    client = Client("appid", "secret", access_token=TOKEN)
    client.expires_at = int(time.time()) + 7200
    ledger = sqlite3.connect(Path(told["folder"]) / "naive.sqlite")
    for statement in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", "DROP TABLE IF EXISTS push",
                      "CREATE TABLE push (id INTEGER PRIMARY KEY, openid TEXT, state TEXT, at REAL)"):
        ledger.execute(statement)
    ledger.executemany("INSERT INTO push VALUES (?, ?, 'planned', 0)", [(number, openid(number)) for number in range(told["people"])])
    ledger.commit()

    def run() -> int:
        sent = 0
        for number, whom in ledger.execute("SELECT id, openid FROM push ORDER BY id").fetchall():
            sent += client.post("message/subscribe/send", data=body(whom))["errcode"] == 0
            ledger.execute("UPDATE push SET state = 'sent', at = ? WHERE id = ?", (time.time(), number))
            ledger.commit()
        return sent

    return run


SENDERS: dict[str, Callable[[Told], Callable[[], int]]] = {"ours": ours, "bare": bare, "pool": pool, "naive": naive}


def main(who: str, told: Told) -> None:
    run = SENDERS[who](told)
    Path("/proc/self/clear_refs").write_text("5")          # the peak is counted from here
    print("ready", flush=True)
    idle, before, began = memory_mb("VmRSS"), _cpu_s(), time.monotonic()
    sent = run()
    print(json.dumps({"sent": sent, "s": time.monotonic() - began, "cpu_s": _cpu_s() - before, "idle_mb": idle,
                      "peak_mb": memory_mb("VmHWM")}), flush=True)


def memory_mb(line: str, process: int | str = "self") -> float:
    """A line of the kernel's account of a process, such as VmRSS."""
    status = Path(f"/proc/{process}/status").read_text()
    return float(next(words.split()[1] for words in status.splitlines() if words.startswith(line))) / 1024


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
