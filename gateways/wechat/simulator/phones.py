"""A page of the phones: what each made-up person received last, how many grants they have left, and whether they follow.

`GET /_sim/phones`, for a person at this machine; it looks again every few seconds. No script: what it shows came from outside.
"""
import json
import sqlite3
from datetime import datetime
from html import escape

from gateways.wechat.simulator.state import Settings
from gateways.wechat.simulator.wire import Answer
from models.clock import SHANGHAI

MOST_PEOPLE, MOST_MESSAGES = 60, 8
CALLED = {"mp": "服务通知", "oa": "服务号"}
STYLE = """
body { margin: 0; padding: 24px; background: #ededed; color: #191919; font: 15px/1.5 "PingFang SC", "Noto Sans CJK SC", sans-serif }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; align-items: start }
section { background: #f7f7f7; border-radius: 16px; padding: 16px }
article { background: #fff; border-radius: 8px; padding: 12px; margin-top: 8px }
h1 { font-size: 20px; margin: 0 0 4px }
h2 { font-size: 16px; margin: 0 }
h3 { font-size: 15px; margin: 0 }
p, dt, time, code { color: #595959 }
p { margin: 0 0 16px }
section > p { margin: 0 0 12px }
time { font-size: 13px }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 8px 0 4px }
dd { margin: 0; overflow-wrap: anywhere }
code { font-size: 12px; overflow-wrap: anywhere }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #d5d5d5 }
  section { background: #1e1e1e }
  article { background: #2c2c2c }
  p, dt, time, code { color: #a6a6a6 }
}
"""
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>模拟手机</title><style>{style}</style>
<h1>模拟手机</h1><p>模拟器里每个人的微信收到的消息，最新的在前。每 5 秒更新。</p><main>{phones}</main></html>"""
PEOPLE = """
SELECT p.name, p.follows, MAX(m.id) AS newest,
    (SELECT COUNT(*) FROM choices c WHERE c.person = p.name AND c.accepted = 1 AND c.spent_at IS NULL) AS grants
FROM people p LEFT JOIN messages m ON m.person = p.name GROUP BY p.name ORDER BY newest DESC, p.name LIMIT ?
"""


def page(db: sqlite3.Connection, settings: Settings) -> Answer:
    """Those who received something last stand first."""
    labels = {template_id: dict(zip(one.keywords, one.labels, strict=False)) for one in settings.templates
              for template_id in (one.mini, one.official)}
    phones = "".join(_phone(db, person, labels) for person in db.execute(PEOPLE, (MOST_PEOPLE,)).fetchall())
    html = PAGE.format(style=STYLE, phones=phones or "<p>还没有人登录。</p>")
    return Answer(html.encode(), "text/html; charset=utf-8")


def _phone(db: sqlite3.Connection, person: sqlite3.Row, labels: dict[str, dict[str, str]]) -> str:
    rows = db.execute("SELECT * FROM messages WHERE person = ? ORDER BY id DESC LIMIT ?", (person["name"], MOST_MESSAGES)).fetchall()
    shown = "".join(_message(row, labels.get(row["template_id"], {})) for row in rows) or "<article>没有消息</article>"
    stands = f"可提醒次数 {person['grants']}" + ("，已关注服务号" if person["follows"] else "")
    return f"<section><h2>{escape(person['name'])}</h2><p>{stands}</p>{shown}</section>"


def _message(row: sqlite3.Row, labels: dict[str, str]) -> str:
    at = datetime.fromtimestamp(row["at"], SHANGHAI)
    said: dict[str, str] = json.loads(row["data"])
    lines = "".join(f"<dt>{escape(labels.get(keyword) or keyword)}</dt><dd>{escape(value)}</dd>" for keyword, value in said.items())
    return (f"<article><h3>{escape(row['title'])}</h3><time>{CALLED[row['channel']]} · {at:%m-%d %H:%M:%S}</time>"
            f"<dl>{lines}</dl><code>{escape(row['page'])}</code></article>")
