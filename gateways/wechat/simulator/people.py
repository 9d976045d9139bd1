"""The made-up people: whoever is named exists, with the same openids in every state file."""
import base64
import hashlib
import re
import secrets
import sqlite3
from typing import TypeGuard

from gateways.wechat.simulator.state import Settings

LONGEST_NAME = 64
PHONE = re.compile(r"(?:\+(?P<country>[0-9]{1,4}) )?(?P<number>[0-9]{5,15})")
MAINLAND = "86"


def is_name(name: object) -> TypeGuard[str]:
    """Whether somebody can be called this."""
    return isinstance(name, str) and bool(name.strip()) and len(name) <= LONGEST_NAME and name.isprintable()


def known(db: sqlite3.Connection, settings: Settings, name: str) -> sqlite3.Row:
    """This person's row, made now when there is none. openids differ by account, as with WeChat."""
    row = _find(db, name)
    if row is None:
        openids = [_openid(account, name) for account in (settings.mp_appid, f"oa {settings.oa_appid}", "platform")]
        db.execute("INSERT INTO people (name, mp_openid, oa_openid, unionid) VALUES (?, ?, ?, ?)", (name, *openids))
        row = _find(db, name)
    return row


def code(db: sqlite3.Connection, person: sqlite3.Row, kind: str, appid: str, now: float) -> str:
    """What wx.login or the phone button would hand to the mini program."""
    text = secrets.token_hex(16)
    db.execute("INSERT INTO codes VALUES (?, ?, ?, ?, ?, NULL)", (text, kind, appid, person["name"], now))
    return text


def visits(db: sqlite3.Connection, person: sqlite3.Row, now: float) -> None:
    """They have the mini program open: for two hours their texts and files can be checked."""
    db.execute("UPDATE people SET last_visit = ? WHERE name = ?", (now, person["name"]))


def set_phone(db: sqlite3.Connection, person: sqlite3.Row, phone: str | None) -> None:
    """Give a number: eleven digits, or "+852 91234567". Without one a test number is made up, once."""
    found = PHONE.fullmatch(phone) if phone else None
    if phone and not found:
        raise ValueError("phone is digits, or +country, a space and digits")
    country, number = (found["country"] or MAINLAND, found["number"]) if found else (MAINLAND, "")
    if found or not person["phone"]:
        db.execute("UPDATE people SET country = ?, phone = ? WHERE name = ?",
                   (country, number or _test_number(db, person["name"]), person["name"]))


def _find(db: sqlite3.Connection, name: str) -> sqlite3.Row:
    return db.execute("SELECT * FROM people WHERE name = ?", (name,)).fetchone()


def openid_of(settings: Settings, name: str) -> str:
    """The mini program's openid of a named person, whether or not anybody named them before."""
    return _openid(settings.mp_appid, name)


def _openid(account: str, name: str) -> str:
    digest = hashlib.sha256(f"{account}\n{name}".encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27]


def _test_number(db: sqlite3.Connection, name: str) -> str:
    """1380000xxxx, by the name; wider only when a crowd has taken those, so that no two share one."""
    for attempt in range(1000):
        digits = str(int.from_bytes(hashlib.sha256(f"{attempt} {name}".encode()).digest()))
        number = "1380000" + digits[:4] if attempt < 8 else "13800" + digits[:6]
        if not db.execute("SELECT 1 FROM people WHERE phone = ?", (number,)).fetchone():
            return number
    raise ValueError("no test number is left")
