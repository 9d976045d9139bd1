"""From a notice to rows: a message and, where there is a template, a push for everybody of its audience, a slice a transaction.

A slice is everybody behind the last account that was planned; it and the mark of how far it went are one transaction, so that a
process that is killed has lost and repeated nobody. SQLite's only writer is never held for longer than a slice takes.
One person is pushed one message a day; who had theirs has the inbox.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, Case, ModelSelect, Value, fn

from models import clock, ids
from models.accounts.tables import Account
from models.db import insert_in_slices, is_postgres, locked, writing
from models.notices.audiences import people, reach
from models.notices.inbox.tables import JournalCursor, Message
from models.notices.ledger import standing
from models.notices.ledger.tables import Channel, Delivery, DeliveryState
from models.notices.plans import gaps, stepping
from models.notices.plans.law import NoticeState, Origin
from models.notices.plans.tables import Notice
from models.notices.plans.templates import Template
from models.rows import find_row, update_row

SLICE = 20_000
PERSONAL_SLICE = 500                 # where each person's words are looked up
INBOX = "/pages/inbox/inbox"
QUEUE = "fan_out"                    # the row that whoever fans out holds: the day's one message is given once
D = DeliveryState


@dataclass(frozen=True, slots=True)
class Few:
    """A push to one of the few whom a line of the journal concerns."""
    account_id: str
    values: list[str]
    page: str


def plan_next(templates: Mapping[str, Template], at: datetime | None = None, size: int = SLICE) -> int:
    """One slice of one notice that is being sent; how many people were planned, 0 when nothing is left to do."""
    at = at or clock.now()
    while (notice_id := _next()) is not None:
        with writing():
            _take_turn()
            notice = find_row(Notice, notice_id, hold=True)
            if notice is None or notice.state != NoticeState.SENDING or notice.planned_at is not None:
                continue                                     # somebody else was quicker
            count = _slice(notice, templates.get(notice.template or ""), at, size)
            if count:
                return count
    return 0


def plan_few(notice: Notice, few: Sequence[Few], line: int, template: Template, due_at: datetime) -> None:
    """Pushes of a standing notice for one line of the journal. Inside the caller's `writing()`."""
    if not few:
        return
    _take_turn()
    ids_of = [one.account_id for one in few]
    chosen: Any = (Account.select(Account.id, _channel(template).alias("channel"), _state(template, notice, due_at).alias("state"))
                   .where(Account.id.in_(ids_of), Account.deleted_at.is_null()).dicts())
    ways = {row["id"]: row for row in chosen}
    rows = [{"notice": notice.id, "account": one.account_id, "line": line, "channel": way["channel"],
             "state": D.FAILED if way["state"] == "day" else way["state"], "why": "day" if way["state"] == "day" else None,
             "values": one.values, "page": one.page, "due_at": due_at, "day": _day_of(notice, way["state"], due_at)}
            for one in few if (way := ways.get(one.account_id))]
    insert_in_slices(Delivery, rows, refine=lambda insert: insert.on_conflict_ignore())


def finish_done(at: datetime | None = None) -> int:
    """Notices of which everybody is planned and nothing is to be sent any more are done; how many.

    What somebody had claimed of a notice while it was cancelled, and gave back, is cancelled with it.
    """
    _cancel_leftovers()
    open_rows = Delivery.select(Value(1)).where(Delivery.notice == Notice.id, Delivery.state.in_((D.PLANNED, D.SENDING)))
    over = Notice.select(Notice.id).where(Notice.state == NoticeState.SENDING, Notice.origin != Origin.LINE,
                                          Notice.planned_at.is_null(False), ~fn.EXISTS(open_rows))
    done = 0
    for found in [row.id for row in over]:
        with writing():
            notice = find_row(Notice, found, hold=True)
            done += bool(notice and stepping.by_clock(notice, "finish", at or clock.now()))
    return done


def _cancel_leftovers() -> None:
    waits = Delivery.select(Value(1)).where(Delivery.notice == Notice.id, Delivery.state == D.PLANNED, Delivery.sender.is_null())
    for notice in list(Notice.select(Notice.id).where(Notice.state == NoticeState.CANCELLED, fn.EXISTS(waits))):
        more = True
        while more:
            with writing():
                more = standing.cancel(notice.id) > 0


def _next() -> str | None:
    waiting = Notice.state == NoticeState.SENDING, Notice.planned_at.is_null(), Notice.origin != Origin.LINE
    row = Notice.select(Notice.id).where(*waiting).order_by(Notice.due_at, Notice.id).first()
    return row.id if row else None


def _take_turn() -> None:
    """One at a time over all processes."""
    JournalCursor.insert(name=QUEUE).on_conflict_ignore().execute()
    locked(JournalCursor.select().where(JournalCursor.name == QUEUE)).get()


def _slice(notice: Notice, template: Template | None, at: datetime, size: int) -> int:
    is_personal = bool(gaps.names([notice.title, notice.words, notice.page or "", *notice.values]))
    wanted = min(size, PERSONAL_SLICE) if is_personal else size
    behind = people.ids_of(notice.audience, notice.campaign_id, at).where(Account.id > notice.planned_upto)
    slice_of: Any = behind.order_by(Account.id).limit(wanted)
    last, count = slice_of.select_from(fn.MAX(slice_of.c.id), fn.COUNT(slice_of.c.id)).tuples().get()
    if count:
        of_slice = behind.where(Account.id <= last)
        (_write_personal if is_personal else _write_alike)(notice, template, of_slice, at)
        notice.planned_upto = last
    if count < wanted:
        notice.planned_at = at
    update_row(notice)
    return int(count)


def _write_alike(notice: Notice, template: Template | None, of_slice: "ModelSelect[Account]", at: datetime) -> None:
    told = [notice.id, notice.title, notice.words, None, notice.page or INBOX, 0, at]
    columns = [Message.purpose, Message.title, Message.words, Message.about, Message.page, Message.line, Message.at]
    alike = [Value(clock.to_wire(one) if isinstance(one, datetime) else one) for one in told]
    Message.insert_from(of_slice.select(SQL(_message_id()), Account.id, *alike),
                        [Message.id, Message.account, *columns]).on_conflict_ignore().execute()
    if template is not None:
        _write_pushes(notice, template, of_slice, at)


def _write_pushes(notice: Notice, template: Template, of_slice: "ModelSelect[Account]", at: datetime) -> None:
    due = max(notice.due_at or at, at)
    ways: Any = of_slice.select(Account.id, _channel(template).alias("channel"), _state(template, notice, due).alias("state")).cte(
        "ways", materialized=True)                    # each way is looked up once, and not once a column
    had = ways.c.state == "day"
    day = Case(None, ((ways.c.state == D.PLANNED, clock.shanghai_day(due)),), None) if notice.once_a_day else Value(None)
    rows = ways.select_from(Value(notice.id), ways.c.id, Value(0), ways.c.channel, Case(None, ((had, D.FAILED),), ways.c.state),
                            Case(None, ((had, "day"),), None), Value(clock.to_wire(due)), Value(0), day)
    Delivery.insert_from(rows, [Delivery.notice, Delivery.account, Delivery.line, Delivery.channel, Delivery.state, Delivery.why,
                                Delivery.due_at, Delivery.tries, Delivery.day]).on_conflict_ignore().execute()


def _write_personal(notice: Notice, template: Template | None, of_slice: "ModelSelect[Account]", at: datetime) -> None:
    """Row by row: the words differ."""
    account_ids = [row.id for row in of_slice.select(Account.id).order_by(Account.id)]
    said = gaps.for_people(notice, account_ids, at)
    messages = [{"id": ids.mint("msg"), "account": one, "purpose": notice.id, "title": gaps.filled(notice.title, said[one]),
                 "words": gaps.filled(notice.words, said[one]), "about": None, "page": gaps.filled(notice.page or INBOX, said[one]),
                 "line": 0, "at": at} for one in account_ids if one in said]
    insert_in_slices(Message, messages, refine=lambda insert: insert.on_conflict_ignore())
    if template is not None:
        few = [Few(one, [gaps.filled(value, said[one]) for value in notice.values], gaps.filled(notice.page or INBOX, said[one]))
               for one in account_ids if one in said]
        plan_few(notice, few, 0, template, max(notice.due_at or at, at))


def _channel(template: Template) -> Any:
    return Case(None, ((reach.by_official(template), Channel.OFFICIAL.value),), Channel.MINI.value)


def _state(template: Template, notice: Notice, due_at: datetime) -> Any:
    """planned, no_credit, or "day" for who has had their message of the day."""
    can = reach.by_official(template) | reach.by_mini(template)
    ways = [(can, D.PLANNED.value)]
    if notice.once_a_day:
        had = Delivery.select(Value(1)).where(Delivery.account == Account.id, Delivery.day == clock.shanghai_day(due_at))
        ways.insert(0, (can & fn.EXISTS(had), "day"))
    return Case(None, tuple(ways), D.NO_CREDIT.value)


def _day_of(notice: Notice, state: str, due_at: datetime) -> str | None:
    return clock.shanghai_day(due_at) if notice.once_a_day and state == D.PLANNED else None


def _message_id() -> str:
    """A new id by the database's own chance: sixteen digits, all of them of the alphabet of ids."""
    return "'msg_' || substr(md5(gen_random_uuid()::text), 1, 16)" if is_postgres() else "'msg_' || lower(hex(randomblob(8)))"
