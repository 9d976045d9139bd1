"""What WeChat pushes of messages: grants of a dialog, templates turned off, followers who come and go, how a send ended.

Events come in any order and any number of times. Grants are journalled once each (`once`); everything else is a state that the
same event again does not change. What speaks of nobody or of nothing we know is passed over in silence: WeChat would only
repeat it.
"""
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from peewee import EXCLUDED

from models import clock, journal
from models.accounts.tables import Account
from models.db import writing
from models.journal import Line
from models.notices.ledger import credits
from models.notices.ledger.tables import Channel, Credit, Delivery, DeliveryState, Follower

D = DeliveryState
BLOCKED = "failed:user block"
LATEST = timedelta(days=3)               # events of an older time are of another life
Told = Mapping[str, Any]


def receive(account: Literal["mp", "oa"], told: Told, at: datetime | None = None) -> None:
    """One push, verified and opened (models.ports.PushDoor)."""
    act = ACTS.get((account, str(told.get("Event", "")).lower()))
    openid = told.get("FromUserName")
    if act is not None and isinstance(openid, str) and openid:
        act(openid, told, _instant(told, at or clock.now()))


def _instant(told: Told, now: datetime) -> datetime:
    """WeChat's own time of the event, where it is one."""
    try:
        said = datetime.fromtimestamp(int(str(told.get("CreateTime"))), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return said if abs(said - now) <= LATEST else now


def _listed(told: Told) -> list[Told]:
    return [one for one in told.get("List") or () if isinstance(one, dict) and isinstance(one.get("TemplateId"), str)]


def _popup(openid: str, told: Told, at: datetime) -> None:
    """What was answered in the dialog; a copy of an event is known by its person, instant and template."""
    for one in _listed(told):
        if not str(one.get("SubscribeStatusString", "")).startswith(credits.ACCEPTED):
            continue
        with writing():
            account = _account(openid)
            if account is not None and _first(openid, told, one["TemplateId"], at):
                credits.event(account.id, one["TemplateId"], at)


def _changed(openid: str, told: Told, at: datetime) -> None:
    """The person turned a template off in the chat's menu."""
    for one in _listed(told):
        if str(one.get("SubscribeStatusString")) == "reject":
            with writing():
                account = _account(openid)
                if account is not None:
                    credits.end_all(account.id, one["TemplateId"], at)


def _sent(openid: str, told: Told, _: datetime) -> None:
    """How a subscribe message ended that WeChat had taken: an error is a system's failure, and the grant was not used."""
    for one in _listed(told):
        failed = str(one.get("ErrorCode", "0")) != "0"
        with writing():
            row = _delivery(openid, Channel.MINI, str(one.get("MsgID") or ""))
            if row is not None and failed:
                _settle(row, D.FAILED, str(one.get("ErrorCode"))[:24])
                Credit.update(spent_by=None).where(Credit.spent_by == row.id).execute()
            elif row is not None:
                _settle(row, D.DELIVERED, None)


def _job_finished(openid: str, told: Told, _: datetime) -> None:
    """How a template message ended."""
    status = str(told.get("Status", "")).strip().lower()
    with writing():
        row = _delivery(openid, Channel.OFFICIAL, str(told.get("MsgID") or ""))
        if row is None:
            return
        if status == "success":
            _settle(row, D.DELIVERED, None)
        elif status.startswith("failed"):
            _settle(row, D.REFUSED if status == BLOCKED else D.FAILED, status.partition(":")[2].strip()[:24] or "failed")


def _follows(openid: str, told: Told, at: datetime) -> None:
    is_now = str(told.get("Event")).lower() == "subscribe"
    with writing():
        row = {"openid": openid, "follows": is_now, "refuses": False, "at": at, "unionid": told.get("UnionId") or told.get("unionid")}
        Follower.insert(row).on_conflict(
            conflict_target=[Follower.openid], preserve=[Follower.follows, Follower.refuses, Follower.at],
            where=Follower.at <= EXCLUDED.at).execute()


ACTS: dict[tuple[str, str], Callable[[str, Told, datetime], None]] = {
    ("mp", "subscribe_msg_popup_event"): _popup, ("mp", "subscribe_msg_change_event"): _changed, ("mp", "subscribe_msg_sent_event"): _sent,
    ("oa", "templatesendjobfinish"): _job_finished, ("oa", "subscribe"): _follows, ("oa", "unsubscribe"): _follows,
}


def _account(openid: str) -> Account | None:
    found: Account | None = Account.get_or_none(Account.openid == openid, Account.deleted_at.is_null())
    return found


def _first(openid: str, told: Told, template: str, at: datetime) -> bool:
    """Whether this grant is heard for the first time; remembered by a line of the journal, without the openid."""
    named = f"{openid}\n{told.get('CreateTime')}\n{template}"
    once = f"popup/{hashlib.sha256(named.encode()).hexdigest()[:40]}"
    if Line.select().where(Line.once == once).exists():
        return False
    journal.write("credit.told", "wechat", actor_id=None, at=at, once=once)
    return True


def _delivery(openid: str, channel: Channel, msgid: str) -> Delivery | None:
    """The push a receipt speaks of: by WeChat's number, else, when its own answer was not written yet or never came, the
    one push of this person that is on its way or unknown."""
    if msgid:
        found: Delivery | None = Delivery.get_or_none(Delivery.msgid == msgid, Delivery.channel == channel)
        if found is not None:
            return found
    people = (Account.select(Account.id).where(Account.openid == openid) if channel == Channel.MINI else
              Account.select(Account.id).join(Follower, on=(Follower.unionid == Account.unionid)).where(Follower.openid == openid))
    open_ones = list(Delivery.select().where(Delivery.account.in_(people), Delivery.channel == channel, Delivery.msgid.is_null(),
                                             Delivery.state.in_((D.SENDING, D.UNKNOWN, D.SENT))).limit(2))
    if len(open_ones) != 1:
        return None
    if msgid:
        Delivery.update(msgid=msgid[:32]).where(Delivery.id == open_ones[0].id).execute()
    return open_ones[0]


def _settle(row: Delivery, state: DeliveryState, why: str | None) -> None:
    """A receipt is WeChat's last word; the answer of the send itself comes too late to change it."""
    Delivery.update(state=state, why=why, sender=None, **({"day": None} if state in (D.FAILED, D.REFUSED) else {})).where(
        Delivery.id == row.id, Delivery.state.in_((D.SENDING, D.SENT, D.UNKNOWN, D.DELIVERED))).execute()
