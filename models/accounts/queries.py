"""Reading people: who is asking, who holds what, who belongs and who waits to.

`actor_by_token` is asked at every request; it is one statement of plain SQL.
"""
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from peewee import Case, Tuple, fn

from models import clock
from models.accounts.actor import Actor
from models.accounts.personal import fingerprint, opened
from models.accounts.rules import require_coordinator
from models.accounts.tables import Account, Grant, Invitation, RosterLine, Session
from models.db import database
from models.problems import Malformed, NotFound, SessionExpired, Unauthenticated
from models.rows import among
from models.units import queries as units

HOLDER = """
SELECT s.id, s.expires_at, a.id, a.unit_id, a.unit_confirmed_at, a.last_seen_at, g.role, g."over"
FROM session s JOIN account a ON a.id = s.account_id
LEFT JOIN role_grant g ON g.account_id = a.id AND g.revoked_at IS NULL
WHERE s.token_hash = {p} AND a.deleted_at IS NULL
"""

SIGNED_IN = """
SELECT s.token_hash, s.id, s.expires_at, a.id FROM session s JOIN account a ON a.id = s.account_id
WHERE s.token_hash {among} AND a.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class LiveSession:
    """The session a token opened, as far as a request needs it."""
    id: int
    account_id: str
    expires_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Me:
    """What a person sees of themselves. `waiting` is asked and not answered; `roles` are (role, over), in order."""
    id: str
    name: str | None
    nickname: str
    avatar: str
    phone: str | None
    employee_no: str | None
    unit_id: str | None
    unit_name: str | None
    unit_typed: str
    unit_confirmed: bool
    unit_refused: bool
    waiting: bool
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a unit's list, opened for its coordinator."""
    account_id: str
    unit_id: str
    name: str | None
    nickname: str
    phone: str | None
    employee_no: str | None
    roster_hint: bool
    asked_at: datetime
    confirmed_at: datetime | None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def actor_by_token(token: str, at: datetime | None = None) -> tuple[Actor, LiveSession]:
    """Who holds this token, with their roles of this moment. One query.

    Raises Unauthenticated (no such session) and SessionExpired.
    """
    rows = database.execute_sql(HOLDER.format(p=database.param), (token_hash(token),)).fetchall()
    if not rows:
        raise Unauthenticated
    session_id, expires, account_id, unit_id, confirmed, seen, _, _ = rows[0]
    session = LiveSession(session_id, account_id, clock.from_wire(expires), clock.from_wire(seen))
    if session.expires_at <= (at or clock.now()):
        raise SessionExpired
    grants = frozenset((row[6], row[7]) for row in rows if row[6])
    return Actor(account_id, grants, unit_id, confirmed is not None), session


def signed_in(token_hashes: Iterable[str], at: datetime) -> dict[str, tuple[str, int] | Unauthenticated]:
    """(account id, session id) of each token that is known, SessionExpired for one that no longer counts. One query for a whole burst."""
    found, params = among(sorted(set(token_hashes)))
    return {token: (account_id, session_id) if clock.from_wire(expires) > at else SessionExpired()
            for token, session_id, expires, account_id in database.execute_sql(SIGNED_IN.format(among=found), params).fetchall()}


def actor_of(account_id: str) -> Actor:
    """The same actor without a session, for jobs and the command line. Raises NotFound."""
    account = find(account_id)
    return Actor(account.id, frozenset(_roles(account_id)), account.unit_id, account.unit_confirmed_at is not None)


def find(account_id: str) -> Account:
    """A person who is still here. Raises NotFound."""
    account = Account.get_or_none(Account.id == account_id, Account.deleted_at.is_null())
    if not account:
        raise NotFound(what="这个人")
    return account


def me(account_id: str) -> Me:
    """A person's own view, opened. Three queries at most. Raises NotFound."""
    account = find(account_id)
    unit = units.find(account.unit_id) if account.unit_id else None
    answered = account.unit_confirmed_at or account.unit_refused_at
    return Me(
        id=account.id, name=opened(account.name_sealed, "account", "name"), nickname=account.nickname, avatar=account.avatar,
        phone=opened(account.phone_sealed, "account", "phone"),
        employee_no=opened(account.employee_no_sealed, "account", "employee_no"),
        unit_id=unit.id if unit else None, unit_name=unit.name if unit else None, unit_typed=account.unit_typed,
        unit_confirmed=account.unit_confirmed_at is not None, unit_refused=account.unit_refused_at is not None,
        waiting=bool(account.unit_asked_at and not answered), roles=_roles(account_id))


def export_me(account_id: str) -> dict[str, Any]:
    """Everything these rooms keep of a person, opened, as plain JSON. Raises NotFound."""
    account, mine = find(account_id), me(account_id)
    times = ("created_at", "last_seen_at", "phone_verified_at", "unit_asked_at", "unit_confirmed_at", "unit_refused_at")
    grants = Grant.select().where(Grant.account == account_id).order_by(Grant.id)
    return {
        "id": mine.id, "openid": account.openid, "unionid": account.unionid, "nickname": mine.nickname, "avatar": mine.avatar,
        "name": mine.name, "phone": mine.phone, "employee_no": mine.employee_no,
        "unit": mine.unit_id, "unit_name": mine.unit_name, "unit_typed": mine.unit_typed,
        **{name: _wire(getattr(account, name)) for name in times},
        "sessions": [{"created_at": _wire(s.created_at), "expires_at": _wire(s.expires_at), "device": s.device}
                     for s in Session.select().where(Session.account == account_id).order_by(Session.id)],
        "roles": [{"role": g.role, "over": g.over, "granted_at": _wire(g.granted_at), "revoked_at": _wire(g.revoked_at)}
                  for g in grants]}


def names(account_ids: Iterable[str]) -> dict[str, str]:
    """Real names, opened, for staff pages that already may show them; people without one have their nickname. One query."""
    rows = Account.select(Account.id, Account.name_sealed, Account.nickname).where(Account.id.in_(set(account_ids)))
    return {row.id: opened(row.name_sealed, "account", "name") or row.nickname for row in rows}


def by_phone(number: str) -> Account | None:
    """The account with this WeChat-verified phone, lately seen first."""
    same = (Account.phone_print == fingerprint(number, "phone")) & Account.phone_verified_at.is_null(False)
    return Account.select().where(same).order_by(Account.last_seen_at.desc()).first()


def members(unit_id: str, state: Literal["asked", "confirmed"], *, actor: Actor, below: bool = False, limit: int = 50,
            cursor: str | None = None) -> tuple[list[Member], str | None]:
    """Who asks to belong, the roster's own people first and then by time; or who belongs. Also the next cursor.

    `below` includes the units under this one. Four queries at most, whatever the length. Raises NotFound, Forbidden, Malformed.
    """
    wanted = units.same_body(unit_id)
    require_coordinator(unit_id, actor, "查看本单位职工")
    if below:
        wanted = units.subtree_ids(unit_id)
    rank = Case(None, ((_on_roster(), 0),), 1)
    rows = Account.select(Account, rank.alias("rank")).where(Account.unit.in_(wanted), Account.deleted_at.is_null(), _is(state))
    if cursor:
        rows = rows.where(Tuple(rank, Account.unit_asked_at, Account.id) > Tuple(*_read(cursor)))
    page = list(rows.order_by(rank, Account.unit_asked_at, Account.id).limit(limit + 1))
    return [_member(row) for row in page[:limit]], _cursor(page[limit - 1]) if len(page) > limit else None


def holders(over: str, role: str | None = None) -> list[Grant]:
    """The live grants over a thing, oldest first, with their accounts. One query."""
    rows = Grant.select(Grant, Account).join(Account).where(Grant.over == over, Grant.revoked_at.is_null())
    return list((rows.where(Grant.role == role) if role else rows).order_by(Grant.id))


def coordinators_of(unit_id: str) -> list[str]:
    """Account ids of the coordinators of one body, under any of its ids. Two queries."""
    overs = [f"unit:{one}" for one in units.same_body(unit_id)]
    rows = Grant.select(Grant.account).where(Grant.over.in_(overs), Grant.role == "coordinator", Grant.revoked_at.is_null())
    return list(dict.fromkeys(row.account_id for row in rows.order_by(Grant.id)))


def invitations(*, invited_by: str | None = None, over: str | None = None) -> list[Invitation]:
    """Invitations given, newest first; their codes are known to nobody any more. One query."""
    rows = Invitation.select().order_by(Invitation.created_at.desc(), Invitation.id)
    rows = rows.where(Invitation.invited_by == invited_by) if invited_by else rows
    return list(rows.where(Invitation.over == over) if over else rows)


def roster_counts(unit_id: str) -> tuple[int, int]:
    """(lines on a body's roster, lines claimed)."""
    lines = RosterLine.select().where(RosterLine.unit.in_(units.same_body(unit_id)))
    return lines.count(), lines.where(RosterLine.claimed_by.is_null(False)).count()


def _roles(account_id: str) -> tuple[tuple[str, str], ...]:
    rows = Grant.select(Grant.role, Grant.over).where(Grant.account == account_id, Grant.revoked_at.is_null()).order_by(Grant.id)
    return tuple((row.role, row.over) for row in rows)


def _on_roster() -> Any:
    """Name and employee number stand together on an unclaimed line of the unit asked for."""
    line = RosterLine.select(RosterLine.id).where(
        RosterLine.unit == Account.unit, RosterLine.employee_no_print == Account.employee_no_print,
        RosterLine.name_print == Account.name_print, RosterLine.claimed_by.is_null())
    return fn.EXISTS(line)


def _is(state: str) -> Any:
    if state == "confirmed":
        return Account.unit_confirmed_at.is_null(False)
    return Account.unit_asked_at.is_null(False) & Account.unit_confirmed_at.is_null() & Account.unit_refused_at.is_null()


def _member(row: Any) -> Member:
    return Member(row.id, row.unit_id, opened(row.name_sealed, "account", "name"), row.nickname,
                  opened(row.phone_sealed, "account", "phone"), opened(row.employee_no_sealed, "account", "employee_no"),
                  row.rank == 0, row.unit_asked_at, row.unit_confirmed_at)


def _cursor(row: Any) -> str:
    return f"{row.rank}~{clock.to_wire(row.unit_asked_at)}~{row.id}"


def _read(cursor: str) -> tuple[int, str, str]:
    try:
        rank, asked_at, account_id = cursor.split("~")
        return int(rank), asked_at, account_id
    except ValueError as why:
        raise Malformed(summary="cursor") from why


def _wire(instant: datetime | None) -> str | None:
    return clock.to_wire(instant) if instant else None


def simulated() -> list[str]:
    """People who signed in through the simulator, the demo's cast among them: none may remain in a live installation."""
    return [account.id for account in Account.select(Account.id).where(Account.is_demo, Account.deleted_at.is_null())]
