"""延期报送许可: a code that opens submission after closing, for a while, a number of times, for some entries."""
import base64
from datetime import datetime

from models import clock, ids, journal, seal
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.db import locked, writing
from models.entries.tables import Entry
from models.problems import Forbidden, IdReused, Incomplete, LateCodeOver, LateCodeWrong, NotFound
from models.units import queries as units
from models.workflow.tables import LateCode

MOST_USES = 100
MISREAD = str.maketrans("oil", "011", "- ")     # as people type it: o is 0, i and l are 1; hyphens and spaces do not matter


def issue(code_id: str, *, campaign: str, until: datetime, uses: int, reason: str, track: str | None = None,
          reporting_unit: str | None = None, actor: Actor, at: datetime | None = None) -> tuple[LateCode, bool]:
    """Hand out a late code; (LateCode, first time). The text of it is `text_of`.

    Raises Forbidden, IdReused, NotFound (campaign, track, unit), Incomplete (until, uses, reason).
    """
    at = at or clock.now()
    _require_organiser(actor, "发放延期报送许可")
    unit = units.find(reporting_unit).id if reporting_unit else None
    asked = (campaign, track, unit, clock.to_wire(until), uses, reason, actor.account_id)
    with writing():
        if known := LateCode.get_or_none(LateCode.id == code_id):
            return _replayed(known, asked), False
        _require_sense(campaign, track, until, uses, reason, at)
        made = LateCode.create(id=code_id, print=_print(_text(code_id)), campaign_id=campaign, track=track, reporting_unit=unit,
                               until=until, uses=uses, reason=reason, issued_by=actor.account_id, issued_at=at)
        journal.write("late_code.issued", code_id, actor_id=actor.account_id, at=at, uses=uses, until=clock.to_wire(until),
                      track=track, reporting_unit=unit)
        return made, True


def _require_organiser(actor: Actor, act: str) -> None:
    if not actor.is_organiser:
        raise Forbidden(act=act)


def _replayed(code: LateCode, asked: tuple[object, ...]) -> LateCode:
    terms = (code.campaign_id, code.track, code.reporting_unit_id, clock.to_wire(code.until), code.uses, code.reason, code.issued_by_id)
    if terms != asked:
        raise IdReused()
    return code


def _require_sense(campaign: str, track: str | None, until: datetime, uses: int, reason: str, at: datetime) -> None:
    plan = campaigns.newest_plan(campaign)
    if track is not None:
        plan.track(track)
    faults = [("until", "要晚于现在，且在活动结束以前")] if not at < until <= plan.ends else []
    faults += [("uses", f"1 到 {MOST_USES} 次")] if not 1 <= uses <= MOST_USES else []
    faults += [("reason", "请写明原因")] if not reason.strip() else []
    if faults:
        raise Incomplete(summary="；".join(says for _, says in faults), fields=[{"field": name, "says": says} for name, says in faults])


def revoke(code_id: str, *, actor: Actor, at: datetime | None = None) -> None:
    """Take a code back; what was submitted with it stays. The same again changes nothing. Raises Forbidden, NotFound."""
    at = at or clock.now()
    _require_organiser(actor, "收回延期报送许可")
    with writing():
        code: LateCode | None = locked(LateCode.select().where(LateCode.id == code_id)).get_or_none()
        if code is None:
            raise NotFound(what="这个延期报送许可")
        if code.revoked_at is None:
            code.revoked_at = at
            code.save(only=[LateCode.revoked_at])
            journal.write("late_code.revoked", code_id, actor_id=actor.account_id, at=at)


def fitting(text: str, entry: Entry, at: datetime) -> LateCode:
    """The code that opens submission of this entry now, held until the verb ends. Raises LateCodeWrong, LateCodeOver."""
    code: LateCode | None = locked(LateCode.select().where(LateCode.print == _print(text))).get_or_none()
    if code is None or not _fits(code, entry):
        raise LateCodeWrong(fields=[{"field": "late_code", "says": "请核对"}])
    if code.revoked_at is not None or at >= code.until or code.used >= code.uses:
        raise LateCodeOver()
    return code


def _fits(code: LateCode, entry: Entry) -> bool:
    return (code.campaign_id == entry.campaign_id and code.track in (None, entry.track)
            and code.reporting_unit_id in (None, entry.reporting_unit_id))


def spend(code: LateCode) -> None:
    """One use less. Inside the move that `fitting` was asked for."""
    code.used += 1
    code.save(only=[LateCode.used])


def text_of(code: LateCode) -> str:
    """The code as people type it: "k3p7-x2mv-9q"."""
    return _text(code.id)


def _text(code_id: str) -> str:
    raw = base64.urlsafe_b64decode(seal.current().fingerprint(code_id, "late_code.text") + "=")
    letters = "".join(ids.ALPHABET[byte & 31] for byte in raw[:10])
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _print(text: str) -> str:
    return seal.current().fingerprint("".join(text.split()).lower().translate(MISREAD), "late_code.print")
