"""Notices as organisers see them. Nobody else does: to them there is none."""
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import ModelSelect

from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.notices.audiences import people
from models.notices.plans import moments
from models.notices.plans.law import NoticeStep, Origin, steps_from
from models.notices.plans.tables import Notice, NoticeMove
from models.problems import Forbidden, NotFound
from models.rows import find_row

WRITE = "编写提醒"


def require_organiser(actor: Actor) -> None:
    """Raises Forbidden."""
    if not (actor.is_organiser or actor.is_administrator):
        raise Forbidden(act=WRITE)


def find(notice_id: str, actor: Actor) -> Notice:
    """Raises Forbidden, NotFound."""
    require_organiser(actor)
    notice = find_row(Notice, notice_id)
    if notice is None:
        raise NotFound(what="这条提醒")
    return notice


def listed(actor: Actor, campaign_id: str | None = None, state: str | None = None, origin: str | None = None) -> "ModelSelect[Notice]":
    """Raises Forbidden."""
    require_organiser(actor)
    wanted = Notice.select().where(Notice.campaign == (campaign_id or campaigns.current()), Notice.origin != Origin.TRIAL)
    wanted = wanted.where(Notice.state == state) if state else wanted
    return wanted.where(Notice.origin == origin) if origin else wanted


def forwards(notice_ids: Iterable[str]) -> dict[str, str]:
    """群转发文案 of those notices that have one. One query, none for no notices."""
    wanted = set(notice_ids)
    rows = Notice.select(Notice.id, Notice.forward).where(Notice.id.in_(wanted), Notice.forward != "") if wanted else ()
    return {row.id: row.forward for row in rows}


def moves(notice_id: str) -> list[NoticeMove]:
    """The steps it took, oldest first."""
    return list(NoticeMove.select().where(NoticeMove.notice == notice_id).order_by(NoticeMove.at, NoticeMove.id))


def submitted_by(notice_id: str) -> str | None:
    """Who submitted it for approval last."""
    row = (NoticeMove.select().where(NoticeMove.notice == notice_id, NoticeMove.act == "submit")
           .order_by(NoticeMove.at.desc(), NoticeMove.id.desc()).first())
    return row.actor_id if row else None


def ways_on(notice: Notice, actor: Actor, approval_over: int, at: datetime) -> list[NoticeStep]:
    """The steps this person might take now, in the law's order."""
    steps = [step for step in steps_from(notice.state) if not step.by_clock]
    if any("small_enough" in step.needs for step in steps):
        is_small = size(notice, at) <= approval_over
        steps = [step for step in steps if ("small_enough" in step.needs) <= is_small and (step.act == "submit") <= (not is_small)]
    return [step for step in steps if not ("by_another" in step.needs and is_own(notice, actor))]


def size(notice: Any, at: datetime) -> int:
    """How many people it is for now; 0 without an audience."""
    return people.count(notice.audience, notice.campaign_id, at) if notice.audience else 0


def is_own(notice: Notice, actor: Actor) -> bool:
    """Whether this person wrote it last or submitted it: somebody else has to approve it."""
    return actor.account_id in (notice.saved_by, submitted_by(notice.id))


def goes_out_at(notice: Notice, quiet: moments.Quiet, at: datetime) -> datetime:
    """The first instant it may go out, not before it is due."""
    plan = campaigns.newest_plan(notice.campaign_id)
    return moments.allowed(max(notice.due_at or at, at), quiet, plan.is_working_day if notice.working_time else None)
