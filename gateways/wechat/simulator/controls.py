"""The hands behind the stage: what a person, a phone or the clock would do. Under `/_sim/`.

Only for this machine: the peer must be loopback, the Host localhost, nothing may have been forwarded,
and a page of another site may not ask (Origin). Anything else is 403.
"""
import json
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from wsgiref.types import WSGIEnvironment

from gateways.wechat.simulator import checks, faults, messages, people, phones, requests_log
from gateways.wechat.simulator.state import Settings, State
from gateways.wechat.simulator.wire import Answer, as_json, body_of
from models import clock

PEERS = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})
HOSTS = frozenset({"127.0.0.1", "localhost"})
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")
FARTHEST_S = 10 * 366 * 86400

Told = dict[str, Any]
Control = Callable[[sqlite3.Connection, float, Settings, Told], Told]


def answer(state: State, environ: WSGIEnvironment) -> Answer:
    """200 with what is now so, 400 with words, 403, 404 or 405."""
    if not _from_here(environ):
        return as_json({"error": "the controls answer only this machine"}, status=403)
    method, name = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix("/_sim/")
    if (method, name) == ("GET", "phones"):
        with state.turn() as (db, _):
            return phones.page(db, state.settings)
    control = CONTROLS.get((method, name))
    if not control:
        elsewhere = any(name == known for _, known in CONTROLS)
        return as_json({"error": "no such control"}, status=405 if elsewhere else 404)
    try:
        asked = _asked(environ)
        with state.turn() as (db, now):
            return as_json(control(db, now, state.settings, asked))
    except ValueError as why:
        return as_json({"error": str(why)}, status=400)


def login_code(db: sqlite3.Connection, now: float, settings: Settings, asked: Told) -> Told:
    """{"user"} → {"code"}: this person's phone called wx.login."""
    person = _visitor(db, now, settings, asked)
    return {"code": people.code(db, person, "login", settings.mp_appid, now)}


def phone_code(db: sqlite3.Connection, now: float, settings: Settings, asked: Told) -> Told:
    """{"user", "phone"?} → {"code"}: this person agreed to give the number; `phone` changes it for good."""
    person = _visitor(db, now, settings, asked)
    phone = asked.get("phone")
    people.set_phone(db, person, str(phone) if phone is not None else None)
    return {"code": people.code(db, person, "phone", settings.mp_appid, now)}


def visit(db: sqlite3.Connection, now: float, settings: Settings, asked: Told) -> Told:
    """{"user"}: this person has the mini program open now; without a visit in two hours nothing of theirs is checked (61010)."""
    return {"user": _visitor(db, now, settings, asked)["name"]}


def subscribe(db: sqlite3.Connection, now: float, settings: Settings, asked: Told) -> Told:
    """{"user", "template_id", "accept"}: the answer given in the dialog; WeChat tells of it."""
    person, template, accept = _visitor(db, now, settings, asked), asked.get("template_id"), asked.get("accept")
    if not isinstance(template, str) or not template or not isinstance(accept, bool):
        raise ValueError("template_id is text, accept true or false")
    db.execute("INSERT INTO choices (person, template_id, accepted, at) VALUES (?, ?, ?, ?)",
               (person["name"], template, accept, now))
    messages.tell_of_choice(db, settings, person, template, accept, now)
    return {"user": person["name"], "template_id": template, "accept": accept}


def follow(db: sqlite3.Connection, now: float, settings: Settings, asked: Told) -> Told:
    """{"user", "follows"}: of the official account; WeChat tells of it."""
    person, follows = people.known(db, settings, _name(asked)), asked.get("follows")
    if not isinstance(follows, bool):
        raise ValueError("follows is true or false")
    db.execute("UPDATE people SET follows = ? WHERE name = ?", (follows, person["name"]))
    messages.tell_of_following(db, settings, person, follows, now)
    return {"user": person["name"], "follows": follows}


def set_clock(db: sqlite3.Connection, _now: float, _settings: Settings, asked: Told) -> Told:
    """{"ahead_s"}: how far the stand-in's clock is ahead of the machine's, from now on."""
    ahead = asked.get("ahead_s")
    if isinstance(ahead, bool) or not isinstance(ahead, int | float) or not abs(ahead) <= FARTHEST_S:
        raise ValueError("ahead_s is a number of seconds, ten years at most")
    db.execute("UPDATE ahead SET seconds = ?", (ahead,))
    return {"ahead_s": ahead, "machine": clock.to_wire(clock.now())}


def fault(db: sqlite3.Connection, _now: float, _settings: Settings, asked: Told) -> Told:
    """{"path", "errcode" | "http_status" | "delay_s" | "drop", "times"}."""
    return faults.plan(db, asked)


def media_result(db: sqlite3.Connection, _now: float, settings: Settings, asked: Told) -> Told:
    """{"suggest"?, "label"?, "errcode"?, "times"?, "delay_s"?, "pushes"?: 0 | 1 | 2, "format"?: "json" | "xml", "user"?}."""
    return checks.plan(db, settings, asked)


def media_checks(db: sqlite3.Connection, _now: float, _settings: Settings, _asked: Told) -> Told:
    """{"items": [{trace_id, url, kind, user, state, errcode, bytes, pushed, tries}]}."""
    return checks.show(db)


def requests(db: sqlite3.Connection, _now: float, _settings: Settings, asked: Told) -> Told:
    """?path= → {"count", "items": [{at, method, path, errcode, http_status, fault}]}."""
    return requests_log.show(db, asked.get("path"))


def inbox(db: sqlite3.Connection, _now: float, settings: Settings, asked: Told) -> Told:
    """?user= → {"items": [{at, channel: "mp" | "oa", template_id, title, page, data, msgid}]}, newest first."""
    return {"items": messages.received(db, people.known(db, settings, _name(asked))["name"])}


def templates(_db: sqlite3.Connection, _now: float, settings: Settings, _asked: Told) -> Told:
    """{"items": [{id, title, account: "mp" | "oa"}]}: what the dialog and the phones call them."""
    return {"items": [{"id": template_id, "title": one.title, "account": account} for one in settings.templates
                      for account, template_id in (("mp", one.mini), ("oa", one.official)) if template_id]}


def pushing(db: sqlite3.Connection, _now: float, _settings: Settings, asked: Told) -> Told:
    """{"times"?, "delay_s"?}: each event of messages is pushed so often, every second one so much later, from now on."""
    times, delay_s = asked.get("times", 1), asked.get("delay_s", 0)
    if type(times) is not int or not 0 <= times <= 5 or isinstance(delay_s, bool) or not isinstance(delay_s, int | float):
        raise ValueError("times is 0 to 5, delay_s a number of seconds")
    db.execute("UPDATE pushing SET times = ?, delay_s = ?", (times, delay_s))
    return {"times": times, "delay_s": delay_s}


def job_result(db: sqlite3.Connection, _now: float, _settings: Settings, asked: Told) -> Told:
    """{"status", "times"?}: what the next template messages come to: "success", "failed:user block", "failed: system failed"."""
    status, times = asked.get("status"), asked.get("times", 1)
    if not isinstance(status, str) or not status or type(times) is not int or not 0 < times <= 100:
        raise ValueError("status is text, times 1 to 100")
    db.execute("INSERT INTO job_results (times, status) VALUES (?, ?)", (times, status))
    return {"status": status, "times": times}


CONTROLS: dict[tuple[str, str], Control] = {
    ("POST", "login_code"): login_code, ("POST", "phone_code"): phone_code, ("POST", "subscribe"): subscribe,
    ("POST", "follow"): follow, ("POST", "clock"): set_clock, ("POST", "fault"): fault,
    ("POST", "visit"): visit, ("POST", "media_result"): media_result, ("GET", "media_checks"): media_checks,
    ("GET", "requests"): requests, ("GET", "inbox"): inbox, ("GET", "templates"): templates,
    ("POST", "pushing"): pushing, ("POST", "job_result"): job_result,
}


def _from_here(environ: WSGIEnvironment) -> bool:
    origin = environ.get("HTTP_ORIGIN")
    return (environ.get("REMOTE_ADDR") in PEERS and _host(environ.get("HTTP_HOST", "")) in HOSTS
            and not any(environ.get(name) for name in FORWARDED)
            and (origin is None or _host(origin.partition("://")[2]) in HOSTS))


def _host(text: str) -> str | None:
    try:
        return urlsplit(f"//{text}").hostname
    except ValueError:
        return None


def _asked(environ: WSGIEnvironment) -> Told:
    """The query of a GET, the JSON of a POST. Raises ValueError."""
    if environ["REQUEST_METHOD"] == "GET":
        return dict(parse_qsl(environ.get("QUERY_STRING", "")))
    try:
        told = json.loads(body_of(environ))
    except RecursionError:
        told = None
    if not isinstance(told, dict):
        raise ValueError("a JSON object is wanted")
    return told


def _visitor(db: sqlite3.Connection, now: float, settings: Settings, asked: Told) -> sqlite3.Row:
    """The person named, who has the mini program open to do this."""
    person = people.known(db, settings, _name(asked))
    people.visits(db, person, now)
    return person


def _name(asked: Told) -> str:
    name = asked.get("user")
    if not people.is_name(name):
        raise ValueError(f"user is a name of at most {people.LONGEST_NAME} letters")
    return name
