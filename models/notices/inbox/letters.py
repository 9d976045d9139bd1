"""From a line of the journal to messages: to the few whom one thing concerns, or a slice of the many.

The many are told in order of a key of theirs, so that a slice that was interrupted goes on behind the last one told.
"""
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from models.entries.standing import supplement_open
from models.entries.tables import Entry
from models.journal import Line
from models.law import JURY, Shown, State, shown
from models.notices.inbox import occasions, people, wording
from models.notices.inbox.occasions import Occasion
from models.notices.inbox.pushes import Push
from models.notices.plans import gaps
from models.notices.plans.keywords import time_value
from models.workflow.tables import Move

SLICE = 200                          # people told in one transaction
DECIDING = ("approve", "decline", "recommend")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, not yet written."""
    account_id: str
    purpose: str
    title: str
    words: str
    about: str | None
    page: str
    push: Push | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    """Those of one line, or a slice of them; `rest` is where the next slice begins, "" after the last."""
    written: list[Letter]
    rest: str = ""


def of_line(line: Line, within: str) -> Letters:
    """Whom a line is to be told to, and how. `within`: the many are told up to here already."""
    if line.what in MANY:
        return MANY[line.what](line, within)
    occasion = Occasion(line)
    return Letters([letter for telling in wording.TELLINGS if telling.what == line.what and occasions.is_told(telling, occasion)
                    for letter in _to_few(telling, occasion)])


def _to_few(telling: wording.Telling, occasion: Occasion) -> Iterable[Letter]:
    about, recipients = occasion.entry.id if occasion.entry else occasion.line.about, occasions.recipients(telling, occasion)
    if not recipients:
        return
    words = occasions.filled(telling, occasion)
    push = None
    if telling.plan and occasion.campaign_id:
        push = Push(telling.plan, occasion.campaign_id, telling.hours, occasions.said(occasion))
    for account_id in recipients:
        yield Letter(account_id, telling.purpose, telling.title, words, about, occasions.page(telling, occasion, account_id), push)


def _results(line: Line, within: str) -> Letters:
    """Every author of a track whose results were published with this line, one message each for all works there."""
    entry: Entry | None = Entry.get_or_none(Entry.id == line.about)
    if entry is None or not line.details.get("published"):
        return Letters([])
    of_track = (Entry.campaign == entry.campaign_id) & (Entry.track == line.details["track"]) & Entry.state.in_(JURY)
    keys, rest = _slice(Entry.author_key, of_track, within)
    works = Entry.select().where(of_track, Entry.author_key.in_(keys)).order_by(Entry.author_key, Entry.received_at, Entry.id)
    return Letters([letter for _, one in groupby(_decided(list(works), line), key=lambda work: work.author_key)
                    for letter in _result(list(one), line)], rest)


def _decided(works: list[Entry], line: Line) -> list[Entry]:
    """Without those still asked for more, and those decided anew since: these are told of the decision when it comes."""
    anew = {row.entry_id for row in Move.select(Move.entry).where(
        Move.entry.in_([work.id for work in works]), Move.act.in_(DECIDING), Move.at > line.at)} if works else set()
    return [work for work in works if work.id not in anew and (work.state == State.APPROVED or not supplement_open(work, line.at))]


def _result(works: list[Entry], line: Line) -> Iterable[Letter]:
    telling, account_id = wording.TO_MANY["entry.results_agreed"], people.author_of(works[0])
    if account_id is None:
        return
    by_word: dict[Shown, list[str]] = {}
    for work in works:
        by_word.setdefault(shown(State(work.state), supplement=False, published=True), []).append(work.title)
    unclaimed = works[0].author_id is None                       # apart: the same person may have works of their own
    yield _to_one(telling, account_id, works, wording.results(by_word), "entered_results_published" if unclaimed else telling.purpose,
                  _push_of_results(works[0].campaign_id, by_word, line))


def _push_of_results(campaign_id: str, by_word: dict[Shown, list[str]], line: Line) -> Push | None:
    """Whose works were not selected reads so in the inbox, and is not called."""
    chosen = [*by_word.get(Shown.RECOMMENDED, ()), *by_word.get(Shown.SELECTED, ())]
    telling = wording.TO_MANY["entry.results_agreed"]
    if not chosen or telling.plan is None:
        return None
    said = {"作品": gaps.brief(chosen), "《作品》": wording.titles(chosen), "时间": time_value(line.at)}
    return Push(telling.plan, campaign_id, telling.hours, gaps.unsaid() | said)


def _to_one(telling: wording.Telling, account_id: str, works: list[Entry], words: str, purpose: str, push: Push | None = None) -> Letter:
    """One message for all works of a person: its page is the work, where it is only one."""
    only = works[0].id if len(works) == 1 else None
    return Letter(account_id, purpose, telling.title, words, only, wording.ENTRY.format(id=only) if only else wording.MINE, push)


def _slice(column: Any, where: Any, within: str) -> tuple[list[str], str]:
    """The next keys behind `within`, and where the next slice begins."""
    rows: Any = Entry.select(column).where(where, column > within).distinct().order_by(column).limit(SLICE + 1).tuples()
    keys = [row[0] for row in rows]
    return keys[:SLICE], keys[SLICE - 1] if len(keys) > SLICE else ""


MANY: dict[str, Callable[[Line, str], Letters]] = {"entry.results_agreed": _results}
