"""Whom a message goes to: the author of a work, who entered it for them, a person that the journal names."""
from collections.abc import Iterable

from models.accounts.tables import Account
from models.db import locked
from models.entries.tables import Entry


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


def still_here(account_ids: Iterable[str]) -> set[str]:
    """Those who have not left; held until the transaction ends, so that nobody leaves between this look and the message."""
    wanted = sorted(set(account_ids))
    rows = locked(Account.select().where(Account.id.in_(wanted), Account.deleted_at.is_null()).order_by(Account.id)) if wanted else []
    return {row.id for row in rows}
