"""Roles handed out and taken back: invitations by single-use code, grants, and the very first administrator.

A code is 16 characters of Crockford base32 (80 bits), shown once and kept as a hash.
"""
import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from models import clock, ids, journal
from models.accounts import rules
from models.accounts.actor import EVERYTHING, SYSTEM, Actor, Role
from models.accounts.holding import hold
from models.accounts.tables import Grant, Invitation
from models.db import locked, writing
from models.problems import (
    AdministratorExists,
    Incomplete,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
    LastAdministrator,
    NotFound,
)

CODE_LENGTH = 16
MISREAD = str.maketrans("oil", "011")     # Crockford: o is 0, i and l are 1
LIFE_DAYS = 14
LONGEST_LIFE_DAYS = 90
MOST_AT_ONCE = 200


def invite(role: str, over: str, *, count: int = 1, life_days: int = LIFE_DAYS, note: str = "", actor: Actor,
           at: datetime | None = None) -> list[tuple[Invitation, str]]:
    """New invitations, each with its code ("7K3M-…"), which is known to nobody after this.

    Raises Forbidden (`rules.require_may_give`), Incomplete (role, over, count, life_days), NotFound (the unit).
    """
    at = at or clock.now()
    rules.require_fitting(role, over)
    rules.require_may_give(role, over, actor)
    faults = [{"field": name, "says": f"1 到 {most}"}
              for name, value, most in (("count", count, MOST_AT_ONCE), ("life_days", life_days, LONGEST_LIFE_DAYS))
              if not 1 <= value <= most]
    if faults:
        raise Incomplete(fields=faults, summary="、".join(fault["field"] for fault in faults))
    with writing():
        return [_invite(role, over, life_days, note, actor, at) for _ in range(count)]


def redeem(code: str, *, actor: Actor, at: datetime | None = None) -> Grant:
    """Take up the role a code stands for. The same person again finds the same grant; one who holds the role already
    keeps it, and the code stays good for a colleague.

    Raises NotFound (no such code), InvitationUsed, InvitationExpired, InvitationRevoked.
    """
    at = at or clock.now()
    with writing():
        account = hold(actor.account_id)
        invitation = _hold_invitation(_hash(code))
        if invitation.used_at:
            return _replayed(invitation, account.id)
        _require_open(invitation, at)
        if held := _live(account.id, invitation.role, invitation.over):
            return held
        grant = _grant(account.id, invitation.role, invitation.over, invitation.invited_by, at)
        Invitation.update(grant=grant, used_by=account.id, used_at=at).where(Invitation.id == invitation.id).execute()
        journal.write("role.granted", account.id, actor_id=account.id, at=at, role=grant.role, over=grant.over,
                      invitation=invitation.id)
    return grant


def grant_role(account_id: str, role: str, over: str, *, actor: Actor, at: datetime | None = None) -> Grant:
    """Give a known person a role at once, without a code; one already held is returned.

    Raises Forbidden, Incomplete, NotFound.
    """
    at = at or clock.now()
    rules.require_fitting(role, over)
    rules.require_may_give(role, over, actor)
    with writing():
        account = hold(account_id)
        if held := _live(account.id, role, over):
            return held
        grant = _grant(account.id, role, over, actor.account_id, at)
        journal.write("role.granted", account.id, actor_id=actor.account_id, at=at, role=role, over=over)
    return grant


def revoke_grant(grant_id: int, *, actor: Actor, at: datetime | None = None) -> Grant:
    """Take a role back, from the holder's next request on; also one's own. One already taken back is returned.

    Raises NotFound, Forbidden (unless one might have given it), LastAdministrator.
    """
    at = at or clock.now()
    with writing():
        administrators = _administrators()                # held first: a fixed order, so that two revokers cannot block each other
        grant = locked(Grant.select().where(Grant.id == grant_id)).first()
        if not grant:
            raise NotFound(what="这项角色")
        if grant.account_id != actor.account_id:
            rules.require_may_give(grant.role, grant.over, actor)
        if grant.revoked_at:
            return grant
        if grant.role == Role.ADMINISTRATOR and len(administrators) == 1:
            raise LastAdministrator()
        grant.revoked_at, grant.revoked_by = at, actor.account_id
        grant.save(only=["revoked_at", "revoked_by"])
        journal.write("role.revoked", grant.account_id, actor_id=actor.account_id, at=at, role=grant.role, over=grant.over)
    return grant


def revoke_invitation(invitation_id: str, *, actor: Actor, at: datetime | None = None) -> Invitation:
    """Make a code worthless. Raises NotFound, Forbidden, InvitationUsed (then revoke the grant)."""
    at = at or clock.now()
    with writing():
        invitation = locked(Invitation.select().where(Invitation.id == invitation_id)).first()
        if not invitation:
            raise NotFound(what="这个邀请码")
        rules.require_may_give(invitation.role, invitation.over, actor)
        if invitation.used_at:
            raise InvitationUsed()
        if not invitation.revoked_at:
            invitation.revoked_at = at
            invitation.save(only=["revoked_at"])
            journal.write("invitation.revoked", invitation.id, actor_id=actor.account_id, at=at)
    return invitation


def first_invitation(*, life_days: int = LIFE_DAYS, at: datetime | None = None) -> str:
    """The code for the first administrator; an earlier unused one is revoked, since it may be lost.

    Raises AdministratorExists.
    """
    at = at or clock.now()
    with writing():
        if _administrators():
            raise AdministratorExists()
        Invitation.update(revoked_at=at).where(
            Invitation.role == Role.ADMINISTRATOR, Invitation.used_at.is_null(), Invitation.revoked_at.is_null()).execute()
        return _invite(Role.ADMINISTRATOR, EVERYTHING, life_days, "", SYSTEM, at)[1]


def _invite(role: str, over: str, life_days: int, note: str, actor: Actor, at: datetime) -> tuple[Invitation, str]:
    code = "".join(secrets.choice(ids.ALPHABET) for _ in range(CODE_LENGTH))
    invitation = Invitation.create(id=ids.mint("inv"), code_hash=_hash(code), role=str(role), over=over, note=note[:80],
                                   invited_by=actor.account_id, created_at=at, expires_at=at + timedelta(days=life_days))
    journal.write("invitation.made", invitation.id, actor_id=actor.account_id, at=at, role=str(role), over=over)
    return invitation, "-".join(code[i:i + 4] for i in range(0, CODE_LENGTH, 4)).upper()


def _hash(code: str) -> str:
    """However it was typed: width, case, hyphens, and the letters Crockford lets people misread."""
    typed = unicodedata.normalize("NFKC", code).lower().translate(MISREAD)
    return hashlib.sha256("".join(c for c in typed if c in ids.ALPHABET).encode()).hexdigest()


def _hold_invitation(code_hash: str) -> Invitation:
    invitation = locked(Invitation.select().where(Invitation.code_hash == code_hash)).first()
    if not invitation:
        raise NotFound(what="这个邀请码")
    return invitation


def _replayed(invitation: Invitation, account_id: str) -> Grant:
    grant = Grant.get_by_id(invitation.grant_id)
    if invitation.used_by != account_id or grant.revoked_at:
        raise InvitationUsed()
    return grant


def _require_open(invitation: Invitation, at: datetime) -> None:
    if invitation.revoked_at:
        raise InvitationRevoked()
    if invitation.expires_at <= at:
        raise InvitationExpired()


def _live(account_id: str, role: str, over: str) -> Grant | None:
    return Grant.get_or_none(Grant.account == account_id, Grant.role == role, Grant.over == over, Grant.revoked_at.is_null())


def _grant(account_id: str, role: str, over: str, by: str | None, at: datetime) -> Grant:
    return Grant.create(account=account_id, role=str(role), over=over, granted_by=by, granted_at=at)


def _administrators() -> list[Grant]:
    """Live grants of administrator, held so that two cannot take the last two away at once."""
    live = Grant.select().where(Grant.role == Role.ADMINISTRATOR, Grant.over == EVERYTHING, Grant.revoked_at.is_null())
    return list(locked(live.order_by(Grant.id)))
