"""Messages to people: subscribe messages of the mini program, template messages of the official account, and what people receive.

A grant is one message: `choices` has a row for each answer in the dialog, and only a successful send uses one up. Values are
checked by a table of the stand-in's own, so that ours is proved and not repeated.
"""
import json
import re
import sqlite3
import unicodedata
from typing import Any

from gateways.wechat.simulator import push_out
from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.sessions import OK
from gateways.wechat.simulator.state import Call, Settings, Template
from gateways.wechat.simulator.wire import Answer, as_json

SAME_S = 600                             # the same client_msg_id is sent once in ten minutes
FIRST_MSGID = 2_400_000_000_000_000_000  # beyond what fits 53 bits, as WeChat's are
PAGE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_/-]*(\?[^\s]*)?")
DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
LIMITS: dict[str, tuple[int, str]] = {
    "thing": (20, r"[^\n\r]+"), "number": (32, r"[\d.]+"), "letter": (32, r"[A-Za-z]+"), "symbol": (5, r"[^\w\s]+"),
    "character_string": (32, r"[\x20-\x7e]+"), "time": (40, rf"(?:(?:{DAY}) ?)?{HOUR}(?: ?~ ?(?:(?:{DAY}) ?)?{HOUR})?"),
    "date": (40, rf"(?:{DAY})(?: ?{HOUR})?(?: ?~ ?(?:{DAY})(?: ?{HOUR})?)?"), "amount": (14, r"[￥¥$]?\d+(\.\d+)?元?"),
    "phone_number": (17, r"[\d+ -]+"), "car_number": (8, r"\S+"), "name": (20, r"\S.*"), "phrase": (5, r"[\u3400-\u9fff]+"),
}


def subscribe_send(call: Call) -> Answer:
    """POST /cgi-bin/message/subscribe/send. Raises Refusal: 47001, 40003, 40037, 41030, 47003, 43101, 48001."""
    asked = call.json()
    if call.appid != call.settings.mp_appid:
        raise Refusal(48001)
    person = _person(call, asked, "mp_openid")
    template = _template(call.settings, asked, "mini")
    page = asked.get("page") or ""
    if not isinstance(page, str) or (page and not PAGE.fullmatch(page)):
        raise Refusal(41030)
    data = _data(asked, template)
    spent = call.db.execute("""
        UPDATE choices SET spent_at = ? WHERE id = (SELECT id FROM choices WHERE person = ? AND template_id = ? AND accepted = 1
            AND spent_at IS NULL ORDER BY id LIMIT 1) RETURNING id""", (call.now, person["name"], template.mini)).fetchone()
    if spent is None:
        raise Refusal(43101)
    return as_json({**OK, "msgid": _deliver(call, person, "mp", template, template.mini, page, data)})


def template_send(call: Call) -> Answer:
    """POST /cgi-bin/message/template/send. Raises Refusal: 47001, 40003, 40037, 47003, 43004, 48001."""
    asked = call.json()
    if call.appid != call.settings.oa_appid:
        raise Refusal(48001)
    person = _person(call, asked, "oa_openid")
    template = _template(call.settings, asked, "official")
    data = _data(asked, template)
    if not person["follows"]:
        raise Refusal(43004)
    known = str(asked.get("client_msg_id") or "")
    before = call.db.execute("SELECT id FROM messages WHERE person = ? AND client_msg_id = ? AND client_msg_id <> '' AND at > ?",
                             (person["name"], known, call.now - SAME_S)).fetchone()
    if before is not None:
        return as_json({**OK, "msgid": FIRST_MSGID + before["id"]})
    jump = asked.get("miniprogram")
    page = str(jump.get("pagepath", "")) if isinstance(jump, dict) else str(asked.get("url") or "")
    msgid = _deliver(call, person, "oa", template, template.official, page, data, known)
    _job_finished(call, person, msgid)
    return as_json({**OK, "msgid": msgid})


def mini_templates(call: Call) -> Answer:
    """GET /wxaapi/newtmpl/gettemplate."""
    rows = [{"priTmplId": one.mini, "title": one.title, "content": _content(one), "example": "", "type": 2}
            for one in call.settings.templates if one.mini]
    return as_json({**OK, "data": rows})


def official_templates(call: Call) -> Answer:
    """GET /cgi-bin/template/get_all_private_template."""
    rows = [{"template_id": one.official, "title": one.title, "primary_industry": "", "deputy_industry": "", "content": _content(one),
             "example": ""} for one in call.settings.templates if one.official]
    return as_json({**OK, "template_list": rows})


def user_info(call: Call) -> Answer:
    """GET /cgi-bin/user/info: of a follower; of others only that they do not follow. Raises Refusal: 40003."""
    person = _person(call, {"touser": call.query.get("openid")}, "oa_openid")
    told = {"subscribe": int(bool(person["follows"])), "openid": person["oa_openid"], "unionid": person["unionid"]}
    return as_json(told if person["follows"] else {"subscribe": 0, "openid": person["oa_openid"]})


def followers(call: Call) -> Answer:
    """GET /cgi-bin/user/get: ten thousand at a time."""
    behind = call.query.get("next_openid") or ""
    rows = [row["oa_openid"] for row in call.db.execute(
        "SELECT oa_openid FROM people WHERE follows = 1 AND oa_openid > ? ORDER BY oa_openid LIMIT 10000", (behind,))]
    (total,) = call.db.execute("SELECT COUNT(*) FROM people WHERE follows = 1").fetchone()
    return as_json({"total": total, "count": len(rows), "data": {"openid": rows}, "next_openid": rows[-1] if rows else ""})


def received(db: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """What this person's phone shows, newest first."""
    rows = db.execute("SELECT * FROM messages WHERE person = ? ORDER BY id DESC LIMIT 200", (name,))
    return [{"at": row["at"], "channel": row["channel"], "template_id": row["template_id"], "title": row["title"], "page": row["page"],
             "data": json.loads(row["data"]), "msgid": str(FIRST_MSGID + row["id"])} for row in rows]


def tell_of_choice(db: sqlite3.Connection, settings: Settings, person: sqlite3.Row, template_id: str, accept: bool, now: float) -> None:
    """subscribe_msg_popup_event, as WeChat pushes it after the dialog."""
    listed = {"TemplateId": template_id, "SubscribeStatusString": "accept" if accept else "reject", "PopupScene": "0"}
    _push(db, "mp", {"ToUserName": "gh_wangju_mp", "FromUserName": person["mp_openid"], "CreateTime": str(int(now)), "MsgType": "event",
                     "Event": "subscribe_msg_popup_event", "List": listed}, now, settings)


def tell_of_following(db: sqlite3.Connection, settings: Settings, person: sqlite3.Row, follows: bool, now: float) -> None:
    """subscribe or unsubscribe, XML as a service account has it."""
    _push(db, "oa", {"ToUserName": "gh_wangju_oa", "FromUserName": person["oa_openid"], "CreateTime": str(int(now)), "MsgType": "event",
                     "Event": "subscribe" if follows else "unsubscribe", "EventKey": ""}, now, settings, form="xml")


def _person(call: Call, asked: dict[str, Any], column: str) -> sqlite3.Row:
    """Who is meant. Raises Refusal: 40003 for nobody, and for an openid of the other account."""
    row = call.db.execute(f"SELECT * FROM people WHERE {column} = ?", (str(asked.get("touser") or ""),)).fetchone()  # noqa: S608 - our own column
    if row is None:
        raise Refusal(40003)
    found: sqlite3.Row = row
    return found


def _template(settings: Settings, asked: dict[str, Any], account: str) -> Template:
    wanted = asked.get("template_id")
    found = next((one for one in settings.templates if wanted and getattr(one, account) == wanted), None)
    if found is None:
        raise Refusal(40037)
    return found


def _data(asked: dict[str, Any], template: Template) -> dict[str, str]:
    """Every keyword with a value of its kind. Raises Refusal: 47001, 47003 with the keyword's name."""
    data = asked.get("data")
    if not isinstance(data, dict):
        raise Refusal(47001)
    found = {}
    for keyword in template.keywords:
        given = data.get(keyword)
        value = given.get("value") if isinstance(given, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise Refusal(47003, f"argument invalid! data.{keyword}.value is emtpy")
        most, pattern = LIMITS[keyword.rstrip("0123456789")]
        if len(value) > most or not re.fullmatch(pattern, value) or any(unicodedata.category(one) == "Cc" for one in value):
            raise Refusal(47003, f"argument invalid! data.{keyword}.value invalid")
        found[keyword] = value
    return found


def _deliver(call: Call, person: sqlite3.Row, channel: str, template: Template, template_id: str, page: str, data: dict[str, str],
             client_msg_id: str = "") -> int:
    done = call.db.execute("""INSERT INTO messages (person, channel, template_id, title, page, data, client_msg_id, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""", (person["name"], channel, template_id, template.title, page,
                                             json.dumps(data, ensure_ascii=False), client_msg_id, call.now))
    return FIRST_MSGID + int(done.lastrowid or 0)


def _job_finished(call: Call, person: sqlite3.Row, msgid: int) -> None:
    planned = call.db.execute("SELECT id, status FROM job_results WHERE times > 0 ORDER BY id LIMIT 1").fetchone()
    if planned is not None:
        call.db.execute("UPDATE job_results SET times = times - 1 WHERE id = ?", (planned["id"],))
    _push(call.db, "oa", {"ToUserName": "gh_wangju_oa", "FromUserName": person["oa_openid"], "CreateTime": str(int(call.now)),
                          "MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": str(msgid),
                          "Status": planned["status"] if planned else "success"}, call.now, call.settings, form="xml")


def _push(db: sqlite3.Connection, account: str, event: dict[str, Any], now: float, settings: Settings, form: str = "json") -> None:
    """As often, and in the order, as was asked for by `_sim/pushing`."""
    if account not in settings.push_to:
        return
    (times, delay_s) = db.execute("SELECT times, delay_s FROM pushing").fetchone()
    (number,) = db.execute("SELECT COUNT(*) FROM pushes").fetchone()
    for _ in range(times):
        push_out.enqueue(db, account, event, at=now + (delay_s if number % 2 == 0 else 0), about=str(event.get("MsgID", "")), form=form)


def _content(template: Template) -> str:
    return "\n".join(f"{keyword}:{{{{{keyword}.DATA}}}}" for keyword in template.keywords)
