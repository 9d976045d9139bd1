"""Which entries a person may see. `visible_to` composes into every query; what it leaves out is "not found"."""
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import Case, ModelSelect, fn

from models import clock
from models.accounts.actor import Actor
from models.db import database
from models.entries.standing import Reach, is_author
from models.entries.tables import Entry, Publication, Revision
from models.law import JURY, SUPPLEMENTED, Shown, State
from models.rows import find_row

NOTHING = Entry.id == ""
DRAFTS = "SELECT COUNT(*) FROM entry WHERE entered_by_id = {p} AND campaign_id = {p} AND state = {p}"


def visible_to(actor: Actor) -> "ModelSelect[Entry]":
    """Every entry this person may see, as a query."""
    reach = Reach(actor)
    return Entry.select().where(_any([_mine(actor), *_of_units(reach), *_of_tracks(reach), *_of_everything(reach)]))


def seen_as_staff(actor: Actor) -> Any:
    """Whether this person may see an entry for the sake of a role over it, and not because it is theirs: a condition on Entry."""
    reach = Reach(actor)
    everything = [Entry.state != State.DRAFT] if actor.is_organiser or reach.watches_everything else []
    return _any(everything or [*_of_units(reach), *_of_tracks(reach)])


def find(entry_id: str, actor: Actor) -> Entry | None:
    """The entry, or None for one this person may not see."""
    entry = find_row(Entry, entry_id)
    if entry is None or is_author(entry, actor) or visible_to(actor).where(Entry.id == entry_id).exists():
        return entry
    return None


def count_drafts(actor: Actor, campaign_id: str) -> int:
    """How many unfinished entries this person has in a campaign."""
    sql = DRAFTS.format(p=database.param)
    return int(database.execute_sql(sql, (actor.account_id, campaign_id, State.DRAFT.value)).fetchone()[0])


def in_scope(actor: Actor, scope: str) -> "ModelSelect[Entry]":
    """One view of what is visible: "mine", my "unit"'s, my "track"'s, or "all" of it."""
    if scope == "all":
        return visible_to(actor)
    parts = {"mine": [_mine(actor)], "unit": _of_units(Reach(actor)), "track": _of_tracks(Reach(actor))}[scope]
    return Entry.select().where(_any(parts))


def with_state(query: "ModelSelect[Entry]", state: str, actor: Actor, at: datetime | None = None) -> "ModelSelect[Entry]":
    """Only entries in a state, in the words this reader is given for each: the real state, or what authors are shown."""
    sees = _jury_seen(Reach(actor))
    real = (Entry.state == state) if state in set(State) else NOTHING
    return query.where(((sees == 1) & real) | ((sees == 0) & _shown_as(state, at or clock.now())))


def matching(query: "ModelSelect[Entry]", text: str) -> "ModelSelect[Entry]":
    """Only entries whose title or credited names contain the text."""
    return query.where(Entry.search.contains(search_text(text)))


def search_text(*parts: str) -> str:
    return " ".join(" ".join(parts).lower().split())


def revisions_of(entry_id: str) -> list[Revision]:
    """Every saved version, oldest first."""
    return list(Revision.select().where(Revision.entry == entry_id).order_by(Revision.number))


def exhibited(campaign_id: str) -> "ModelSelect[Entry]":
    """Works anybody may see, newest first, as a query."""
    return Entry.select().where(Entry.campaign == campaign_id, Entry.exhibited_at.is_null(False)).order_by(Entry.exhibited_at.desc())


def _mine(actor: Actor) -> Any:
    return (Entry.author == actor.account_id) | (Entry.entered_by == actor.account_id)


def _of_units(reach: Reach) -> list[Any]:
    """Submitted entries of units this person coordinates or watches: reported by them, or by an author in their line."""
    below = frozenset(reach.watched_units).union(*reach.lines)
    if not below:
        return []
    reported = Entry.reporting_unit.in_(sorted(reach.bodies | reach.watched_units))
    return [(Entry.state != State.DRAFT) & (reported | Entry.unit.in_(sorted(below)))]


def _of_tracks(reach: Reach) -> list[Any]:
    """A host sees what was preselected for his track, not what is still with the units.

    His own works are not among them: when one appeared there would tell him that it was preselected.
    """
    hosted = [_in_track(each) & Entry.preselected_at.is_null(False) & _not_own(reach.actor) for each in sorted(reach.hosted)]
    return hosted + [_in_track(each) & (Entry.state != State.DRAFT) for each in sorted(reach.watched_tracks)]


def _of_everything(reach: Reach) -> list[Any]:
    return [Entry.state != State.DRAFT] if reach.actor.is_organiser or reach.watches_everything else []


def _in_track(track: tuple[str, str]) -> Any:
    return (Entry.campaign == track[0]) & (Entry.track == track[1])


def _not_own(actor: Actor) -> Any:
    return Entry.author.is_null() | (Entry.author != actor.account_id)


def _any(parts: list[Any]) -> Any:
    return reduce(or_, parts) if parts else NOTHING


def _jury_seen(reach: Reach) -> Any:
    """1 where the reader may know the real state, else 0: `Reach.sees_jury`, said in SQL."""
    seen = [*_of_everything(reach)]
    seen += [Entry.reporting_unit.in_(sorted(reach.bodies | reach.watched_units))] if reach.bodies or reach.watched_units else []
    seen += [Entry.unit.in_(sorted(reach.watched_units))] if reach.watched_units else []
    seen += [_in_track(each) & Entry.preselected_at.is_null(False) for each in sorted(reach.hosted)]
    seen += [_in_track(each) for each in sorted(reach.watched_tracks)]
    return Case(None, ((_any(seen) & _not_own(reach.actor), 1),), 0)


def _shown_as(state: str, at: datetime) -> Any:
    """The entries an author is shown under this word: `law.shown`, said in SQL. No word he is not shown finds anything."""
    published = fn.EXISTS(Publication.select(Publication.track).where(
        Publication.campaign == Entry.campaign, Publication.track == Entry.track, Publication.published_at.is_null(False)))
    asked = Case(None, ((Entry.editable_until > at, 1),), 0) == 1
    supplement = Entry.state.in_(JURY) & asked & (~published | Entry.state.in_(SUPPLEMENTED))
    found: dict[str, Any] = {
        Shown.SUPPLEMENT: supplement,
        Shown.IN_REVIEW: Entry.state.in_(JURY) & ~asked & ~published,
        Shown.RECOMMENDED: published & (Entry.state == State.RECOMMENDED),
        Shown.SELECTED: published & (Entry.state == State.APPROVED) & ~supplement,
        Shown.NOT_SELECTED: published & Entry.state.in_((State.DECLINED, State.PRESELECTED, State.SHORTLISTED)) & ~supplement,
    }
    plain = {Shown.DRAFT, Shown.SUBMITTED, Shown.RETURNED, Shown.WITHDRAWN, Shown.DISQUALIFIED}
    return found.get(state, (Entry.state == state) if state in plain else NOTHING)
