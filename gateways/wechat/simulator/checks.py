"""Content security, version 2: texts at once, pictures and sounds later (api_msgseccheck, api_mediacheckasync).

A text is judged by WORDS; nobody looks at pictures, so what they get is planned (`plan`), and "pass" unless planned.
What the documentation leaves open is decided so: a text too long is 45002, and 87020 is the same link of the
same person while the first question is open.
"""
import sqlite3
from typing import Any
from urllib.parse import urlsplit

from gateways.wechat.simulator import codes, people
from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.sessions import OK
from gateways.wechat.simulator.state import Call, Settings
from gateways.wechat.simulator.wire import Answer, as_json

WORDS: dict[str, tuple[str, int]] = {
    "模拟涉政": ("risky", 20001), "模拟色情": ("risky", 20002), "模拟辱骂": ("risky", 20003), "模拟违法": ("risky", 20006),
    "模拟欺诈": ("risky", 20008), "模拟低俗": ("review", 20012), "模拟侵权": ("review", 20013), "模拟广告": ("review", 10001),
    "模拟存疑": ("review", 21000),
}
"""What a text with one of these gets; the first that is there counts. Any other text passes."""

FINE = ("pass", 100)
MOST_CHARACTERS = 2500
LONGEST_URL = 2048
VISIT_S = 7200
LONGEST_DELAY_S = 86400
SCENES = range(1, 5)
KINDS = {1: "sound", 2: "picture"}


def text(call: Call) -> Answer:
    """POST /wxa/msg_sec_check. Raises Refusal: 47001, 45002, 40129, 40003, 43104, 61010, 48001."""
    asked = call.json()
    content, more = asked.get("content"), [asked.get("title", ""), asked.get("nickname", "")]
    if not content or not all(isinstance(part, str) for part in (content, *more)):
        raise Refusal(47001)
    if len(content) > MOST_CHARACTERS:
        raise Refusal(45002)
    _asker(call, asked)
    whole = "\n".join([*more, content])
    suggest, label = next((verdict for word, verdict in WORDS.items() if word in whole), FINE)
    return as_json({**OK, "detail": [opinion(suggest, label), {"strategy": "keyword", "errcode": 0}],
                    "trace_id": codes.trace(call.now), "result": {"suggest": suggest, "label": label}})


def media(call: Call) -> Answer:
    """POST /wxa/media_check_async. Raises Refusal: 47001, 40004, 40129, 40003, 43104, 61010, 48001, 87020."""
    asked = call.json()
    url, media_type = asked.get("media_url"), asked.get("media_type")
    if not isinstance(url, str) or not _is_link(url):
        raise Refusal(47001)
    if type(media_type) is not int or media_type not in KINDS:
        raise Refusal(40004)
    person = str(_asker(call, asked)["name"])
    open_ones = "SELECT 1 FROM media_checks WHERE url = ? AND person = ? AND looked_at IS NULL"
    if call.db.execute(open_ones, (url, person)).fetchone():
        raise Refusal(87020)
    trace_id, (suggest, label, errcode, delay_s, pushes, form) = codes.trace(call.now), _planned(call.db, person)
    call.db.execute(
        "INSERT INTO media_checks (trace_id, person, url, media_type, asked_at, due_at, suggest, label, errcode, pushes, format) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (trace_id, person, url, media_type, call.now, call.now + delay_s, suggest, label, errcode, pushes, form))
    return as_json({**OK, "trace_id": trace_id})


def opinion(suggest: str, label: int) -> dict[str, Any]:
    """The content model's line of `detail`."""
    return {"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90}


def plan(db: sqlite3.Connection, settings: Settings, asked: dict[str, Any]) -> dict[str, Any]:
    """Queue what the next media checks get, of one person or of all; `times` 0 forgets everything planned. Raises ValueError."""
    if asked.get("times", 1) == 0:
        db.execute("DELETE FROM media_results")
        return {"times": 0}
    told = {"suggest": "pass", "label": 100 if asked.get("suggest", "pass") == "pass" else 20001, "errcode": 0,
            "times": 1, "delay_s": 0, "pushes": 1, "format": "json", **asked}
    _check_plan(told)
    person = people.known(db, settings, told["user"])["name"] if "user" in told else None
    db.execute("INSERT INTO media_results (person, times, suggest, label, errcode, delay_s, pushes, format) "
               "VALUES (:person, :times, :suggest, :label, :errcode, :delay_s, :pushes, :format)", {**told, "person": person})
    return told


def show(db: sqlite3.Connection) -> dict[str, Any]:
    """The newest thousand, oldest first: {"items": [{trace_id, url, kind, user, state, errcode, bytes, pushed, tries}]}.

    `url` without its query. States: waiting; looked (not told anybody); told; unheard (nobody answered 200).
    """
    rows = db.execute("""
        SELECT media_checks.*, coalesce(sum(state = 'told'), 0) told, coalesce(sum(state = 'given_up'), 0) given_up,
               coalesce(sum(tries), 0) tries
        FROM media_checks LEFT JOIN pushes ON about = trace_id
        GROUP BY media_checks.id ORDER BY media_checks.id DESC LIMIT 1000""")
    return {"items": [_line(row) for row in rows][::-1]}


def _line(row: sqlite3.Row) -> dict[str, Any]:
    state = ("waiting" if row["looked_at"] is None else "told" if row["told"] else "unheard" if row["given_up"] else "looked")
    return {"trace_id": row["trace_id"], "url": row["url"].partition("?")[0], "kind": KINDS[row["media_type"]],
            "user": row["person"], "state": state, "errcode": row["errcode"], "bytes": row["bytes"], "pushed": row["told"],
            "tries": row["tries"]}


def _asker(call: Call, asked: dict[str, Any]) -> sqlite3.Row:
    """Whose text or file it is. Raises Refusal: 48001, 47001, 40129, 40003, 43104, 61010."""
    if call.appid != call.settings.mp_appid:
        raise Refusal(48001)
    if asked.get("version") != 2 or not isinstance(openid := asked.get("openid"), str):
        raise Refusal(47001)
    if type(scene := asked.get("scene")) is not int or scene not in SCENES:
        raise Refusal(40129)
    row = call.db.execute("SELECT * FROM people WHERE mp_openid = ?", (openid,)).fetchone()
    if row is None:
        elsewhere = call.db.execute("SELECT 1 FROM people WHERE oa_openid = ?", (openid,)).fetchone()
        raise Refusal(43104 if elsewhere else 40003)
    if row["last_visit"] is None or call.now - row["last_visit"] >= VISIT_S:
        raise Refusal(61010)
    return row


def _planned(db: sqlite3.Connection, person: str) -> tuple[Any, ...]:
    """(suggest, label, errcode, delay_s, pushes, format), counted down."""
    row = db.execute("SELECT * FROM media_results WHERE person IS NULL OR person = ? ORDER BY id LIMIT 1", (person,)).fetchone()
    if row is None:
        return (*FINE, 0, 0, 1, "json")
    db.execute("UPDATE media_results SET times = times - 1 WHERE id = ?", (row["id"],))
    db.execute("DELETE FROM media_results WHERE times <= 0")
    return tuple(row[name] for name in ("suggest", "label", "errcode", "delay_s", "pushes", "format"))


def _check_plan(told: dict[str, Any]) -> None:
    if told["suggest"] not in ("pass", "review", "risky") or told["format"] not in ("json", "xml"):
        raise ValueError("suggest is pass, review or risky, format json or xml")
    numbers = [told[name] for name in ("label", "errcode", "times", "pushes")]
    if not all(type(number) is int and abs(number) < 1 << 31 for number in numbers) or told["times"] < 0:
        raise ValueError("label, errcode, times and pushes are whole numbers")
    if told["pushes"] not in (0, 1, 2):
        raise ValueError("pushes is 0, 1 or 2")
    if type(told["delay_s"]) not in (int, float) or not 0 <= told["delay_s"] <= LONGEST_DELAY_S:
        raise ValueError("delay_s is a number of seconds, one day at most")
    if "user" in told and not people.is_name(told["user"]):
        raise ValueError("user is a name")


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return len(url) <= LONGEST_URL and parts.scheme in ("http", "https") and bool(parts.hostname)
