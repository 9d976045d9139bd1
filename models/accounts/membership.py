"""Belonging to a unit: asking, the roster's word, a coordinator's answer.

Only a phone that WeChat verified confirms by itself, against an unclaimed line of the unit asked for. What a
person merely types (name, employee number) moves them up the coordinator's queue (`queries.members`), and
whoever asks is answered the same either way: the service tells nobody who stands on a roster.
"""
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from models import clock, journal
from models.accounts import rules
from models.accounts.actor import Actor
from models.accounts.holding import change, hold
from models.accounts.personal import fingerprint, sealed
from models.accounts.tables import Account, RosterLine, RosterTry
from models.db import is_writing, writing
from models.problems import Incomplete, MembershipAnswered, NotFound, RosterTries
from models.units import queries as units

TRIES_A_DAY = 5
LONGEST_NAME = 80
Answer = Literal["confirm", "refuse"]
HAPPENED = {"confirm": "membership.confirmed", "refuse": "membership.refused"}


def ask_for_unit(unit_id: str | None = None, *, typed_name: str = "", employee_no: str = "", actor: Actor,
                 at: datetime | None = None) -> Account:
    """Ask to belong to a unit, or type the name of one that was not found. The same question again changes nothing.

    Raises NotFound (the unit), Incomplete (neither given), RosterTries after five questions in one Shanghai day.
    """
    at = at or clock.now()
    typed_name = typed_name.strip()[:LONGEST_NAME]
    if not unit_id and not typed_name:
        raise Incomplete(fields=[{"field": "unit", "label": "所在单位", "says": "请选择，找不到时填写名称"}], summary="所在单位")
    unit = units.find(unit_id) if unit_id else None
    with writing():
        account = hold(actor.account_id)
        if _is_asked(account, unit.id if unit else None, typed_name, employee_no):
            return account
        _count_try(account, at)
        _ask(account, unit.id if unit else None, "" if unit else typed_name, employee_no, at)
        journal.write("membership.asked", account.id, actor_id=account.id, at=at, unit=account.unit_id)
        claim_matching_line(account, at)
    return account


def answer_membership(account_id: str, unit_id: str, answer: Answer, *, actor: Actor, at: datetime | None = None) -> tuple[Account, bool]:
    """A coordinator's answer to someone who asked for this unit. Returns (account, first time); a retry finds the first.

    Raises Forbidden, NotFound (no such unit, or nobody who asked for it), MembershipAnswered (otherwise, before).
    """
    at = at or clock.now()
    rules.require_coordinator(unit_id, actor, "确认职工身份")
    with writing():
        account = _asker(account_id, unit_id)
        if account.unit_confirmed_at or account.unit_refused_at:
            if (answer == "confirm") != bool(account.unit_confirmed_at):
                raise MembershipAnswered()
            return account, False
        _answer(account, answer, actor, at)
        return account, True


def confirm_in_bulk(unit_id: str, account_ids: Sequence[str], *, actor: Actor, at: datetime | None = None) -> dict[str, int]:
    """Confirm everyone of these who waits for this unit: {"confirmed": n, "skipped": n}. Raises Forbidden, NotFound (the unit)."""
    at = at or clock.now()
    rules.require_coordinator(unit_id, actor, "确认职工身份")
    body = units.same_body(unit_id)
    with writing():
        waiting = Account.select(Account.id).where(
            Account.id.in_(set(account_ids)), Account.unit.in_(body), Account.deleted_at.is_null(),
            Account.unit_asked_at.is_null(False), Account.unit_confirmed_at.is_null(), Account.unit_refused_at.is_null())
        done = [confirm_membership(account.id, actor=actor, at=at) for account in list(waiting.order_by(Account.id))]
    return {"confirmed": len(done), "skipped": len(set(account_ids)) - len(done)}


def confirm_membership(account_id: str, *, actor: Actor, at: datetime) -> Account:
    """Inside another verb's `writing()`: this person belongs to the unit they asked for. Once confirmed, nothing changes.

    Preselecting an entry says so of its author, even after a refusal. Raises NotFound.
    """
    if not is_writing():
        raise RuntimeError("confirm_membership belongs into a verb's writing()")
    account = hold(account_id)
    if account.unit_id and not account.unit_confirmed_at:
        _answer(account, "confirm", actor, at)
    return account


def attach_unit(account_id: str, unit_id: str, *, actor: Actor, at: datetime | None = None) -> Account:
    """Give the person who typed a unit's name the unit they meant, and confirm them there.

    Raises Forbidden (unless coordinator of that unit), NotFound, MembershipAnswered (they belong to a unit already).
    """
    at = at or clock.now()
    rules.require_coordinator(unit_id, actor, "确认职工身份")
    unit = units.find(unit_id)
    with writing():
        account = hold(account_id)
        if account.unit_id and account.unit_id not in units.same_body(unit.id):
            raise MembershipAnswered()
        if account.unit_confirmed_at:
            return account
        account.unit_id = unit.id
        _answer(account, "confirm", actor, at)
    return account


def claim_matching_line(account: Account, at: datetime) -> bool:
    """Inside a verb: confirm someone whose verified phone stands on an unclaimed line of the unit they asked for."""
    if not account.unit_id or account.unit_confirmed_at or not account.phone_verified_at:
        return False
    claimed = (RosterLine.update(claimed_by=account.id, claimed_at=at)
               .where(RosterLine.unit.in_(units.same_body(account.unit_id)), RosterLine.phone_print == account.phone_print,
                      RosterLine.claimed_by.is_null() | (RosterLine.claimed_by == account.id)).execute())
    if claimed:
        _answer(account, "confirm", None, at)
    return bool(claimed)


def release_claims(account_id: str) -> None:
    """Inside a verb: a person who left gives their lines back, so that they may come again."""
    RosterLine.update(claimed_by=None, claimed_at=None).where(RosterLine.claimed_by == account_id).execute()


def _is_asked(account: Account, unit_id: str | None, typed_name: str, employee_no: str) -> bool:
    """Whether the question stands already; a member who asks for their own unit again stays one."""
    known = units.find(account.unit_id).id if account.unit_id else None
    if unit_id and known == unit_id and account.unit_confirmed_at:
        return True
    number = fingerprint(employee_no, "employee_no") if employee_no.strip() else account.employee_no_print
    same = (known, account.employee_no_print) == (unit_id, number) and (unit_id or account.unit_typed == typed_name)
    return bool(account.unit_asked_at and same and not account.unit_refused_at)


def _count_try(account: Account, at: datetime) -> None:
    day = at.astimezone(clock.SHANGHAI).date().isoformat()
    RosterTry.insert(account=account.id, day=day, count=1).on_conflict(
        conflict_target=[RosterTry.account, RosterTry.day], update={RosterTry.count: RosterTry.count + 1}).execute()
    if RosterTry.get(RosterTry.account == account.id, RosterTry.day == day).count > TRIES_A_DAY:
        raise RosterTries(limit=TRIES_A_DAY, retry_after_s=_until_midnight(at))


def _until_midnight(at: datetime) -> int:
    wall = at.astimezone(clock.SHANGHAI)
    return 86400 - (wall.hour * 3600 + wall.minute * 60 + wall.second)


def _ask(account: Account, unit_id: str | None, typed_name: str, employee_no: str, at: datetime) -> None:
    number = sealed(employee_no, "account", "employee_no") if employee_no.strip() else {}
    change(account, {**number, "unit_id": unit_id, "unit_typed": typed_name, "unit_asked_at": at, "unit_confirmed_at": None,
                   "unit_confirmed_by": None, "unit_refused_at": None})


def _asker(account_id: str, unit_id: str) -> Account:
    account = hold(account_id)
    if not account.unit_asked_at or account.unit_id not in units.same_body(unit_id):
        raise NotFound(what="这份申请")
    return account


def _answer(account: Account, answer: Answer, actor: Actor | None, at: datetime) -> None:
    by = actor.account_id if actor else None
    confirmed = answer == "confirm"
    change(account, {"unit_id": account.unit_id, "unit_confirmed_at": at if confirmed else None,
                   "unit_confirmed_by": by if confirmed else None, "unit_refused_at": None if confirmed else at})
    journal.write(HAPPENED[answer], account.id, actor_id=by, at=at, unit=account.unit_id)
