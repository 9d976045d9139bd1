"""From a computer instead: a short code, shown on the phone, becomes one browser's permission to bring one file.

The code is eight characters that people type, so it lives a quarter of an hour and is exchanged once, for a token that
nobody types. Both are kept as hashes only. One row a file: asking again replaces code and token, so that the phone
decides which browser is the one. The room that owns the file calls these inside its own verb, and says who may.
"""
import secrets
import unicodedata
from datetime import datetime, timedelta

from models import clock, ids, journal, seal
from models.accounts.holding import delete_rows
from models.accounts.queries import token_hash
from models.db import locked, writing
from models.media.tables import ComputerCode
from models.problems import ComputerCodeWrong, ComputerOver, IdReused

CODE_LENGTH = 8
CODE_LIFE = timedelta(minutes=15)
TOKEN_LIFE = timedelta(hours=2)
MISREAD = str.maketrans("oil", "011")     # Crockford: o is 0, i and l are 1
WAITING, OPEN = "computer_waiting", "computer_open"


def held(file_id: str, *, about: str, owner_id: str, kind: str, asked_to_replace: str | None) -> ComputerCode | None:
    """The code of this file, held until the verb ends. Raises IdReused for another meaning or another owner."""
    code: ComputerCode | None = locked(ComputerCode.select().where(ComputerCode.id == file_id)).get_or_none()
    if code and (code.about, code.owner_id, code.kind, code.asked_to_replace) != (about, owner_id, kind, asked_to_replace):
        raise IdReused()
    return code


def make(file_id: str, former: ComputerCode | None, *, about: str, owner_id: str, kind: str, asked_to_replace: str | None,
         at: datetime) -> tuple[str, ComputerCode]:
    """A new code ("7K3M-X2PV", known to nobody after this) in the stead of the former one. Inside the owner's verb."""
    text = "".join(secrets.choice(ids.ALPHABET) for _ in range(CODE_LENGTH)).upper()
    code = former or ComputerCode(id=file_id, about=about, owner=owner_id, kind=kind, asked_to_replace=asked_to_replace)
    code.code_print, code.made_at, code.expires_at = _print(text), at, at + CODE_LIFE
    code.used_at = code.token_hash = code.token_expires_at = None
    code.save(force_insert=former is None)
    journal.write("upload.code_made", file_id, actor_id=owner_id, at=at, about=about)
    return f"{text[:4]}-{text[4:]}", code


def exchange(text: str, at: datetime) -> tuple[str, ComputerCode]:
    """The token for a code as somebody typed it; the code is spent. Inside the owner's verb.

    Raises ComputerCodeWrong alike for one never made, used, replaced and expired.
    """
    code: ComputerCode | None = locked(ComputerCode.select().where(ComputerCode.code_print == _print(text))).get_or_none()
    if code is None or at >= code.expires_at:
        raise ComputerCodeWrong()
    token = secrets.token_urlsafe(32)
    code.code_print, code.used_at = None, at
    code.token_hash, code.token_expires_at = token_hash(token), at + TOKEN_LIFE
    code.save()
    journal.write("upload.code_used", code.id, actor_id=None, at=at, about=code.about)
    return token, code


def opened(token: str, at: datetime | None = None) -> ComputerCode:
    """What a computer's token stands for. Raises ComputerOver for one that ended, was replaced or never was."""
    code: ComputerCode | None = ComputerCode.get_or_none(ComputerCode.token_hash == token_hash(token))
    if code is None or code.token_expires_at is None or (at or clock.now()) >= code.token_expires_at:
        raise ComputerOver()
    return code


def standing(file_id: str, owner_id: str, at: datetime | None = None) -> tuple[ComputerCode, str, datetime] | None:
    """(the code, WAITING or OPEN, until when) for the person who asked; None when there is none or it ended."""
    code: ComputerCode | None = ComputerCode.get_or_none(ComputerCode.id == file_id, ComputerCode.owner == owner_id)
    if code is None:
        return None
    state, until = (OPEN, code.token_expires_at) if code.token_expires_at else (WAITING, code.expires_at)
    return (code, state, until) if (at or clock.now()) < until else None


def forget_expired(at: datetime | None = None) -> int:
    """Delete codes that were never used and tokens that ended; how many. For the sweep."""
    at = at or clock.now()
    unused = ComputerCode.token_expires_at.is_null() & (ComputerCode.expires_at <= at)
    with writing():
        return delete_rows(ComputerCode, unused | (ComputerCode.token_expires_at <= at))


def _print(text: str) -> str:
    """Its keyed hash, however it was typed: case, full width, dashes and spaces do not matter, O is 0, I and L are 1."""
    plain = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(c for c in plain if c.isalnum()).translate(MISREAD)
    return seal.current().fingerprint(letters, "computer_code.print")
