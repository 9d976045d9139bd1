"""The campaign's own plans as an organiser reads them: when, to whom, at what hour, in which words, and when next."""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.campaign.notices import TOMORROW, EdgeOf, PlannedNotice
from models.campaign.plan import Plan
from models.notices.audiences import terms
from models.notices.inbox import wording
from models.notices.plans import defaults

EDGES = {"opened": "开始", "closed": "结束", "closes": "截止", "due": "到期"}
EXACTLY = {"opened": "当天", "closed": "后", "closes": "当天", "due": "当天"}
REPEATED = {"every day": "每天", "every working day": "每个工作日", "every monday": "每周一"}
CONCERNED = {"author": "作者", "enterer": "代报的联络员", "person": "本人", "liaisons": "单位联络员", "approvers": "其他主办单位经办人",
             "writers": "编写的人和系统管理员"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One plan in words. `next_at` None: it hangs on what happens, or its day is over."""
    id: str
    when_words: str
    to_words: str
    at_words: str
    title: str
    words: str
    template: str | None
    values: list[str]
    forward: str
    on: bool
    why_off: str | None
    next_at: datetime | None


def of(plan: Plan, at: datetime) -> list[Spoken]:
    """Every planned notice, in the document's order."""
    return [_of(plan, one, at) for one in plan.notices]


def _of(plan: Plan, planned: PlannedNotice, at: datetime) -> Spoken:
    due = defaults.moment(plan, planned) if planned.on else None
    return Spoken(planned.id, _when(plan, planned), _to(plan, planned), _at(planned), defaults.filled(plan, planned.title),
                  defaults.filled(plan, planned.words), planned.template,
                  [defaults.filled(plan, value, for_wechat=True) for value in planned.values], defaults.filled(plan, planned.forward or ""),
                  planned.on, planned.why_off, due if due and due > at else None)


def _when(plan: Plan, planned: PlannedNotice) -> str:
    if planned.edge is not None:
        return _edge(plan, planned.edge)
    if planned.when == TOMORROW:
        return "线下活动的前一天"
    return f"{REPEATED[planned.when]}，有事情等着办时" if planned.when in REPEATED else f"{_title_of_line(planned)}时"


def _edge(plan: Plan, edge: EdgeOf) -> str:
    days = f"{abs(edge.days)} {'个工作日' if edge.working else '天'}"
    moved = f"{'后' if edge.days > 0 else '前'} {days}" if edge.days else EXACTLY[edge.edge]
    return f"{plan.phase(edge.phase).label}{EDGES[edge.edge]}{moved}"


def _at(planned: PlannedNotice) -> str:
    found, waits = planned.hour
    if planned.at == "at once":
        return "随时，夜里的等到早上"
    return f"{found}，遇休息日顺延" if waits else found


def _to(plan: Plan, planned: PlannedNotice) -> str:
    if planned.to:
        return terms.words(planned.to, plan.id, plan)
    if planned.when == TOMORROW:
        return "这一场活动的人，和要求提醒的本单位职工"
    people: dict[str, Any] = dict.fromkeys(CONCERNED[one] for telling in _tellings(planned) for one in telling.to)
    return "、".join(people) or "有关的人"


def _title_of_line(planned: PlannedNotice) -> str:
    return next((telling.title for telling in _tellings(planned)), planned.title)


def _tellings(planned: PlannedNotice) -> list[wording.Telling]:
    return [one for one in (*wording.TELLINGS, *wording.TO_MANY.values()) if one.plan == planned.id]
