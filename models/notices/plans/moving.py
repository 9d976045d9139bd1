"""Steps of a notice by people: the law applied. A step is a fact: the same move id again changes nothing."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import clock
from models.accounts.actor import Actor
from models.db import writing
from models.notices.ledger import standing
from models.notices.plans import content, queries, stepping
from models.notices.plans.law import LAW, STATE_LABELS, NoticeState, NoticeStep, step_for
from models.notices.plans.tables import Notice, NoticeMove
from models.notices.plans.templates import Template
from models.problems import (
    IdReused,
    NotFound,
    NoticeForNobody,
    NoticeNeedsApproval,
    NoticeNotSendable,
    NoticeOwnApproval,
    NoticeStale,
    NoticeTooLate,
    NoticeWrongState,
)
from models.rows import find_row

FORGIVEN = timedelta(minutes=5)          # between the clock of who schedules and ours


@dataclass(frozen=True, slots=True)
class House:
    """What the installation says: its templates, and from how many people on a second organiser is asked."""
    templates: Mapping[str, Template]
    approval_over: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step somebody wants to take, with what guards look at."""
    notice: Notice
    step: NoticeStep
    actor: Actor
    house: House
    at: datetime


def move(notice_id: str, act: str, *, move_id: str, house: House, revision: int | None = None, comment: str = "", actor: Actor,
         at: datetime | None = None) -> tuple[NoticeMove, bool]:
    """Take one step; (NoticeMove, first time). `revision`: the one that was looked at, so that nobody approves what was changed since.

    Raises Forbidden, NotFound, IdReused, NoticeStale, NoticeWrongState, NoticeNotSendable, NoticeForNobody, NoticeTooLate,
    NoticeNeedsApproval, NoticeOwnApproval.
    """
    at = at or clock.now()
    queries.require_organiser(actor)
    with writing():
        notice = find_row(Notice, notice_id, hold=True)
        if taken := find_row(NoticeMove, move_id):
            if (taken.notice_id, taken.act, taken.actor_id) != (notice_id, act, actor.account_id):
                raise IdReused()
            return taken, False
        if notice is None:
            raise NotFound(what="这条提醒")
        if revision is not None and revision != notice.revision:
            raise NoticeStale(current=notice_id)
        tried = Attempt(notice, _step(notice, act), actor, house, at)
        for need in tried.step.needs:
            GUARDS[need](tried)
        why = {"pause": "organiser", "cancel": "organiser"}.get(act)
        moved = stepping.take(notice, tried.step, move_id=move_id, actor=actor, at=at, comment=comment.strip(), why=why)
        if act == "cancel":
            standing.cancel(notice.id)
        return moved, True


def _step(notice: Notice, act: str) -> NoticeStep:
    known = next((step for step in LAW if step.act == act and not step.by_clock), None)
    if known is None:
        raise NotFound(what="这种操作")
    step = step_for(act, notice.state)
    if step is None:
        raise NoticeWrongState(state=STATE_LABELS[NoticeState(notice.state)], act=known.label)
    return step


# Guards, by the names the law uses

def _sendable(tried: Attempt) -> None:
    notice = tried.notice
    if found := content.faults(notice, tried.house.templates):
        raise NoticeNotSendable(summary="；".join(one["says"] for one in found[:3]), fields=found)
    if notice.due_at is not None and notice.due_at < tried.at - FORGIVEN:
        raise NoticeTooLate(what="发送时间", fields=[{"field": "due_at", "says": "已经过去"}])
    _not_expired(tried)
    if queries.size(notice, tried.at) == 0:
        raise NoticeForNobody(fields=[{"field": "audience", "says": "没有人符合条件"}])


def _small_enough(tried: Attempt) -> None:
    people = queries.size(tried.notice, tried.at)
    if people > tried.house.approval_over:
        raise NoticeNeedsApproval(people=people, limit=tried.house.approval_over)


def _by_another(tried: Attempt) -> None:
    if queries.is_own(tried.notice, tried.actor):
        raise NoticeOwnApproval()


def _not_expired(tried: Attempt) -> None:
    if tried.notice.expires_at is not None and tried.notice.expires_at <= tried.at:
        raise NoticeTooLate(what="有效时间", fields=[{"field": "expires_at", "says": "已经过去"}])


GUARDS = {"sendable": _sendable, "small_enough": _small_enough, "by_another": _by_another, "not_expired": _not_expired}
