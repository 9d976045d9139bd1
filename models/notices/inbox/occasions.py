"""One line of the journal as a message needs it: what it speaks of, whether it is to be told, and what fills the words."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from models import clock
from models.campaign import queries as campaigns
from models.entries.standing import supplement_open
from models.entries.tables import Entry, Publication
from models.events import wording as event_wording
from models.events.tables import Event, EventMove
from models.journal import Line
from models.law import LIVE, Shown, State, shown
from models.media.tables import File
from models.notices.audiences import people as audiences
from models.notices.inbox import people, wording
from models.notices.inbox.wording import Telling
from models.notices.ledger.tables import Delivery, DeliveryState
from models.notices.ledger.verdicts import STOPPED_WORDS
from models.notices.plans import gaps
from models.notices.plans.keywords import time_value
from models.notices.plans.tables import Notice
from models.promoters.tables import Promoter
from models.rows import find_row
from models.units import queries as units
from models.workflow.tables import Move

STOPS = "。．.；; \n"
NAMELESS = {"coordinator": "报送单位", "host": "承办单位", "organiser": "主办单位"}


@dataclass
class Occasion:
    """A line that concerns one work, one person or one notice, and what is looked up of it at first need."""
    line: Line

    @cached_property
    def details(self) -> dict[str, Any]:
        return dict(self.line.details)

    @cached_property
    def file(self) -> File | None:
        return find_row(File, self.line.about)

    @cached_property
    def entry(self) -> Entry | None:
        return find_row(Entry, self.file.about if self.file else self.line.about)

    @cached_property
    def move(self) -> Move | None:
        return find_row(Move, self.details["move"]) if "move" in self.details else None

    @cached_property
    def event(self) -> Event | None:
        return find_row(Event, self.line.about)

    @cached_property
    def notice(self) -> Notice | None:
        return find_row(Notice, self.line.about)

    @cached_property
    def campaign_id(self) -> str | None:
        """Whose default notices say what is pushed; of what belongs to no campaign, the one that was current, if any."""
        told_of = self.entry or self.event or self.notice or find_row(Promoter, self.line.about)
        return told_of.campaign_id if told_of else campaigns.current(self.line.at) if campaigns.campaigns() else None

    @cached_property
    def known(self) -> dict[str, str]:
        """What fills the words of a message."""
        return (_of_entry if self.entry else _of_event if self.event else _of_notice if self.notice else _of_person)(self)

    @cached_property
    def published_at(self) -> datetime | None:
        """When the results of the work's track were published."""
        if self.entry is None:
            return None
        row: Publication | None = Publication.get_or_none(Publication.campaign == self.entry.campaign_id,
                                                          Publication.track == self.entry.track)
        return row.published_at if row else None


def is_told(telling: Telling, occasion: Occasion) -> bool:
    """Whether this row speaks of this line. A line of a work that is there no more is told to nobody."""
    is_of_entry = {"author", "enterer"} & set(telling.to)
    if is_of_entry and occasion.entry is None:
        return False
    return telling.when is None or CONDITIONS[telling.when](occasion)


def recipients(telling: Telling, occasion: Occasion) -> list[str]:
    """Account ids, each once; who did it knows it already."""
    found = dict.fromkeys(one for who in telling.to for one in PEOPLE[who](occasion) if one)
    return [one for one in found if telling.tells_actor or one != occasion.line.actor_id]


def filled(telling: Telling, occasion: Occasion) -> str:
    """The words of a message."""
    return telling.words.format_map(occasion.known)


def said(occasion: Occasion) -> dict[str, str]:
    """What fills the gaps of the values that are pushed; short, since a keyword has room for twenty characters."""
    known, move, line = occasion.known, occasion.move, occasion.line
    told = {"单位": known.get("unit"), "事由": known.get("reason") or known.get("why"), "子项目": known.get("track"),
            "n": known.get("people"), "时间": time_value(line.at)}
    if occasion.entry:
        told |= {"作品": gaps.brief([occasion.entry.title]), "《作品》": wording.titles([occasion.entry.title])}
    if occasion.event:
        told |= {"活动": event_wording.called(occasion.event), "地点": occasion.event.place}
    if move and move.due_at:
        told["期"] = _day(move.due_at)
    if occasion.notice and occasion.notice.due_at:
        told["时间"] = time_value(occasion.notice.due_at)              # until then somebody has to look at it
    return gaps.unsaid() | {name: text for name, text in told.items() if text}


def _day(due: datetime) -> str:
    """8月26日: what is due at 24:00 is due that day."""
    return time_value(due).split(" ")[0].split("年")[1]


def page(telling: Telling, occasion: Occasion, account_id: str) -> str:
    """Where the phone shows it. Who has not claimed the work entered for them is sent to claim it first."""
    entry = occasion.entry
    if entry is None:
        return telling.page.format(id=occasion.line.about)
    unclaimed = telling.page == wording.ENTRY and account_id not in (entry.author_id, entry.entered_by_id)
    return telling.page.format(id=entry.id) + ("&claim=1" if unclaimed else "")


def _of_entry(occasion: Occasion) -> dict[str, str]:
    entry, move = occasion.entry, occasion.move
    if entry is None:
        return {}
    reason = move.comment.strip().rstrip(STOPS) if move else ""
    return {"title": entry.title or "未命名", "unit": _unit(occasion), "reason": reason, "because": f"，原因：{reason}" if reason else "",
            "due": clock.to_shanghai(move.due_at) if move and move.due_at else "", "verdict": _verdict(occasion.file),
            "remedy": _remedy(entry, occasion.line.at), "result": wording.results({_word(entry.state): [entry.title]}),
            "track": _track(entry), "contact": _contact(entry.campaign_id)}


def _of_event(occasion: Occasion) -> dict[str, str]:
    event, move = occasion.event, find_row(EventMove, str(occasion.details.get("move")))
    if event is None or move is None:
        return {}
    unit = _name(event.reporting_unit_id) if move.as_role == "reporting" else None
    return {"title": f"“{event_wording.called(event)}”", "unit": unit or NAMELESS["organiser"],
            "reason": move.comment.strip().rstrip(STOPS)}


def _of_notice(occasion: Occasion) -> dict[str, str]:
    """Of a notice that waits or was stopped: how many it is for, how many have it."""
    notice = occasion.notice
    if notice is None:
        return {}
    went = (Delivery.notice == notice.id, Delivery.state.in_((DeliveryState.SENT, DeliveryState.DELIVERED)))
    why = str(occasion.details.get("why", ""))
    return {"title": notice.title, "people": str(audiences.count(notice.audience, notice.campaign_id, occasion.line.at))
            if notice.audience else "0", "sent": str(Delivery.select().where(*went).count()), "why": STOPPED_WORDS.get(why, why)}


def _of_person(occasion: Occasion) -> dict[str, str]:
    kinds = {"complaint": "投诉", "suggestion": "建议"}
    return {"unit": _name(occasion.details.get("unit")) or "所选单位", "kind": kinds.get(occasion.details.get("kind", ""), "投诉建议")}


def _track(entry: Entry) -> str:
    tracks = campaigns.newest_plan(entry.campaign_id).tracks
    return next((track.label for track in tracks if track.id == entry.track), entry.track)


def _contact(campaign_id: str) -> str:
    """Whom to call: the first office of the campaign's document, with its line."""
    contacts = campaigns.newest_plan(campaign_id).contacts
    return f"{contacts[0].label}（{contacts[0].line}）" if contacts else NAMELESS["organiser"]


def _unit(occasion: Occasion) -> str:
    """The unit that acted; an author learns no more of who it was."""
    move, entry = occasion.move, occasion.entry
    if move is not None and move.act == "submit":
        return _name(entry.unit_id if entry else None) or "本单位"
    return _name(move.acting_unit_id if move else None) or NAMELESS.get(move.as_role if move else "", "主办单位")


def _name(unit_id: str | None) -> str | None:
    return units.names({unit_id}).get(unit_id) if unit_id else None


def _verdict(file: File | None) -> str:
    said = [one["words"] for one in file.verdicts if one["outcome"] == "refuse"] if file else []
    return "；".join(said).rstrip(STOPS) or "文件打不开"


def _remedy(entry: Entry, at: datetime) -> str:
    if entry.state == State.RETURNED or supplement_open(entry, at):
        return "请在作品页换一个文件后重新提交。"
    return "请联系本单位联络员，退回后再换文件。"


def _word(state: str) -> Shown:
    return shown(State(state), supplement=False, published=True)


# Whom, by the names `wording` uses

def _person(occasion: Occasion) -> list[str | None]:
    return [occasion.details.get("account", occasion.line.about)]


def _author(occasion: Occasion) -> list[str | None]:
    return [people.author_of(occasion.entry)] if occasion.entry else []


def _enterer(occasion: Occasion) -> list[str | None]:
    return [people.enterer_of(occasion.entry)] if occasion.entry else []


PEOPLE: dict[str, Callable[[Occasion], Sequence[str | None]]] = {
    "person": _person, "author": _author, "enterer": _enterer,
    "liaisons": lambda occasion: people.liaisons_of(occasion.entry.reporting_unit_id) if occasion.entry else (),
    "approvers": lambda occasion: people.approvers_of(occasion.notice) if occasion.notice else (),
    "writers": lambda occasion: people.writers_of(occasion.notice) if occasion.notice else (),
}


# Conditions, by the names `wording` uses

def _entered_by_its_author(occasion: Occasion) -> bool:
    """The first submission, by its author."""
    move, entry = occasion.move, occasion.entry
    return move is not None and entry is not None and move.source == State.DRAFT and entry.author_id == move.actor_id


def _entered_for_another(occasion: Occasion) -> bool:
    """The first submission, by who entered it for an author."""
    move, entry = occasion.move, occasion.entry
    return move is not None and entry is not None and move.source == State.DRAFT and entry.author_id != move.actor_id


def _asks_changes(occasion: Occasion) -> bool:
    return occasion.move is not None and occasion.move.target == State.RETURNED


def _asks_more(occasion: Occasion) -> bool:
    return occasion.move is not None and occasion.move.target != State.RETURNED


def _after_submission(occasion: Occasion) -> bool:
    return occasion.entry is not None and occasion.entry.state in LIVE


def _after_publication(occasion: Occasion) -> bool:
    """A result that came after the batch: another word than was published, or the first one where more had been asked for."""
    move, published_at = occasion.move, occasion.published_at
    if move is None or published_at is None or move.at <= published_at or occasion.entry is None:
        return False
    return _word(move.source) != _word(move.target) or _was_asked(occasion.entry.id, published_at)


def _was_asked(entry_id: str, at: datetime) -> bool:
    """Whether more material was asked for at an instant and not yet given."""
    last = (Move.select().where(Move.entry == entry_id, Move.at <= at, Move.act.in_(("return", "submit")))
            .order_by(Move.number.desc()).first())
    return last is not None and last.act == "return" and last.due_at is not None and at < last.due_at


def _not_by_preselecting(occasion: Occasion) -> bool:
    """Preselecting confirms a membership: told at that moment, it would tell its author that the work was preselected."""
    line = occasion.line
    return not Move.select().where(Move.at == line.at, Move.act == "preselect", Move.actor == line.actor_id).exists()


CONDITIONS = {
    "entered_by_its_author": _entered_by_its_author,
    "entered_for_another": _entered_for_another, "asks_changes": _asks_changes, "asks_more": _asks_more,
    "after_submission": _after_submission, "after_publication": _after_publication, "not_by_preselecting": _not_by_preselecting,
}
