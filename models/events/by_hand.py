"""Check-ins that a coordinator makes for others: a walk-in written down by name (补登), or the code on a worker's phone scanned."""
from datetime import datetime

from models import clock
from models.accounts.actor import Actor
from models.accounts.personal import is_mobile, sealed, tidy_phone
from models.db import writing
from models.events import arriving, codes, personal_codes
from models.events.arriving import Kept
from models.events.keeping import Row
from models.events.scanning import digest
from models.events.standing import looks_after
from models.events.tables import Event, How
from models.problems import CodeUnreadable, Forbidden, IdReused, Incomplete
from models.rows import find_row

UNNAMED = {"name_sealed": None, "name_print": None, "phone_sealed": None, "phone_print": None}


def write_down(event_id: str, check_in_id: str, *, personal_code: str | None = None, name: str = "", phone: str = "", scanned_at: datetime,
               sent_at: datetime, device: str, actor: Actor, at: datetime | None = None) -> Kept:
    """Keep a check-in that a coordinator made; of an event we do not know yet it waits, like any other.

    Raises Forbidden (not somebody who looks after the event), Incomplete (no name, or a phone that is none), CodeUnreadable, IdReused.
    """
    at = at or clock.now()
    facts = _by_code(personal_code) if personal_code else _by_name(name, phone)
    row: Row = {"id": check_in_id, "event_id": event_id, "account": str(actor.account_id), "code_event": None, "step": None, "mac": None,
                **facts, "device": device, "scanned_at": scanned_at, "sent_at": sent_at, "received_at": at}
    meaning = (event_id, facts["how"], personal_code, facts["name_print"], facts["phone_print"], scanned_at)
    row["digest"] = digest(meaning)
    with writing():
        event = find_row(Event, event_id)
        if event is not None and not looks_after(event, actor):
            raise Forbidden(act="补登")
        kept = arriving.keep([row], at)[0]
        if isinstance(kept, IdReused):
            raise kept
        return kept


def _by_code(personal_code: str) -> Row:
    """Of a code that was renewed or taken back since, nobody is known any more: it is kept all the same, and refused with its reason."""
    if codes.read_personal(personal_code) is None:
        raise CodeUnreadable()
    return {"how": How.PERSONAL.value, "subject": personal_codes.account_of(personal_code), **UNNAMED}


def _by_name(name: str, phone: str) -> Row:
    digits = tidy_phone(phone)
    if not name.strip():
        raise Incomplete(summary="请填写姓名", fields=[{"field": "name", "says": "请填写姓名"}])
    if digits and not is_mobile(digits):
        raise Incomplete(summary="手机号要是 11 位数字，可以不填", fields=[{"field": "phone", "says": "要是 11 位数字"}])
    return {"how": How.WALK_IN.value, "subject": None, **sealed(name, "check_in", "name"), **sealed(digits, "check_in", "phone")}
