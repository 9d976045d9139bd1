"""What sends came to: written together, every few milliseconds, with the mark on those that are about to begin.

A row is `sending` before its push is on the wire, so that whatever a kill leaves behind is known to be unknown. What WeChat
says later (receipts) may have come before its own answer was written; it stands.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models import clock
from models.accounts.tables import Account
from models.db import writing
from models.notices.ledger import credits, given, verdicts
from models.notices.ledger.claiming import GIVE_BACK
from models.notices.ledger.tables import Channel, Delivery, DeliveryState, Follower, Sender
from models.notices.ledger.verdicts import Verdict
from models.notices.plans import stepping
from models.notices.plans.tables import Notice
from models.notices.plans.templates import Template
from models.ports import Pushed
from models.rows import find_row

D = DeliveryState

START = """
UPDATE delivery SET state = 'sending', sent_at = {p} WHERE id IN {ids} AND sender = {p} AND state = 'planned'
AND notice_id IN (SELECT id FROM notice WHERE state = 'sending') RETURNING id
"""
TAKEN = """
UPDATE delivery SET state = 'sent', why = NULL, sender = NULL, msgid = COALESCE(given.msgid, delivery.msgid)
FROM {rows} WHERE delivery.id = given.id AND delivery.state IN ('sending', 'unknown')
"""
OVER = """
UPDATE delivery SET state = {p}, why = given.why, sender = NULL, day = CASE WHEN {p} = 'unknown' THEN day END
FROM {rows} WHERE delivery.id = given.id AND delivery.state IN ('sending', 'unknown')
"""
AGAIN = """
UPDATE delivery SET state = given.state, why = given.why, sender = NULL, tries = tries + 1, due_at = given.due,
    day = CASE WHEN given.state = 'planned' THEN day END
FROM {rows} WHERE delivery.id = given.id AND delivery.state IN ('sending', 'unknown')
"""
BACK = """
UPDATE delivery SET state = 'planned', sender = NULL WHERE id IN {ids} AND state IN ('sending', 'unknown')
"""
END_CREDITS = """
UPDATE credit SET ended_at = {p} WHERE ended_at IS NULL AND id IN (
    SELECT c.id FROM {rows} JOIN delivery d ON d.id = given.id JOIN credit c ON c.account_id = d.account_id AND c.template = given.template
    WHERE c.granted_at <= d.sent_at AND (c.spent_by IS NULL OR c.spent_by = d.id))
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """`started`: which may be put on the wire now. `stopped`: notices that were paused, with the reason. `alive`: whether the sender
    still counts. `more`: other rows may be claimed since then, because a push failed and the next channel is to be tried."""
    started: set[int]
    alive: bool
    stopped: dict[str, str] = field(default_factory=dict)
    more: bool = False


def settle(sender_id: str, results: Sequence[Pushed], starting: Sequence[int], templates: Mapping[str, Template],
           at: datetime | None = None) -> Settled:
    """Write results, and mark those about to begin. One transaction."""
    at = at or clock.now()
    if not results and not starting:
        return Settled(set(), True)
    with writing():
        sender = find_row(Sender, sender_id, hold=True)
        stopped = _write_others([(one, verdicts.of(one.outcome, one.errcode)) for one in results if one.outcome != "sent"], templates, at)
        _write_taken([one for one in results if one.outcome == "sent"])
        alive = sender is not None and sender.ended_at is None
        more = any(one.outcome == "refused" for one in results)
        return Settled(_start(sender_id, starting, at) if alive else set(), alive, stopped, more)


def _start(sender_id: str, starting: Sequence[int], at: datetime) -> set[int]:
    if not starting:
        return set()
    sql = START.replace("{ids}", given.among_ids())
    return {row[0] for row in given.run(sql, clock.to_wire(at), given.ids(starting), sender_id)}


def _write_taken(taken: Sequence[Pushed]) -> None:
    if taken:
        rows = [[one.key, one.msgid or None] for one in taken]
        given.run(TAKEN.replace("{rows}", given.rows(id="int", msgid="text")), given.listed(rows))


def _write_others(others: list[tuple[Pushed, Verdict]], templates: Mapping[str, Template], at: datetime) -> dict[str, str]:
    """The few that were not simply taken. Notices are held before their rows, as claiming does."""
    if not others:
        return {}
    columns = (Delivery.id, Delivery.account, Delivery.notice, Delivery.channel, Delivery.tries, Notice.template.alias("word"))
    found: Any = Delivery.select(*columns).join(Notice).where(Delivery.id.in_([one.key for one, _ in others])).dicts()
    rows = {row["id"]: row for row in found}
    known = [(one, verdict, rows[one.key]) for one, verdict in others if one.key in rows]
    stopped = _stop({row["notice"]: str(one.errcode) for one, verdict, row in known if verdict.stops}, at)
    _end_credits(known, templates, at)
    _give_back([one.key for one, verdict, _ in known if verdict.credit == "return"])
    _note_followers(known, at)
    _again([(one, row) for one, verdict, row in known if verdict.again], at)
    _back([one.key for one, verdict, _ in known if verdict.stops])
    for state in (D.REFUSED, D.FAILED, D.UNKNOWN):
        _over(state, [one for one, verdict, _ in known if verdict.state == state])
    _try_next([row for _, verdict, row in known if verdict.state in (D.REFUSED, D.FAILED) and row["channel"] == Channel.OFFICIAL],
              templates)
    return stopped


def _over(state: DeliveryState, ended: Sequence[Pushed]) -> None:
    if ended:
        rows = [[one.key, str(one.errcode) if one.errcode else None] for one in ended]
        given.run(OVER.replace("{rows}", given.rows(id="int", why="text")), state.value, state.value, given.listed(rows))


def _again(busy: list[tuple[Pushed, Any]], at: datetime) -> None:
    """Later, and after so many tries not at all."""
    if busy:
        rows = [[one.key, D.PLANNED if row["tries"] < verdicts.TRIES else D.FAILED, None if row["tries"] < verdicts.TRIES else "busy",
                 clock.to_wire(at + timedelta(seconds=verdicts.back_off_s(row["tries"])))] for one, row in busy]
        given.run(AGAIN.replace("{rows}", given.rows(id="int", state="text", why="text", due="text")), given.listed(rows))


def _back(delivery_ids: list[int]) -> None:
    if delivery_ids:
        given.run(BACK.replace("{ids}", given.among_ids()), given.ids(delivery_ids))


def _give_back(delivery_ids: list[int]) -> None:
    if delivery_ids:
        given.run(GIVE_BACK.replace("{ids}", given.among_ids()), given.ids(delivery_ids))


def _end_credits(known: list[tuple[Pushed, Verdict, Any]], templates: Mapping[str, Template], at: datetime) -> None:
    """43101: WeChat has none, whatever we counted; what was granted since that send began stands."""
    rows = [[one.key, templates[row["word"]].mini] for one, verdict, row in known
            if verdict.credit == "end" and row["channel"] == Channel.MINI and row["word"] in templates]
    if rows:
        given.run(END_CREDITS.replace("{rows}", given.rows(id="int", template="text")), clock.to_wire(at), given.listed(rows))


def _note_followers(known: list[tuple[Pushed, Verdict, Any]], at: datetime) -> None:
    """Who left or refuses is not tried by the official account again, until an event says otherwise."""
    for word, change in (("left", {"follows": False}), ("refuses", {"refuses": True})):
        people = [row["account"] for _, verdict, row in known if verdict.follower == word and row["channel"] == Channel.OFFICIAL]
        if people:
            Follower.update(**change, at=at).where(Follower.unionid.in_(_unionids(people))).execute()


def _unionids(account_ids: list[str]) -> list[str]:
    rows = Account.select(Account.unionid).where(Account.id.in_(account_ids), Account.unionid.is_null(False))
    return [str(row.unionid) for row in rows]


def _try_next(rows: list[Any], templates: Mapping[str, Template]) -> None:
    """The mini program for those the official account surely did not reach. A row of theirs that exists stays as it is."""
    for row in rows:
        before, template = Delivery.get_by_id(row["id"]), templates.get(row["word"])
        has = bool(template and credits.has(before.account_id, template.mini))
        day = clock.shanghai_day(before.due_at) if has and Notice.get_by_id(before.notice_id).once_a_day else None
        Delivery.insert(notice=before.notice_id, account=before.account_id, line=before.line, channel=Channel.MINI,
                        state=D.PLANNED if has else D.NO_CREDIT, values=before.values, page=before.page, due_at=before.due_at,
                        day=day).on_conflict_ignore().execute()


def _stop(reasons: dict[str, str], at: datetime) -> dict[str, str]:
    """Pause what WeChat does not let out; its organiser is told by the journal's line."""
    stopped = {}
    for notice_id in sorted(reasons):
        notice = find_row(Notice, notice_id, hold=True)
        if notice is not None and stepping.by_clock(notice, "stop", at, reasons[notice_id]):
            stopped[notice_id] = reasons[notice_id]
    return stopped
