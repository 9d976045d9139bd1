"""What stands in the ledger of a notice: rows of one that is cancelled, what a person tapped through, and the rows nobody can speak for."""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import clock
from models.accounts import queries as accounts
from models.accounts.actor import Actor
from models.accounts.tables import Account
from models.db import is_writing, writing
from models.notices.inbox.tables import Message
from models.notices.ledger.tables import Delivery, DeliveryState
from models.units import queries as units

SLICE = 10_000


@dataclass(frozen=True, slots=True)
class Unknown:
    """A push that may have arrived. `at`: when it was begun."""
    name: str
    unit: str
    channel: str
    at: datetime


def cancel(notice_id: str) -> int:
    """What was not begun is not sent any more, a slice of it; how many. Inside `writing()`.

    A cancelled notice's rows are claimed by nobody, so the rest has time: the job that fans out takes it slice by slice, and
    SQLite's only writer is not held for the half minute that a million rows take. What somebody has claimed is refused when it
    would begin.
    """
    if not is_writing():
        raise RuntimeError("cancel belongs into a verb's writing()")
    waits = (Delivery.notice == notice_id, Delivery.state == DeliveryState.PLANNED, Delivery.sender.is_null())
    slice_of = Delivery.select(Delivery.id).where(*waits).limit(SLICE)
    return int(Delivery.update(state=DeliveryState.FAILED, why="cancelled", day=None).where(Delivery.id.in_(slice_of)).execute())


def opened(notice_id: str, *, actor: Actor, at: datetime | None = None) -> None:
    """This person came by a push of the notice; the first time counts. Whoever had none changes nothing."""
    at = at or clock.now()
    mine = (Delivery.notice == notice_id, Delivery.account == actor.account_id, Delivery.opened_at.is_null())
    unread = (Message.purpose == notice_id, Message.account == actor.account_id, Message.read_at.is_null())
    if Delivery.select().where(*mine).exists() or Message.select().where(*unread).exists():
        with writing():
            Delivery.update(opened_at=at).where(*mine).execute()
            Message.update(read_at=at).where(*unread).execute()


def unknown(notice_id: str, most: int | None = None) -> list[Unknown]:
    """The pushes for which nobody can say whether they arrived, for staff who may see names. Three queries."""
    found: Any = (Delivery.select(Delivery.account, Account.unit, Delivery.channel, Delivery.sent_at).join(Account).limit(most)
                  .where(Delivery.notice == notice_id, Delivery.state == DeliveryState.UNKNOWN).order_by(Delivery.id).tuples())
    rows = list(found)
    named, called = accounts.names([one for one, *_ in rows]), units.names({unit for _, unit, *_ in rows if unit})
    return [Unknown(named.get(one) or "没有填写姓名", called.get(unit, ""), channel, at) for one, unit, channel, at in rows]
