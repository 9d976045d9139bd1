"""A notice with real data, before it goes out: as a few of its people would get it, and as a trial sent to oneself."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import Case

from models import clock, ids
from models.accounts import queries as accounts
from models.accounts.actor import Actor
from models.accounts.tables import Account
from models.db import writing
from models.notices.audiences import people
from models.notices.audiences import reach as reaching
from models.notices.audiences.reach import Reach
from models.notices.inbox.tables import Message
from models.notices.ledger import fan_out
from models.notices.ledger.tables import Delivery, DeliveryState
from models.notices.plans import content, gaps, templates
from models.notices.plans.keywords import Unfit
from models.notices.plans.law import NoticeState, Origin
from models.notices.plans.tables import Notice
from models.notices.plans.templates import Template
from models.problems import NoticeNotSendable
from models.rows import insert_row
from models.units import queries as units

FEW = 3
TRIAL = "【试发】"
TRIAL_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Preview:
    """`people`: [{name, unit, channel, title, words, keywords: [{keyword, label, value}]}]."""
    people: list[dict[str, Any]]
    reach: Reach


def of(notice: Notice, known: Mapping[str, Template], at: datetime) -> Preview:
    """Three of its people, those who can be reached first."""
    template = known.get(notice.template or "")
    if not notice.audience:
        return Preview([], Reach(0, 0, 0))
    official, mini = reaching.by_official(template), reaching.by_mini(template)
    way = Case(None, ((official, "official"), (mini, "mini")), "inbox")
    rows: Any = list(Account.select(Account.id, Account.unit, way.alias("way"))
                     .where(Account.id.in_(people.ids_of(notice.audience, notice.campaign_id, at)))
                     .order_by(way.desc(), Account.id).limit(FEW).objects())
    said, names = gaps.for_people(notice, [row.id for row in rows], at), accounts.names([row.id for row in rows])
    called = units.names({row.unit_id for row in rows if row.unit_id})
    shown = [{"name": names.get(row.id) or "没有填写姓名", "unit": called.get(row.unit_id or "", ""),
              "channel": row.way,
              "title": gaps.filled(notice.title, said[row.id]), "words": gaps.filled(notice.words, said[row.id]),
              "keywords": _keywords(notice, template, said[row.id])} for row in rows]
    return Preview(shown, reaching.reach(notice.audience, template, notice.campaign_id, at))


def send_to_myself(notice: Notice, known: Mapping[str, Template], *, actor: Actor, at: datetime | None = None) -> tuple[str, str]:
    """A trial of it to whoever asks: (id of the message, "official", "mini" or "none": how it is pushed as well).

    A small notice of its own for one person, marked in its title; it counts nowhere and is nobody's message of the day.
    Raises NoticeNotSendable for what WeChat would not take.
    """
    at, me = at or clock.now(), str(actor.account_id)
    faults = [one for one in content.faults(notice, known) if one["field"] != "audience"]
    if faults:
        raise NoticeNotSendable(summary="；".join(one["says"] for one in faults[:3]), fields=faults)
    said, trial = gaps.for_people(notice, [me], at)[me], ids.mint("ntc")
    title, page = TRIAL + gaps.filled(notice.title, said), gaps.filled(notice.page or fan_out.INBOX, said)
    with writing():
        insert_row(Notice, id=trial, campaign=notice.campaign_id, origin=Origin.TRIAL, title=title[:content.TITLE_AT_MOST],
                   words=gaps.filled(notice.words, said), page=page, template=notice.template, audience={"accounts": [me]},
                   values=[gaps.filled(value, said) for value in notice.values], due_at=at, expires_at=at + TRIAL_LASTS, once_a_day=False,
                   state=NoticeState.SENDING, planned_at=at, revision=1, created_by=me, saved_by=me, saved_at=at, received_at=at)
        message_id = ids.mint("msg")
        insert_row(Message, id=message_id, account=me, purpose=trial, title=title[:100], words=gaps.filled(notice.words, said), about=None,
                   page=page, line=0, at=at)
        template = known.get(notice.template or "")
        if template is not None:
            fan_out.plan_few(Notice.get_by_id(trial), [fan_out.Few(me, [gaps.filled(value, said) for value in notice.values], page)], 0,
                             template, at)
    row = Delivery.get_or_none(Delivery.notice == trial, Delivery.state == DeliveryState.PLANNED)
    return message_id, row.channel if row else "none"


def _keywords(notice: Notice, template: Template | None, said: Mapping[str, str]) -> list[dict[str, str]]:
    """As WeChat would show them; as they were written where it would take none."""
    if template is None or len(notice.values) != len(template.keywords):
        return []
    filled = [gaps.filled(value, said) for value in notice.values]
    try:
        fitted = list(templates.values_of(template, filled).values())
    except (Unfit, ValueError):
        fitted = filled
    return [{"keyword": keyword, "label": template.called(number), "value": value}
            for number, (keyword, value) in enumerate(zip(template.keywords, fitted, strict=True))]
