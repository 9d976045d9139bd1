"""优秀作品展示: works anybody may see, and only what anybody may see of them.

A work is on show from `exhibit` until it is taken down. Documents stay inside: they are sealed forms, permissions and
signatures of guardians. The name a person gave a file stays with the person.
"""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect

from models import clock
from models.campaign import queries as campaigns
from models.campaign.plan import Plan
from models.entries import queries
from models.entries.tables import Entry
from models.media import queries as files
from models.media.rules import KIND_LABELS
from models.media.tables import File, FileState, Rendition
from models.problems import NotFound
from models.units import queries as units

SHOWN_KINDS = ("photo", "song", "video")
CREDITED = ("name", "role", "unit")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on show, under a neutral name: what was made of it, never the original with its places and times."""
    kind: str
    name: str
    renditions: list[Rendition]


@dataclass(frozen=True, slots=True)
class Work:
    """A work as the public sees it."""
    id: str
    track: str
    track_label: str
    type_label: str | None
    title: str
    authors: list[dict[str, str]]
    unit_name: str | None
    synopsis: str
    exhibited_at: datetime
    files: list[ShownFile]


def on_show(campaign_id: str, track: str | None = None) -> "ModelSelect[Entry]":
    """Entries on show in a campaign, newest first, as a query."""
    shown = queries.exhibited(campaign_id)
    return shown.where(Entry.track == track) if track else shown


def work(entry_id: str, at: datetime | None = None) -> Work:
    """One work on show. Raises NotFound, the same whether it is not on show or not there."""
    entry = Entry.get_or_none(Entry.id == entry_id, Entry.exhibited_at.is_null(False))
    if entry is None:
        raise NotFound(what="这件作品")
    return works([entry], at)[0]


def works(entries: Iterable[Entry], at: datetime | None = None) -> list[Work]:
    """Entries on show as the public sees them, in their order. Three queries, whatever the number."""
    shown, at = list(entries), at or clock.now()
    names = units.names({entry.unit_id for entry in shown if entry.unit_id})
    of_each = _files_of({entry.id for entry in shown})
    return [_work(entry, campaigns.plan_of(entry.plan_version_id), names, of_each.get(entry.id, []), at) for entry in shown]


def _work(entry: Entry, plan: Plan, names: dict[str, str], shown: list[ShownFile], at: datetime) -> Work:
    track = plan.track(entry.track)
    return Work(id=entry.id, track=track.id, track_label=track.label_at(at),
                type_label=next((kind.label for kind in track.types if kind.id == entry.type), None), title=entry.title,
                authors=[_credited(author) for author in entry.authors], unit_name=names.get(entry.unit_id or ""),
                synopsis=_synopsis(plan, entry), exhibited_at=entry.exhibited_at, files=shown)


def _credited(author: dict[str, Any]) -> dict[str, str]:
    return {key: author[key] for key in CREDITED if author.get(key)}


def _synopsis(plan: Plan, entry: Entry) -> str:
    """The first longer text of the form that must be there, else the first there may be; never a personal one."""
    texts = [field for field in plan.form(entry.track) if field.kind == "text" and not field.personal]
    ordered = sorted(texts, key=lambda field: not field.required)
    return next((str(entry.fields[field.id]) for field in ordered if entry.fields.get(field.id)), "")


def _files_of(entry_ids: set[str]) -> dict[str, list[ShownFile]]:
    """Files fit to show, in their order, by entry."""
    fit = files.standing().where(File.about.in_(sorted(entry_ids)), File.kind.in_(SHOWN_KINDS),
                                 File.state == FileState.READY).order_by(File.position, File.id)
    found: dict[str, list[File]] = {}
    for file in fit:
        found.setdefault(file.about, []).append(file)
    made = files.renditions(file.id for of_one in found.values() for file in of_one)
    return {entry_id: _named(of_one, made) for entry_id, of_one in found.items()}


def _named(shown: list[File], made: dict[str, list[Rendition]]) -> list[ShownFile]:
    """照片 1, 照片 2; a kind's only file has no number."""
    named = []
    for kind in SHOWN_KINDS:
        of_kind = [file for file in shown if file.kind == kind and made.get(file.id)]
        named += [ShownFile(kind, f"{KIND_LABELS[kind]} {n}" if len(of_kind) > 1 else KIND_LABELS[kind], made[file.id])
                  for n, file in enumerate(of_kind, 1)]
    return named
