"""Whom a message goes to: the author of a work, who entered it for them, their unit's liaisons, those who write notices."""
from collections.abc import Iterable
from typing import Any

from models.accounts.actor import EVERYTHING
from models.accounts.tables import Account, Grant
from models.db import is_postgres
from models.entries.tables import Entry
from models.notices.plans.tables import Notice
from models.units import queries as units


def author_of(entry: Entry) -> str | None:
    """The author's account; for a work entered for somebody (代报) whoever verified the phone given with it, seen last."""
    if entry.author_id or not entry.author_phone_print:
        return entry.author_id
    same = (Account.phone_print == entry.author_phone_print) & Account.phone_verified_at.is_null(False)
    found = Account.select(Account.id).where(same, Account.deleted_at.is_null()).order_by(Account.last_seen_at.desc()).first()
    return found.id if found else None


def enterer_of(entry: Entry) -> str | None:
    """Who entered it, when that is not the author."""
    return entry.entered_by_id if entry.entered_by_id != entry.author_id else None


def liaisons_of(unit_id: str | None) -> list[str]:
    """The coordinators of a unit itself, under whatever name it was given."""
    return _holding("coordinator", [f"unit:{one}" for one in units.same_body(unit_id)]) if unit_id else []


def approvers_of(notice: Notice) -> list[str]:
    """Organisers who neither wrote nor saved it; administrators where there is no other organiser."""
    own = {notice.created_by_id, notice.saved_by}
    return _without(own, _holding("organiser", [EVERYTHING])) or _without(own, _holding("administrator", [EVERYTHING]))


def writers_of(notice: Notice) -> list[str]:
    """Who began it and who saved it last, or the organisers where the clock wrote it; and the administrators."""
    own = [one for one in (notice.created_by_id, notice.saved_by) if one]
    return [*(own or _holding("organiser", [EVERYTHING])), *_holding("administrator", [EVERYTHING])]


def _without(own: set[str | None], found: list[str]) -> list[str]:
    return [one for one in found if one not in own]


def _holding(role: str, overs: list[str]) -> list[str]:
    rows = Grant.select(Grant.account).where(Grant.role == role, Grant.over.in_(overs), Grant.revoked_at.is_null())
    return sorted({row.account_id for row in rows})


def still_here(account_ids: Iterable[str]) -> set[str]:
    """Those who have not left; held until the transaction ends, so that nobody leaves between this look and the message.

    Held for sharing: who fans out a notice at the same time writes rows about the same people, and must not wait for this.
    """
    wanted = sorted(set(account_ids))
    rows: Any = Account.select(Account.id).where(Account.id.in_(wanted), Account.deleted_at.is_null()).order_by(Account.id)
    return {row.id for row in (rows.for_update("FOR SHARE") if is_postgres() else rows)} if wanted else set()
