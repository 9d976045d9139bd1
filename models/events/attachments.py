"""The verbs of an event's files: photographs, and the photographed paper sign-in sheet (kind "document").

They are looked into like every file and become ready with renditions. An event is not exhibited, so WeChat is not asked
about its files; nor are they compared with works (models.originality): two photographs of one hall are no likeness.
"""
from datetime import datetime
from typing import Any

from models import clock
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign.plan import Plan
from models.db import writing
from models.events import queries
from models.events.actions import EDITING, held, require_editable
from models.events.standing import Reach
from models.events.tables import Event
from models.media import actions as media
from models.media import queries as files
from models.media.rules import KIND_LABELS
from models.media.tables import File
from models.problems import FileTooMany, FileWrongKind, Forbidden, NotFound

MOST = {"photo": 20, "document": 10}


def attach(file_id: str, *, about: str, name: str, size: int, kind: str, sha256: str | None = None, replaces: str | None = None,
           actor: Actor, at: datetime | None = None) -> tuple[File, bool]:
    """A place for one file of an event; (File, first time). The same request again finds the same place.

    Raises NotFound, IdReused, Forbidden, EventWrongState, PhaseClosed, FileWrongKind, FileNameBad, FileTooLarge, FileTooMany.
    """
    at = at or clock.now()
    asked: dict[str, Any] = {"about": about, "owner_id": str(actor.account_id), "kind": kind, "name": name, "size": size, "sha256": sha256,
                             "asked_to_replace": replaces}
    with writing():
        event = held(about)
        if file := media.known(file_id, **asked):
            return file, False
        plan = _require_open(event, actor, at)
        former = _replaced(about, replaces, kind)
        if former is None:
            _require_room(about, kind)
        return media.place(file_id, **asked, file_rules=_rules(plan, kind), replaces=former, at=at), True


def detach(file_id: str, *, actor: Actor, at: datetime | None = None) -> None:
    """Remove a file of an event that may be edited. Raises NotFound, Forbidden, EventWrongState, PhaseClosed."""
    at = at or clock.now()
    with writing():
        file = files.find(file_id)
        event = held(file.about) if file else None
        file = files.find(file_id)                     # again: somebody may have removed it while we waited for the event
        if file is None:
            raise NotFound(what="这个文件")
        _require_open(event, actor, at)
        media.remove(file, actor=actor, at=at)


def _require_open(event: Event | None, actor: Actor, at: datetime) -> Plan:
    """The newest plan of an event this person may edit now."""
    if event is None or queries.find(event.id, actor) is None:
        raise NotFound(what="这场活动")
    if not Reach(actor).looks_after(event):
        raise Forbidden(act=EDITING)
    plan = campaigns.newest_plan(event.campaign_id)
    require_editable(event, plan, at)
    return plan


def _rules(plan: Plan, kind: str) -> dict[str, Any]:
    """The hard limits of the plan for this kind, and no specification."""
    limits = next((limits for name, limits in plan.media_kinds.items() if name == kind), None)
    if limits is None:
        raise FileWrongKind(kind=KIND_LABELS.get(kind, kind), why="")
    return limits.model_dump(mode="json", exclude={"source"}) | {"rules": []}


def _replaced(event_id: str, replaces: str | None, kind: str) -> File | None:
    former = files.find(replaces) if replaces else None
    if replaces and (former is None or former.about != event_id or former.kind != kind):
        raise NotFound(what="要替换的文件")
    return former


def _require_room(event_id: str, kind: str) -> None:
    """Raises FileWrongKind, FileTooMany. A file on its way to another's place needs no room of its own."""
    if kind not in MOST:
        raise FileWrongKind(kind=KIND_LABELS.get(kind, kind), why="线下活动收照片和签到表，")
    present = files.files_of(event_id)
    ids = {file.id for file in present}
    if sum(file.kind == kind and file.replaces not in ids for file in present) >= MOST[kind]:
        raise FileTooMany(kind=KIND_LABELS[kind], limit=MOST[kind])
