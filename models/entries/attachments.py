"""The verbs of an entry's files: a place for one, its removal, their order. Only where the author may edit the entry."""
from datetime import datetime
from typing import Any

from models import clock, journal
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign.tracks import Media
from models.db import writing
from models.entries import completeness
from models.entries.actions import held, require_editable, require_mine
from models.entries.tables import Entry
from models.media import actions as media
from models.media import queries as files
from models.media.rules import KIND_LABELS
from models.media.specification import called
from models.media.tables import File
from models.problems import FileTooMany, FileWrongKind, NotFound


def attach(file_id: str, *, about: str, name: str, size: int, kind: str, sha256: str | None = None, replaces: str | None = None,
           actor: Actor, at: datetime | None = None) -> tuple[File, bool]:
    """A place for one file of an entry; (File, first time). The same request again finds the same place.

    Raises NotFound, IdReused, WrongState, FileWrongKind, FileNameBad, FileTooLarge, FileTooMany.
    """
    at = at or clock.now()
    asked: dict[str, Any] = {"about": about, "owner_id": str(actor.account_id), "kind": kind, "name": name, "size": size, "sha256": sha256,
                             "asked_to_replace": replaces}
    with writing():
        return attach_within(file_id, asked, held(about), actor, at)


def attach_within(file_id: str, asked: dict[str, Any], entry: Entry | None, actor: Actor, at: datetime) -> tuple[File, bool]:
    """The same inside another verb, of an entry held."""
    if file := media.known(file_id, **asked):
        return file, False
    entry = require_mine(entry, actor)
    require_editable(entry, actor, at)
    rules, former = require_wanted(entry, asked["kind"], asked["asked_to_replace"])
    return media.place(file_id, **asked, file_rules=rules, replaces=former, at=at), True


def require_wanted(entry: Entry, kind: str, replaces: str | None) -> tuple[dict[str, Any], File | None]:
    """(the rules to be kept with a file, the file to be replaced). Raises FileWrongKind, NotFound, FileTooMany."""
    rules = media_for(entry, kind).model_dump(mode="json", by_alias=True) | own_name(entry)
    former = _replaced(entry, replaces, kind)
    if former is None:
        _require_room(entry, kind)
    return rules, former


def media_for(entry: Entry, kind: str) -> Media:
    """What the entry's plan says of this kind of file. Raises FileWrongKind."""
    plan = campaigns.plan_of(entry.plan_version_id)
    found = next((one for one in plan.media(entry.track, entry.type) if one.kind == kind), None)
    if found is None:
        raise FileWrongKind(kind=KIND_LABELS.get(kind, kind), why="")
    return found


def own_name(entry: Entry) -> dict[str, str]:
    """{"called": the type's name} where the specification is the type's own, so that a verdict can say whose limit it is."""
    types = campaigns.plan_of(entry.plan_version_id).track(entry.track).types
    return next(({"called": called(one.label)} for one in types if one.id == entry.type and one.media), {})


def _replaced(entry: Entry, replaces: str | None, kind: str) -> File | None:
    """The file whose place is to be taken. Raises NotFound."""
    former = files.find(replaces) if replaces else None
    if replaces and (former is None or former.about != entry.id or former.kind != kind):
        raise NotFound(what="要替换的文件")
    return former


def _require_room(entry: Entry, kind: str) -> None:
    """Raises FileTooMany. A file on its way to another's place needs no room of its own."""
    limit = completeness.most(campaigns.plan_of(entry.plan_version_id), entry, kind)
    present = files.files_of(entry.id)
    ids = {file.id for file in present}
    if sum(file.kind == kind and file.replaces not in ids for file in present) >= limit:
        raise FileTooMany(kind=KIND_LABELS[kind], limit=limit)


def detach(file_id: str, *, actor: Actor, at: datetime | None = None) -> None:
    """Remove a file of an entry that may be edited. Raises NotFound, WrongState."""
    at = at or clock.now()
    with writing():
        file = files.find(file_id)
        entry = held(file.about) if file else None
        file = files.find(file_id)                     # again: somebody may have removed it while we waited for the entry
        if file is None or entry is None:
            raise NotFound(what="这个文件")
        require_editable(require_mine(entry, actor), actor, at)
        media.remove(file, actor=actor, at=at)


def reorder(entry_id: str, order: list[str], *, actor: Actor, at: datetime | None = None) -> Entry:
    """Put an entry's files in this order. Raises NotFound, WrongState, Incomplete."""
    at = at or clock.now()
    with writing():
        entry = require_mine(held(entry_id), actor)
        require_editable(entry, actor, at)
        media.reorder(entry.id, order)
        journal.write("entry.files_ordered", entry.id, actor_id=actor.account_id, at=at)
        return entry
