"""Importing a campaign, publishing a version of it, and writing down that a phase opened, was due or closed.

A version is never changed: another text is another version, and what was made under
the old one remembers it. Documents come from the organisers' side (the console, the
command line), so the doors check who may; `actor_id` None is the command line.
"""
import hashlib
from datetime import datetime, timedelta
from typing import Any

from models import clock, ids, journal
from models.campaign import calendar
from models.campaign.plan import Plan, read, trust
from models.campaign.tables import Campaign, PhaseEdge, PlanVersion
from models.db import insert_in_slices, locked, writing
from models.problems import NotFound

LAPSES_AFTER = timedelta(hours=24)


def import_plan(text: str, *, actor_id: str | None, publish: bool = True, note: str = "",
                at: datetime | None = None) -> tuple[PlanVersion, bool]:
    """Keep a document as its campaign's next version: (version, whether it is new).

    The same text as the newest version's makes no version (it may publish that one).
    Raises DocumentInvalid with every fault.
    """
    at = at or clock.now()
    plan, document = read(text)
    with writing():
        newest = _newest_of(_held(plan))
        is_new = newest is None or newest.sha256 != _sha256(text)
        version = newest if newest and not is_new else _add(plan, text, document, newest, actor_id, note, at)
        if publish and version.published_at is None:
            _publish(version, plan, actor_id, at)
    return version, is_new


def publish_plan(version_id: str, *, actor_id: str | None, at: datetime | None = None) -> PlanVersion:
    """Let a version hold from now on; publishing it again changes nothing. Raises NotFound."""
    at = at or clock.now()
    with writing():
        found = PlanVersion.get_or_none(PlanVersion.id == version_id)
        if found is None:
            raise NotFound(what="这一版方案")
        plan = trust(found.document)
        _held(plan)
        version = PlanVersion.get_by_id(version_id)
        if version.published_at is None:
            _publish(version, plan, actor_id, at)
    return version


def write_due_edges(at: datetime | None = None) -> list[PhaseEdge]:
    """Write the journal line of every edge that has come to pass, each once; more than 24 h late it is `phase.lapsed`.

    Answers the edges written, in order. For the job that ticks.
    """
    at = at or clock.now()
    with writing():
        waiting: Any = PhaseEdge.select().where(PhaseEdge.written_at.is_null(), PhaseEdge.instant <= at)
        rows: Any = locked(waiting)
        due: list[PhaseEdge] = sorted(rows, key=lambda row: calendar.order(calendar.Edge(row.instant, row.edge, row.phase)))
        for edge in due:
            _write(edge, at)
    return due


def _held(plan: Plan) -> Campaign:
    """The campaign's row, made when missing, held until the transaction ends."""
    Campaign.insert(id=plan.id, name=plan.name, starts=plan.starts, ends=plan.ends).on_conflict_ignore().execute()
    wanted: Any = Campaign.select().where(Campaign.id == plan.id)
    held: Any = locked(wanted)
    return held.get()


def _newest_of(campaign: Campaign) -> PlanVersion | None:
    return PlanVersion.select().where(PlanVersion.campaign == campaign).order_by(PlanVersion.number.desc()).first()


def _add(plan: Plan, text: str, document: dict[str, Any], newest: PlanVersion | None, actor_id: str | None,
         note: str, at: datetime) -> PlanVersion:
    number = newest.number + 1 if newest else 1
    version = PlanVersion.create(id=ids.mint("pln"), campaign=plan.id, number=number, text=text, sha256=_sha256(text),
                                 document=document, imported_at=at, imported_by=actor_id, note=note)
    journal.write("plan.imported", plan.id, actor_id=actor_id, at=at, version=version.id, number=number)
    return version


def _publish(version: PlanVersion, plan: Plan, actor_id: str | None, at: datetime) -> None:
    version.published_at = at
    PlanVersion.update(published_at=at).where(PlanVersion.id == version.id).execute()
    journal.write("plan.published", plan.id, actor_id=actor_id, at=at, version=version.id, number=version.number)
    if _is_newest_published(version):
        Campaign.update(name=plan.name, starts=plan.starts, ends=plan.ends, newest=version.id).where(Campaign.id == plan.id).execute()
        _set_edges(plan, at)


def _is_newest_published(version: PlanVersion) -> bool:
    later = PlanVersion.select().where(PlanVersion.campaign == version.campaign_id, PlanVersion.number > version.number,
                                       PlanVersion.published_at.is_null(False))
    return not later.exists()


def _set_edges(plan: Plan, at: datetime) -> None:
    """The edges still ahead are the newest plan's; what was written stays written, what is overdue stays due."""
    ahead: Any = PhaseEdge.delete()  # type: ignore[misc]
    ahead.where(PhaseEdge.campaign == plan.id, PhaseEdge.written_at.is_null(), PhaseEdge.instant >= at).execute()
    rows = [{"campaign": plan.id, "phase": edge.phase, "edge": edge.edge, "instant": edge.instant}
            for edge in calendar.edges(plan) if edge.instant >= at]
    insert_in_slices(PhaseEdge, rows, refine=lambda insert: insert.on_conflict_ignore())


def _write(edge: PhaseEdge, at: datetime) -> None:
    edge.written_at, edge.lapsed = at, at - edge.instant > LAPSES_AFTER
    edge.save(only=[PhaseEdge.written_at, PhaseEdge.lapsed])
    instant = clock.to_wire(edge.instant)
    journal.write("phase.lapsed" if edge.lapsed else f"phase.{edge.edge}", edge.campaign_id, actor_id=None, at=at,
                  once=f"{edge.campaign_id}/{edge.phase}/{edge.edge}/{instant}", phase=edge.phase, edge=edge.edge, instant=instant)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
