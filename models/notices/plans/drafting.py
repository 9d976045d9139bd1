"""A notice as a document: saved as often as its writers like, until it is let go."""
from datetime import datetime
from typing import Any

from peewee import IntegrityError

from models import clock, journal
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.db import writing
from models.notices.audiences import terms
from models.notices.plans import queries
from models.notices.plans.content import Content
from models.notices.plans.law import STATE_LABELS, NoticeState, Origin
from models.notices.plans.tables import Notice, NoticeRevision
from models.problems import IdReused, NotFound, NoticeStale, NoticeWrongState
from models.rows import find_row, insert_row, update_row

EDITABLE = (NoticeState.DRAFT, NoticeState.AWAITING_APPROVAL)


def save(notice_id: str, content: Content, *, revision: int, actor: Actor, at: datetime | None = None) -> tuple[Notice, bool]:
    """(The notice, whether it is new). `revision` is the one last seen, 0 for a new one. What awaits approval is a draft again.

    The same save sent again finds what it became. Raises Forbidden, AudienceUnclear, IdReused, NoticeStale, NoticeWrongState,
    NotFound (campaign).
    """
    queries.require_organiser(actor)
    at, audience = at or clock.now(), terms.read(content.audience, content.campaign) if content.audience else {}
    try:
        return _save(notice_id, content, audience, revision, actor, at)
    except IntegrityError:                       # the same new notice arrived twice at once, and the other was first
        return _save(notice_id, content, audience, revision, actor, at)


def _save(notice_id: str, content: Content, audience: dict[str, Any], revision: int, actor: Actor, at: datetime) -> tuple[Notice, bool]:
    with writing():
        notice = find_row(Notice, notice_id, hold=True)
        if notice is None:
            return _create(notice_id, content, audience, revision, actor, at), True
        if notice.origin != Origin.ORGANISER or notice.campaign_id != content.campaign:
            raise IdReused()
        if _became(notice_id, revision, content):
            return notice, False
        if notice.revision != revision:
            raise NoticeStale(current=notice_id)
        if notice.state not in EDITABLE:
            raise NoticeWrongState(state=STATE_LABELS[NoticeState(notice.state)], act="修改")
        notice.state, notice.revision = NoticeState.DRAFT, revision + 1
        _fill(notice, content, audience, actor, at)
        update_row(notice)
        _keep_revision(notice, content, actor, at)
        return notice, False


def _create(notice_id: str, content: Content, audience: dict[str, Any], revision: int, actor: Actor, at: datetime) -> Notice:
    if revision != 0:
        raise NotFound(what="这条提醒")
    campaigns.newest_plan(content.campaign)
    notice = Notice(id=notice_id, campaign=content.campaign, origin=Origin.ORGANISER, state=NoticeState.DRAFT, revision=1,
                    created_by=actor.account_id, received_at=at)
    _fill(notice, content, audience, actor, at)
    insert_row(Notice, **notice.__data__)
    _keep_revision(notice, content, actor, at)
    return notice


def _fill(notice: Notice, content: Content, audience: dict[str, Any], actor: Actor, at: datetime) -> None:
    notice.title, notice.words, notice.forward = content.title.strip(), content.words.strip(), content.forward.strip()
    notice.page, notice.template, notice.values, notice.audience = content.page, content.template, content.values, audience
    notice.due_at, notice.expires_at = content.due_at, content.expires_at
    notice.working_time, notice.once_a_day = content.working_time, content.once_a_day
    notice.saved_at, notice.saved_by = at, str(actor.account_id)


def _became(notice_id: str, revision: int, content: Content) -> bool:
    """Whether this save was made from that revision."""
    became = NoticeRevision.get_or_none(NoticeRevision.notice == notice_id, NoticeRevision.number == revision + 1)
    return became is not None and became.digest == content.digest()


def _keep_revision(notice: Notice, content: Content, actor: Actor, at: datetime) -> None:
    insert_row(NoticeRevision, notice=notice.id, number=notice.revision, digest=content.digest(), saved_by=actor.account_id, at=at)
    journal.write("notice.saved", notice.id, actor_id=actor.account_id, at=at, revision=notice.revision)
