"""What differs from person to person in the words of a notice: {作品}, {n}, {单位} … One row a gap; each asks once for everybody.

A gap for which a person has nothing is filled with words that still read well (`Gap.otherwise`): 您的作品, 若干, 本单位. What goes to
WeChat is cut to its keyword's length afterwards, so that a long title or name comes to no harm. A notice that stands for a kind
of journal line gets most of them from the line (inbox.occasions), not from here.
"""
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from models import clock
from models.accounts.tables import Account
from models.campaign import calendar
from models.campaign import queries as campaigns
from models.entries.tables import Entry
from models.events import wording as event_wording
from models.events.tables import Event
from models.law import LIVE, State
from models.notices.audiences import people
from models.notices.inbox import wording
from models.notices.plans import keywords, waiting
from models.notices.plans.tables import Notice
from models.rows import find_row
from models.targets.roll import roll
from models.units import queries as units

GAP = re.compile(r"《\{作品\}》|\{[^{}]+\}")
ROOM = keywords.KINDS["thing"].most
OFFICE_CLOSES = "18:00"
LISTED = 3                                       # sub-projects named one by one
ARRIVED = (State.SHORTLISTED, State.APPROVED, State.RECOMMENDED)
Told = Mapping[str, str]                         # account id: what fills the gap
Ask = Callable[[Notice, Sequence[str], datetime], Told]


@dataclass(frozen=True, slots=True)
class Gap:
    """`means`: for whoever writes a notice. `ask`: (notice, account ids, at) → what fills it, of those for whom something does.

    `longest`: a value as long as may come, by which a text is tried.
    """
    means: str
    ask: Ask
    otherwise: str
    longest: str


def names(texts: Iterable[str]) -> frozenset[str]:
    """The gaps in these texts."""
    return frozenset(_name(found) for text in texts for found in GAP.findall(text))


def for_people(notice: Notice, account_ids: Sequence[str], at: datetime) -> dict[str, dict[str, str]]:
    """What fills the notice's gaps for each of these people."""
    wanted = names([notice.title, notice.words, notice.page or "", *notice.values])
    told = {name: KNOWN[name].ask(notice, account_ids, at) for name in sorted(wanted) if name in KNOWN}
    return {one: {name: found.get(one, KNOWN[name].otherwise) for name, found in told.items()} for one in account_ids}


def filled(text: str, said: Mapping[str, str]) -> str:
    """The text with its gaps filled; an unknown one is left out."""
    return GAP.sub(lambda found: said.get(_name(found[0]), ""), text)


def tried(text: str) -> str:
    """The text with each gap at its longest."""
    return filled(text, {name: gap.longest for name, gap in KNOWN.items()})


def unsaid() -> dict[str, str]:
    """Every gap as it is filled where nothing is known."""
    return {name: gap.otherwise for name, gap in KNOWN.items()}


def brief(titles: Sequence[str], measure: str = "件") -> str:
    """Works or events where there is room for one keyword: the only one whole (what sends it cuts it), else 晨光等9件."""
    first = keywords.tidied(titles[0]) or "未命名"
    if len(titles) == 1:
        return first
    more = f"等{len(titles)}{measure}"
    room = ROOM - keywords.length(more)
    return (first if keywords.length(first) <= room else keywords.shortened(first, room)) + more


def _name(found: str) -> str:
    """《{作品}》 may become several works, each in its own marks; {作品} alone is the first of them."""
    return found.replace("{", "").replace("}", "")


# What fills them

def _works(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    return {one: wording.titles(called) for one, called in _called(notice, account_ids, at).items()}


def _first_work(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    return {one: brief(called) for one, called in _called(notice, account_ids, at).items()}


def _called(notice: Notice, account_ids: Sequence[str], at: datetime) -> dict[str, list[str]]:
    """Titles of those works of a person that the terms speak of (drafts, selected ones …); all that were submitted where they name none."""
    leaves = [leaf for leaf in waiting.leaves_of(notice.audience) if "entry" in leaf]
    meant = reduce(or_, [people.works(leaf, notice.campaign_id, at) for leaf in leaves]) if leaves else Entry.state.in_(LIVE)
    rows = (Entry.select(Entry.title, Entry.author, Entry.entered_by)
            .where(Entry.campaign == notice.campaign_id, meant, Entry.author.in_(account_ids) | Entry.entered_by.in_(account_ids))
            .order_by(Entry.received_at, Entry.id))
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for one in {row.author_id, row.entered_by_id} - {None}:
            found[str(one)].append(row.title)
    return found


def _waits(notice: Notice, account_ids: Sequence[str], at: datetime) -> waiting.Numbers:
    kind = waiting.kind_of(notice.audience)
    return waiting.WAITING[kind](notice.campaign_id, account_ids, at) if kind in waiting.WAITING else {}


def _count(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    return {one: str(numbers.total()) for one, numbers in _waits(notice, account_ids, at).items()}


def _kinds(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    return {one: str(len(numbers)) for one, numbers in _waits(notice, account_ids, at).items()}


def _totals(of: waiting.Ask) -> Ask:
    def ask(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
        return {one: str(numbers.total()) for one, numbers in of(notice.campaign_id, account_ids, at).items()}
    return ask


def _allocated(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    tasks = roll(campaigns.newest_plan(notice.campaign_id)).tasks
    found = waiting.of_units(account_ids, [(unit, "", number) for unit, number in tasks.items()])
    return {one: str(numbers.total()) for one, numbers in found.items() if numbers}


def _unit_name(_: Notice, account_ids: Sequence[str], __: datetime) -> Told:
    rows = Account.select(Account.id, Account.unit).where(Account.id.in_(account_ids), Account.unit.is_null(False))
    belongs = {row.id: str(row.unit_id) for row in rows}
    called = units.names(sorted(set(belongs.values())))
    return {one: called[unit] for one, unit in belongs.items() if unit in called}


def _event(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    """The event the terms name; else the events each has to report."""
    if event := _named_event(notice):
        return dict.fromkeys(account_ids, event_wording.called(event))
    if waiting.kind_of(notice.audience) != "report_events":
        return {}
    return {one: brief(list(numbers.elements()), "场") for one, numbers in _waits(notice, account_ids, at).items() if numbers}


def _place(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    event = _named_event(notice)
    return dict.fromkeys(account_ids, event.place) if event and event.place else {}


def _time(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    """When the event begins; of a notice of no event, the end of the office hours of the day it goes out."""
    event = _named_event(notice)
    day = clock.shanghai_day(notice.due_at or at)
    return dict.fromkeys(account_ids, keywords.time_value(event.starts_at if event else clock.from_shanghai(f"{day} {OFFICE_CLOSES}")))


def _named_event(notice: Notice) -> Event | None:
    return next((find_row(Event, str(leaf["event"])) for leaf in waiting.leaves_of(notice.audience) if "event" in leaf), None)


def _due(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    """When reporting units want works: the collection's due date, else its closing."""
    plan = campaigns.newest_plan(notice.campaign_id)
    day = calendar.due(plan, "submit") or max((calendar.closes(plan, one) for one in calendar.window(plan, "submit")), default=None)
    return dict.fromkeys(account_ids, clock.to_shanghai(day)) if day else {}


def _missing_tracks(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    """Sub-projects of which no work has come up for audit yet."""
    came = Entry.select(Entry.track).where(Entry.campaign == notice.campaign_id, Entry.state.in_(ARRIVED)).distinct()
    arrived = {row.track for row in came}
    labels = [track.label for track in campaigns.newest_plan(notice.campaign_id).tracks if track.id not in arrived]
    said = "、".join(labels[:LISTED]) + (f"等 {len(labels)} 个" if len(labels) > LISTED else "")
    return dict.fromkeys(account_ids, said or "无")


def _of_the_line(*_: object) -> Told:
    return {}


ABOVE_NINETY_NINE = "128"
KNOWN: dict[str, Gap] = {
    "《作品》": Gap("这个人的作品，几件时并列", _works, "您的作品", "《高原上的追光人》"),
    "作品": Gap("这个人的作品名称，几件时写第一件和件数", _first_work, "您的作品", "高原上的追光人——记一位电力老职工的三十年"),
    "n": Gap("等这个人办理的件数、人数或条数", _count, "若干", ABOVE_NINETY_NINE),
    "子项目数": Gap("等这个人办理的作品分布在几个子项目", _kinds, "若干", "10"),
    "退回": Gap("本单位退回后还没有重交的件数", _totals(waiting.works_of_units(State.RETURNED)), "若干", ABOVE_NINETY_NINE),
    "已交": Gap("待确认的职工中已提交作品的人数", _totals(waiting.members_with_works), "若干", ABOVE_NINETY_NINE),
    "宣传员数": Gap("本单位已确认的宣传员人数", _totals(waiting.promoters), "0", ABOVE_NINETY_NINE),
    "单位": Gap("这个人所在的单位；因某件事提醒时，是办理这件事的单位", _unit_name, "本单位", "中国水利水电第四工程局有限公司工会"),
    "活动": Gap("线下活动的名称", _event, "线下活动", "“网络文明进企业”线下宣讲活动走进黄化集团"),
    "地点": Gap("线下活动的地点", _place, "活动地点见页面", "海南州共和县恰卜恰镇职工活动中心三楼会议室"),
    "时间": Gap("线下活动开始的时间，没有活动时是当天 18:00；因某件事提醒时，是这件事发生的时间", _time, "", "2022年12月31日 23:59"),
    "期": Gap("单位报送的期限；因退回提醒时，是重交的期限", _due, "规定日期", "12月31日"),
    "做": Gap("本单位已确认的活动场数", _totals(waiting.confirmed_events), "0", "128"),
    "应": Gap("本单位应开展的活动场数", _allocated, "—", "10"),
    "子项目": Gap("还没有作品报来审核的子项目；因调整子项目提醒时，是调整后的子项目", _missing_tracks, "无",
              "互联网+工会普惠服务优秀平台征集"),
    "事由": Gap("经办人写的原因，只用于因某件事的提醒", _of_the_line, "详见页面", "视频有水印，请换无水印版本"),
}
