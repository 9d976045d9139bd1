"""The verb that carries an entry along the law, and claiming an entry that somebody else made in one's name."""
from datetime import datetime
from typing import Any

from models import clock, journal
from models.accounts import queries as accounts
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.db import database, locked, writing
from models.entries import queries as entries
from models.entries.standing import Reach, is_own
from models.entries.tables import Entry
from models.law import Role
from models.problems import IdReused, Incomplete, NotFound
from models.rows import find_row, insert_row
from models.units import queries as units
from models.workflow import effects, late_codes, lawful, slots
from models.workflow.guards import Attempt
from models.workflow.tables import Move

PAST = {"submit": "submitted", "withdraw": "withdrawn", "return": "returned", "preselect": "preselected", "decline": "declined",
        "shortlist": "shortlisted", "approve": "approved", "recommend": "recommended", "disqualify": "disqualified",
        "endorse": "endorsed", "publish": "results_agreed", "exhibit": "exhibited", "unexhibit": "unexhibited",
        "move_track": "track_moved", "change_reporting_unit": "reporting_unit_changed"}
ASKS = {"comment": "请写明原因", "track": "请选择子项目", "unit": "请选择报送单位"}


def move(entry_id: str, act: str, *, move_id: str, actor: Actor, comment: str = "", late_code: str | None = None,
         facts: dict[str, Any] | None = None, at: datetime | None = None) -> tuple[Move, bool]:
    """Carry an entry one step along the law; (Move, first time). The same move_id again changes nothing.

    `facts` are what an act asks besides a comment: due_at (return), track and type (move_track), unit
    (change_reporting_unit). Raises NotFound, IdReused, OwnEntry, Forbidden, WrongState, PhaseClosed, LateCodeWrong,
    LateCodeOver, Incomplete and what the act's guards and effect raise.
    """
    at, facts = at or clock.now(), {key: value for key, value in (facts or {}).items() if value is not None}
    asked = _asked(entry_id, act, comment, late_code, facts)
    with writing():
        entry = find_row(Entry, entry_id, hold=True)
        if taken := find_row(Move, move_id):
            return _replayed(taken, asked, actor), False
        if entry is None or entries.find(entry_id, actor) is None:
            raise NotFound(what="这件作品")
        tried = lawful.attempt(entry, act, Reach(actor), at, facts)
        lawful.require(tried, late_code)
        _require_asked(tried, comment)
        return take(tried, move_id, comment=comment, asked=asked), True


def _asked(entry_id: str, act: str, comment: str, late_code: str | None, facts: dict[str, Any]) -> dict[str, Any]:
    """What a replay must repeat to be the same move; the code itself only as a mark of its presence."""
    plain = {key: clock.to_wire(value) if isinstance(value, datetime) else value for key, value in facts.items()}
    return {"entry": entry_id, "act": act, "comment": comment, "late_code": bool(late_code), **plain}


def _replayed(taken: Move, asked: dict[str, Any], actor: Actor) -> Move:
    if taken.actor_id != actor.account_id or taken.asked != asked:
        raise IdReused()
    return taken


def _require_asked(tried: Attempt, comment: str) -> None:
    given = {**tried.facts, "comment": comment.strip()}
    missing = [name for name in tried.step.asks if not given.get(name)]
    if missing:
        raise Incomplete(summary="；".join(ASKS[name] for name in missing),
                         fields=[{"field": name, "says": ASKS[name]} for name in missing])


def take(tried: Attempt, move_id: str, *, comment: str = "", asked: dict[str, Any] | None = None) -> Move:
    """Take a step that was found lawful: change the entry, write its Move and the journal's line. Inside a verb.

    Raises what the act's own effect raises.
    """
    entry, step, source = tried.entry, tried.step, tried.entry.state
    role, late_s = lawful.role_for(tried), lawful.late_s(tried)
    on_behalf_of = step.by[0] if role not in step.by else None
    effects.apply(tried)
    if tried.late_code:
        late_codes.spend(tried.late_code)
    moved = Move(
        id=move_id, entry=entry, number=_next_number(entry), act=step.act, source=source, target=entry.state,
        actor=tried.actor.account_id, as_role=role, on_behalf_of=on_behalf_of, acting_unit=_acting_unit(tried, role),
        comment=comment, due_at=entry.editable_until if step.act == "return" else None, late_s=late_s,
        late_code=tried.late_code, asked=asked or {}, at=tried.at)
    insert_row(Move, **moved.__data__)
    journal.write(f"entry.{PAST[step.act]}", entry.id, actor_id=tried.actor.account_id, at=tried.at, move=move_id, state=entry.state,
                  late_s=late_s, **_worth_noting(moved), **tried.noted)
    return moved


def _next_number(entry: Entry) -> int:
    sql = f"SELECT COALESCE(MAX(number), 0) FROM move WHERE entry_id = {database.param}"  # noqa: S608 - the driver's own mark
    return 1 + int(database.execute_sql(sql, (entry.id,)).fetchone()[0])


def _worth_noting(moved: Move) -> dict[str, Any]:
    """What a reader of the journal must not miss: in whose stead it was done, and by what permit."""
    facts = {"on_behalf_of": moved.on_behalf_of, "late_code": moved.late_code_id}
    return {name: value for name, value in facts.items() if value is not None}


def _acting_unit(tried: Attempt, role: Role) -> str | None:
    """The unit in whose name the step is taken: what an author sees of who returned his work."""
    if role is Role.COORDINATOR:
        return tried.entry.reporting_unit_id
    if role is Role.ENDORSER:
        return tried.entry.unit_id
    host = tried.newest.track(tried.entry.track).host
    unit = units.by_names([host]).get(host) if host and role is Role.HOST else None
    return unit.id if unit else None


def claim(entry_id: str, *, actor: Actor, at: datetime | None = None) -> Entry:
    """Take over an entry that a liaison made in my name (代报). The verified phone given with it proves who I am.

    Raises NotFound (no such entry, or not mine to claim: the same answer), LimitReached. A second claim by the same person is a no-op.
    """
    at = at or clock.now()
    with writing():
        entry: Entry | None = locked(Entry.select().where(Entry.id == entry_id)).get_or_none()
        if entry is None or not _may_claim(entry, actor):
            raise NotFound(what="这件作品")
        if is_own(entry, actor):
            return entry
        entry.author_id, entry.author_key = actor.account_id, str(actor.account_id)
        entry.author_name = entry.author_phone_print = None
        _count_again(entry)
        journal.write("entry.claimed", entry.id, actor_id=actor.account_id, at=at)
        return entry


def _may_claim(entry: Entry, actor: Actor) -> bool:
    if entry.author_id is not None:
        return is_own(entry, actor)
    claimant = accounts.find(str(actor.account_id))
    return claimant.phone_verified_at is not None and claimant.phone_print == entry.author_phone_print


def _count_again(entry: Entry) -> None:
    """The author's own limits hold now, not those of the name it stood under."""
    if entry.campaign_slot is None:
        entry.save()
    else:
        slots.take(entry, campaigns.plan_of(entry.plan_version_id))
