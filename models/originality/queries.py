"""Likenesses as staff may see them. A side whose entry the reader may not see is told by its campaign and track only."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from models import clock
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.entries import queries as entries
from models.entries.tables import Entry
from models.law import State
from models.media import queries as files
from models.media.tables import File, FileState, Rendition
from models.originality import wording
from models.originality.tables import Likeness
from models.units import queries as units

NOTHING = Likeness.id == ""
STATES = ("open", "same", "different", "all")

Newer, Older = File.alias("newer"), File.alias("older")
NewerEntry, OlderEntry = Entry.alias("newer_entry"), Entry.alias("older_entry")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files. Of a hidden one nothing is set but the year and the track. `keys` are its renditions' by purpose."""
    visible: bool
    campaign_label: str
    track_label: str
    entry: Entry | None = None
    file: File | None = None
    unit_name: str | None = None
    number: int | None = None
    at_s: float = 0.0
    keys: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A likeness with both its sides. `same_author` is None where a side is hidden: it would tell whose that is."""
    likeness: Likeness
    newer: Side
    older: Side
    same_author: bool | None
    words: str
    means: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What a page of likenesses is told from, looked up once for all of them."""
    files: dict[str, File]
    entries: dict[str, Entry]
    seen: frozenset[str]
    names: dict[str, str]
    keys: dict[str, dict[str, str]]
    numbers: dict[str, int | None]
    at: datetime


def listed(actor: Actor, state: str = "open") -> "ModelSelect[Likeness]":
    """Likenesses between submitted works of which this person may see one as staff, as a query.

    Nobody is shown one of a work they authored, whatever else they are. A removed or refused file has none to show.
    """
    query = (Likeness.select(Likeness).join(Newer, on=Likeness.newer == Newer.id).join(NewerEntry, on=Newer.about == NewerEntry.id)
             .join_from(Likeness, Older, on=Likeness.older == Older.id).join(OlderEntry, on=Older.about == OlderEntry.id)
             .where(_is_seen(NewerEntry, actor) | _is_seen(OlderEntry, actor))
             .where(*_shown(actor, Newer, NewerEntry), *_shown(actor, Older, OlderEntry)))
    if state == "all":
        return query
    return query.where(Likeness.answer.is_null() if state == "open" else Likeness.answer == state)


def of_entry(entry_id: str, actor: Actor, state: str = "all") -> "ModelSelect[Likeness]":
    """Those of one work, as a query; none for its author or for a work this person may not see."""
    if not Entry.select().where(Entry.id == entry_id, entries.seen_as_staff(actor)).exists():
        return listed(actor, state).where(NOTHING)
    own = [file.id for file in files.files_of(entry_id)]
    return listed(actor, state).where(Likeness.newer.in_(own) | Likeness.older.in_(own))


def find(likeness_id: str, actor: Actor) -> Likeness | None:
    found: Likeness | None = listed(actor, "all").where(Likeness.id == likeness_id).get_or_none()
    return found


def entries_of(likeness: Likeness) -> list[Entry]:
    """The works on both sides."""
    return list(Entry.select().join(File, on=File.about == Entry.id).where(File.id.in_((likeness.newer_id, likeness.older_id))))


def told(likenesses: Iterable[Likeness], actor: Actor, entry_id: str | None = None, at: datetime | None = None) -> list[Told]:
    """Likenesses with their sides, in their order; words are said from the side of `entry_id`, else of one the reader may see.

    The same number of queries for any number of likenesses.
    """
    rows = list(likenesses)
    known = _known(rows, actor, at or clock.now())
    return [_told(row, known, entry_id) for row in rows]


def _is_seen(side: Any, actor: Actor) -> Any:
    """Asked of one row at a time: a list of all that staff may see would be longer than the likenesses."""
    return fn.EXISTS(Entry.select(Entry.id).where(Entry.id == side.id, entries.seen_as_staff(actor)))


def _shown(actor: Actor, file: Any, entry: Any) -> tuple[Any, ...]:
    own = entry.author.is_null(False) & (entry.author == actor.account_id)
    return file.removed_at.is_null(), file.state != FileState.REFUSED, entry.state != State.DRAFT, ~own


def _known(rows: list[Likeness], actor: Actor, at: datetime) -> _Known:
    pairs = sorted({file_id for row in rows for file_id in (row.newer_id, row.older_id)})
    both = {file.id: file for file in File.select().where(File.id.in_(pairs))}
    works = {entry.id: entry for entry in Entry.select().where(Entry.id.in_(sorted({file.about for file in both.values()})))}
    seen = frozenset(row.id for row in Entry.select(Entry.id).where(Entry.id.in_(sorted(works)), entries.seen_as_staff(actor)))
    names = units.names(sorted({entry.unit_id for entry in works.values() if entry.unit_id}) or [""])
    keys: dict[str, dict[str, str]] = {}
    for made in Rendition.select().where(Rendition.file.in_(pairs)):
        keys.setdefault(made.file_id, {})[made.purpose] = made.key
    return _Known(both, works, seen, names, keys, _numbers(sorted(works)), at)


def _numbers(entry_ids: list[str]) -> dict[str, int | None]:
    """Which of its kind each file of these works is, from 1; None for a work's only one."""
    of_kind: dict[tuple[str, str], list[str]] = {}
    for file in files.standing().where(File.about.in_(entry_ids)).order_by(File.position, File.id):
        of_kind.setdefault((file.about, file.kind), []).append(file.id)
    return {one: n if len(same) > 1 else None for same in of_kind.values() for n, one in enumerate(same, 1)}


def _told(row: Likeness, known: _Known, entry_id: str | None) -> Told:
    newer, older = _side(row.newer_id, row.newer_at_ms, known), _side(row.older_id, row.older_at_ms, known)
    from_older = known.files[row.older_id].about == entry_id if entry_id else not newer.visible
    authors = {known.entries[known.files[one].about].author_key for one in (row.newer_id, row.older_id)}
    kind = known.files[row.newer_id].kind
    return Told(row, newer, older, len(authors) == 1 if newer.visible and older.visible else None,
                _words(row, newer if from_older else older, kind), wording.MEANS[row.how])


def _words(row: Likeness, other: Side, kind: str) -> str:
    title = other.entry.title if other.entry else None
    named = wording.named(title, f"{other.campaign_label}{other.track_label}", other.file.kind if other.file else kind, other.number)
    return wording.words(row.how, named, row.similarity, row.matched, row.frames)


def _side(file_id: str, at_ms: int, known: _Known) -> Side:
    file = known.files[file_id]
    entry = known.entries[file.about]
    plan = campaigns.plan_of(entry.plan_version_id)
    labels = f"{plan.starts.astimezone(clock.SHANGHAI).year} 年", plan.track(entry.track).label_at(known.at)
    if entry.id not in known.seen:
        return Side(False, *labels)
    return Side(True, *labels, entry, file, known.names.get(entry.unit_id or ""), known.numbers.get(file_id), at_ms / 1000,
                known.keys.get(file_id, {}))
