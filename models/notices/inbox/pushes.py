"""What is pushed beside a message: where the campaign's notice for this kind of line stands, one push a person and line.

Written in the transaction of the messages, so that the two stand or fall together. Template, values and whether it stands at all are
the campaign document's, in the Notice row of origin `line`; a row's hours are the kind of message's own.
"""
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.campaign import queries as campaigns
from models.journal import Line
from models.notices.ledger import fan_out
from models.notices.ledger.fan_out import Few
from models.notices.plans import gaps, moments
from models.notices.plans.law import NoticeState, Origin
from models.notices.plans.tables import Notice
from models.notices.plans.templates import Template

STANDING = (NoticeState.SENDING, NoticeState.PAUSED, NoticeState.SCHEDULED)    # rows of a paused one wait, and go if it goes on in time
TURNS = 10                                                                     # between hours that exclude each other


@dataclass(frozen=True, slots=True)
class Push:
    """`plan`: which of the campaign's default notices. `hours`: from and until. `said`: what fills the gaps of its values."""
    plan: str
    campaign: str
    hours: tuple[str, str]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """What the installation says: its templates, and when nothing is pushed."""
    templates: Mapping[str, Template]
    quiet: moments.Quiet


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody has a message of a line, with the page it opens."""
    account_id: str
    page: str
    push: Push
    line: Line


def plan(told: Iterable[Told], house: House) -> None:
    """Rows for all of these that have a notice. Inside `writing()`."""
    by_notice: dict[tuple[str, str, int], list[Told]] = defaultdict(list)
    for one in told:
        by_notice[one.push.campaign, one.push.plan, one.line.id].append(one)
    standing = _standing({plan_id for _, plan_id, _ in by_notice}) if by_notice else {}
    for (campaign_id, plan_id, line_id), of_line in by_notice.items():
        notice = standing.get((campaign_id, plan_id))
        template = house.templates.get(notice.template or "") if notice else None
        if notice is not None and template is not None:
            few = [Few(one.account_id, [gaps.filled(value, one.push.said) for value in notice.values], one.page) for one in of_line]
            fan_out.plan_few(notice, few, line_id, template, goes_out_at(notice, of_line[0], house.quiet))


def goes_out_at(notice: Notice, told: Told, quiet: moments.Quiet) -> datetime:
    """The first moment since the line was written that is in its hours, outside quiet hours and, where asked for, in working time."""
    (begins, ends), found = told.push.hours, told.line.at
    is_working_day = campaigns.newest_plan(notice.campaign_id).is_working_day if notice.working_time else None
    for _ in range(TURNS):
        later = moments.allowed(moments.out_of_quiet(found, (ends, begins)), quiet, is_working_day)
        if later == found:
            break
        found = later
    return found


def _standing(plan_ids: set[str]) -> dict[tuple[str, str], Notice]:
    rows = Notice.select().where(Notice.origin == Origin.LINE, Notice.plan.in_(sorted(plan_ids)), Notice.state.in_(STANDING))
    return {(row.campaign_id, str(row.plan)): row for row in rows}
