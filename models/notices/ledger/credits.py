"""可提醒次数: what people granted, one row a message.

The phone reports what its dialog answered, and WeChat pushes an event of the same tap: either may come first or alone, so two
that lie within two minutes are one credit. Nobody can ask WeChat how many are left; 43101 says when there was none.
"""
from collections.abc import Mapping
from datetime import datetime, timedelta

from peewee import fn

from models import clock, journal
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.accounts.tables import Account
from models.db import is_writing, locked, writing
from models.notices.ledger.tables import Asked, Credit, Delivery, DeliveryState
from models.notices.plans.templates import Template
from models.problems import CreditNonceReused, Malformed, TemplateUnknown

ONE_TAP = timedelta(seconds=120)
AT_ONCE = 3                          # templates of one dialog
ACCEPTED = "accept"                  # and acceptWithAlert, acceptWithAudio, acceptWithForcePush


def report(results: Mapping[str, str], nonce: str, templates: Mapping[str, Template], *, actor: Actor,
           at: datetime | None = None) -> dict[str, int]:
    """What one dialog answered, by WeChat's template ids; how many the person has at hand now, by our words.

    The same nonce again changes nothing. Raises TemplateUnknown, Malformed (more than three at once), CreditNonceReused.
    """
    at, known = at or clock.now(), {one.mini for one in templates.values() if one.mini}
    granted = {template for template, answer in results.items() if answer.startswith(ACCEPTED)}
    if unknown := sorted(set(results) - known):
        raise TemplateUnknown(template=unknown[0], fields=[{"field": "results", "says": "没有这个提醒模板"}])
    if len(results) > AT_ONCE:
        raise Malformed(summary=f"一次最多 {AT_ONCE} 个模板", fields=[{"field": "results", "says": "太多了"}])
    account_id = str(actor.account_id)
    with writing():
        _hold(account_id)
        before = {row.template for row in Credit.select(Credit.template).where(Credit.account == account_id, Credit.nonce == nonce)}
        if before and before != granted:
            raise CreditNonceReused()
        for template in sorted(granted - before):
            _told_by_phone(account_id, template, nonce, at)
    return at_hand(account_id, templates)


def event(account_id: str, template: str, at: datetime) -> None:
    """WeChat says that this person granted one at this instant. Inside `writing()`; the same event again is the caller's to drop."""
    _hold(account_id)
    row = _other_of_the_tap(account_id, template, "report", at)
    if row is None:
        Credit.insert(account=account_id, template=template, granted_at=at, told_by="event").execute()
    else:
        Credit.update(paired_at=at).where(Credit.id == row.id).execute()


def end_all(account_id: str, template: str, at: datetime) -> int:
    """The person turned the template off: whatever was granted until then and not spent is over. Inside `writing()`."""
    open_ones = (Credit.account == account_id, Credit.template == template, Credit.spent_by.is_null(), Credit.ended_at.is_null(),
                 Credit.granted_at <= at)
    return int(Credit.update(ended_at=at).where(*open_ones).execute())


def has(account_id: str, template: str) -> bool:
    """Whether one is at hand."""
    return Credit.select().where(Credit.account == account_id, Credit.template == template, Credit.spent_by.is_null(),
                                 Credit.ended_at.is_null()).exists()


def at_hand(account_id: str, templates: Mapping[str, Template]) -> dict[str, int]:
    """How many by our word, zeros too."""
    rows = (Credit.select(Credit.template, fn.COUNT(Credit.id)).where(Credit.account == account_id, Credit.spent_by.is_null(),
                                                                      Credit.ended_at.is_null()).group_by(Credit.template).tuples())
    counted: dict[str, int] = dict(iter(rows))  # type: ignore[arg-type]
    return {word: counted.get(one.mini, 0) for word, one in templates.items() if one.mini}


def ask(word: str, wanted: bool, templates: Mapping[str, Template], *, actor: Actor, at: datetime | None = None) -> list[str]:
    """To be told of this kind by the official account, or no longer; the words asked for. Raises TemplateUnknown."""
    if word not in templates:
        raise TemplateUnknown(template=word, fields=[{"field": "template", "says": "没有这个提醒模板"}])
    at, account_id = at or clock.now(), str(actor.account_id)
    with writing():
        if wanted != (word in asked(account_id)):
            Asked.insert(account=account_id, template=word, asked_at=at, withdrawn_at=None if wanted else at).on_conflict(
                conflict_target=[Asked.account, Asked.template],
                update={Asked.withdrawn_at: None if wanted else at, **({Asked.asked_at: at} if wanted else {})}).execute()
            journal.write("notice.asked" if wanted else "notice.unasked", account_id, actor_id=account_id, at=at, template=word)
    return asked(account_id)


def asked(account_id: str) -> list[str]:
    """The words this person asked to be told of by the official account."""
    rows = Asked.select(Asked.template).where(Asked.account == account_id, Asked.withdrawn_at.is_null()).order_by(Asked.template)
    return [row.template for row in rows]


def exported(account_id: str) -> dict[str, object]:
    """What is kept of a person here, as plain JSON."""
    granted = Credit.select().where(Credit.account == account_id).order_by(Credit.id)
    pushed = Delivery.select().where(Delivery.account == account_id).order_by(Delivery.id)
    return {"credits": [{"template": row.template, "granted_at": clock.to_wire(row.granted_at), "spent": row.spent_by is not None}
                        for row in granted],
            "asked": asked(account_id),
            "pushes": [{"notice": row.notice_id, "channel": row.channel, "state": row.state,
                        "at": clock.to_wire(row.sent_at) if row.sent_at else None} for row in pushed]}


def forget(account_id: str) -> None:
    """Inside another verb's `writing()`: what was granted and asked is gone, nothing more is sent, and no words of theirs stay."""
    if not is_writing():
        raise RuntimeError("forget belongs into a verb's writing()")
    delete_rows(Credit, Credit.account == account_id)
    delete_rows(Asked, Asked.account == account_id)
    Delivery.update(state=DeliveryState.FAILED, why="gone", day=None).where(
        Delivery.account == account_id, Delivery.state == DeliveryState.PLANNED, Delivery.sender.is_null()).execute()
    Delivery.update(values=None, page=None).where(Delivery.account == account_id).execute()


def _hold(account_id: str) -> None:
    """Two who tell of one tap at one time are heard one after the other."""
    locked(Account.select(Account.id).where(Account.id == account_id)).first()


def _told_by_phone(account_id: str, template: str, nonce: str, at: datetime) -> None:
    row = _other_of_the_tap(account_id, template, "event", at)
    if row is None:
        Credit.insert(account=account_id, template=template, granted_at=at, told_by="report", nonce=nonce).execute()
    else:
        Credit.update(nonce=nonce, paired_at=at).where(Credit.id == row.id).execute()


def _other_of_the_tap(account_id: str, template: str, told_by: str, at: datetime) -> Credit | None:
    """The nearest one the other side told of within two minutes, and that nobody paired yet."""
    near = Credit.granted_at.between(at - ONE_TAP, at + ONE_TAP)
    rows = list(Credit.select().where(Credit.account == account_id, Credit.template == template, Credit.told_by == told_by,
                                      Credit.paired_at.is_null(), near))
    return min(rows, key=lambda row: (abs(row.granted_at - at), row.id), default=None)
