"""Who sends what: rows are claimed by a sender in batches, and each push for a credit takes it then, before anything is sent.

A sender says every few seconds that it is there. One that was silent for too long is taken for dead: what it was sending is
unknown, what it had only claimed waits again. Claiming skips people of whom something is on its way (43108).
"""
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from models import clock, ids
from models.db import is_postgres, writing
from models.notices.ledger import given
from models.notices.ledger.fan_out import INBOX
from models.notices.ledger.tables import Channel, Delivery, DeliveryState, Sender
from models.notices.plans import templates as words
from models.notices.plans.keywords import Unfit
from models.notices.plans.law import NoticeState
from models.notices.plans.tables import Notice
from models.notices.plans.templates import Template
from models.rows import find_row, insert_row

BATCH = 2_000
SILENT = timedelta(seconds=30)
KEEPS = timedelta(hours=24)          # a push of a standing notice that could not go out for so long is told by the inbox alone
D = DeliveryState

WAITING = """
SELECT d.id, d.account_id, d.channel, d."values", d.page, d.line, a.openid, a.deleted_at, f.openid
FROM delivery d JOIN account a ON a.id = d.account_id
LEFT JOIN follower f ON d.channel = 'official' AND f.unionid = a.unionid AND f.follows
WHERE d.notice_id = {p} AND d.state IN ('planned') AND d.due_at <= {p} AND d.sender IS NULL
AND NOT EXISTS (SELECT 1 FROM delivery o WHERE o.account_id = d.account_id AND o.state IN ('planned', 'sending') AND o.sender IS NOT NULL)
ORDER BY d.due_at, d.id LIMIT {p}
"""
AT_HAND = """
SELECT account_id, MIN(id) FROM credit WHERE template = {p} AND spent_by IS NULL AND ended_at IS NULL
AND account_id IN (SELECT account FROM {rows}) GROUP BY account_id
"""
TAKE = """
UPDATE credit SET spent_by = given.delivery FROM {rows}
WHERE credit.id = given.id AND credit.spent_by IS NULL AND credit.ended_at IS NULL RETURNING credit.spent_by
"""
FREE = "UPDATE delivery SET sender = NULL WHERE id IN {ids} AND state = 'planned' RETURNING id"
GIVE_BACK = "UPDATE credit SET spent_by = NULL WHERE spent_by IN {ids}"
CLAIM = "UPDATE delivery SET sender = {p} WHERE id IN {ids}"
SETTLED = "UPDATE delivery SET state = {p}, why = {p}, day = NULL, sender = NULL WHERE id IN {ids} AND state = 'planned'"


@dataclass(frozen=True, slots=True)
class Claim:
    """A push that belongs to one sender now. `template` is WeChat's id, `word` ours."""
    id: int
    notice_id: str
    account_id: str
    channel: str
    openid: str
    word: str
    template: str
    values: dict[str, str]
    page: str
    client_msg_id: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row as it was found."""
    id: int
    account_id: str
    channel: str
    values: list[str] | None
    page: str | None
    line: int
    openid: str | None
    is_gone: bool


def begin(at: datetime | None = None) -> str:
    """A new sender's id."""
    at, sender_id = at or clock.now(), ids.mint("snd")
    with writing():
        insert_row(Sender, id=sender_id, began_at=at, beat_at=at)
    return sender_id


def beat(sender_id: str, at: datetime | None = None) -> bool:
    """Say that the sender is there; False when it was taken for dead, and may start nothing more."""
    at = at or clock.now()
    with writing():
        return bool(Sender.update(beat_at=at).where(Sender.id == sender_id, Sender.ended_at.is_null()).execute())


def end(sender_id: str, at: datetime | None = None) -> None:
    """The sender is done: what it claimed and did not begin waits again, what it was sending is unknown."""
    with writing():
        _end(sender_id, at or clock.now())


def bury_the_dead(at: datetime | None = None) -> int:
    """End every sender that was silent for too long; how many."""
    at, dead = at or clock.now(), 0
    for sender in Sender.select().where(Sender.ended_at.is_null(), Sender.beat_at < at - SILENT):
        with writing():
            row = find_row(Sender, sender.id, hold=True)
            if row is not None and row.ended_at is None and row.beat_at < at - SILENT:
                _end(sender.id, at)
                dead += 1
    return dead


def release(delivery_ids: Sequence[int]) -> None:
    """Claims that are not to be begun after all wait again, with their credit back."""
    if delivery_ids:
        with writing():
            _release(delivery_ids)


def claim(sender_id: str, templates: Mapping[str, Template], at: datetime | None = None, limit: int = BATCH,
          skip: Collection[str] = ()) -> list[Claim]:
    """The next pushes that are due, of notices that are being sent; `skip`: words of templates that had enough for now.

    Those nobody can send any more get their last state in the same transaction: no_credit, failed "expired", "gone" or "unfit".
    """
    at, claimed = at or clock.now(), list[Claim]()
    for notice_id in _sending(at, skip):
        if len(claimed) >= limit:
            break
        with writing():
            sender, notice = find_row(Sender, sender_id, hold=True), find_row(Notice, notice_id, hold=True)
            if sender is None or sender.ended_at is not None:
                return claimed
            template = templates.get(notice.template or "") if notice is not None else None
            if notice is not None and template is not None and notice.state == NoticeState.SENDING:
                claimed += _claim(sender_id, notice, template, at, limit - len(claimed))
    return claimed


def is_due(templates: Mapping[str, Template], at: datetime | None = None) -> bool:
    """Whether anything may be claimed now; reads only."""
    return bool(templates and _sending(at or clock.now(), ()))


def _sending(at: datetime, skip: Collection[str]) -> list[str]:
    """Notices with something due, the first that was planned first."""
    rows = given.run("""
        SELECT n.id FROM notice n WHERE n.state = 'sending' AND n.template IS NOT NULL AND EXISTS (
            SELECT 1 FROM delivery d WHERE d.notice_id = n.id AND d.state IN ('planned') AND d.due_at <= {p} AND d.sender IS NULL)
        ORDER BY n.due_at, n.id""", clock.to_wire(at))
    skipped = {row.id for row in Notice.select(Notice.id).where(Notice.template.in_(list(skip)))} if skip else set()
    return [row[0] for row in rows if row[0] not in skipped]


def _claim(sender_id: str, notice: Notice, template: Template, at: datetime, limit: int) -> list[Claim]:
    _expire(notice, at)
    found = given.run(WAITING + (" FOR UPDATE OF d SKIP LOCKED" if is_postgres() else ""), notice.id, clock.to_wire(at), limit)
    rows = {row[1]: row for row in reversed(found)}               # one a person, the oldest
    waiting = [_Waiting(row[0], row[1], row[2], _read(row[3]), row[4], row[5], row[8] if row[2] == Channel.OFFICIAL else row[6],
                        row[7] is not None) for row in sorted(rows.values())]
    ready, gone, unfit, alike = list[Claim](), list[int](), list[int](), _fitted(template, notice.values)
    for one in waiting:
        if one.is_gone or not one.openid:
            gone.append(one.id)
        elif (made := _made(notice, template, one, alike)) is None:
            unfit.append(one.id)
        else:
            ready.append(made)
    taken = _take_credits(template, [one for one in ready if one.channel == Channel.MINI])
    _settle(D.FAILED, "gone", gone)
    _settle(D.FAILED, "unfit", unfit)
    _settle(D.NO_CREDIT, None, [one.id for one in ready if one.channel == Channel.MINI and one.id not in taken])
    ready = [one for one in ready if one.channel == Channel.OFFICIAL or one.id in taken]
    given.run(CLAIM.replace("{ids}", given.among_ids()), sender_id, given.ids([one.id for one in ready]))
    return ready


def _expire(notice: Notice, at: datetime) -> None:
    """What is too old is not pushed any more: a notice as a whole, or the occasions of a standing one."""
    limit = at - KEEPS if notice.expires_at is None else at if notice.expires_at <= at else None
    if limit is not None:
        wait = (Delivery.notice == notice.id, Delivery.state == D.PLANNED, Delivery.sender.is_null(), Delivery.due_at < limit)
        Delivery.update(state=D.FAILED, why="expired", day=None).where(*wait).execute()


def _fitted(template: Template, values: Sequence[str]) -> dict[str, str] | None:
    """None for what WeChat would not take."""
    try:
        return words.values_of(template, values)
    except (Unfit, ValueError):
        return None


def _made(notice: Notice, template: Template, one: _Waiting, alike: dict[str, str] | None) -> Claim | None:
    """`alike`: the notice's own values, fitted once for all who have none of their own."""
    is_official, values = one.channel == Channel.OFFICIAL, alike if one.values is None else _fitted(template, one.values)
    if values is None:
        return None
    page = (one.page or notice.page or INBOX).lstrip("/")
    known = hashlib.sha256(f"{notice.id}/{one.line}/{one.openid}".encode()).hexdigest()[:32]
    return Claim(one.id, notice.id, one.account_id, one.channel, str(one.openid), template.word,
                 template.official if is_official else template.mini, values,
                 f"{page}{'&' if '?' in page else '?'}n={notice.id}", known if is_official else "")


def _take_credits(template: Template, claims: Sequence[Claim]) -> set[int]:
    """The oldest of each person; ids of the deliveries that got one."""
    if not claims:
        return set()
    by_account = {one.account_id: one.id for one in claims}
    at_hand = given.run(AT_HAND.replace("{rows}", given.rows(account="text")), template.mini, given.listed([[one] for one in by_account]))
    wanted = sorted((credit, by_account[account]) for account, credit in at_hand)
    taken = given.run(TAKE.replace("{rows}", given.rows(id="int", delivery="int")), given.listed(wanted))
    return {row[0] for row in taken}


def _settle(state: DeliveryState, why: str | None, delivery_ids: Sequence[int]) -> None:
    if delivery_ids:
        given.run(SETTLED.replace("{ids}", given.among_ids()), state.value, why, given.ids(delivery_ids))


def _release(delivery_ids: Sequence[int]) -> None:
    freed = given.run(FREE.replace("{ids}", given.among_ids()), given.ids(delivery_ids))
    given.run(GIVE_BACK.replace("{ids}", given.among_ids()), given.ids([row[0] for row in freed]))


def _end(sender_id: str, at: datetime) -> None:
    claimed = [row.id for row in Delivery.select(Delivery.id).where(Delivery.sender == sender_id, Delivery.state == D.PLANNED)]
    _release(claimed)
    Delivery.update(state=D.UNKNOWN, sender=None).where(Delivery.sender == sender_id, Delivery.state == D.SENDING).execute()
    Sender.update(ended_at=at).where(Sender.id == sender_id).execute()


def _read(values: object) -> list[str] | None:
    """JSON comes as text from SQLite and as it is from PostgreSQL."""
    return orjson.loads(values) if isinstance(values, str) else values  # type: ignore[return-value]
