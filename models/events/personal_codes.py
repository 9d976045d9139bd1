"""A worker's own code (职工码), which a coordinator scans where the worker's phone has no network or no camera that works.

`p1.<account>.<16 random bytes>`: it names its owner and cannot be guessed. Kept sealed, so that it can be shown again, beside
a keyed hash by which it is found; renewing or revoking it ends the former one at once.
"""
import base64
import secrets
from datetime import datetime

from models import clock, journal, seal
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows, hold
from models.accounts.tables import Account
from models.db import writing
from models.events.codes import Personal, read_personal
from models.events.tables import PersonalCode
from models.rows import find_row, insert_row

COLUMN = "personal_code.code"
BYTES = 16


def show(*, actor: Actor) -> str | None:
    """My code as it holds now; None before there is one, and after it was revoked."""
    row = find_row(PersonalCode, str(actor.account_id), by="account")
    return seal.current().open(row.sealed, COLUMN) if row and row.revoked_at is None else None


def make(*, renew: bool = False, actor: Actor, at: datetime | None = None) -> str:
    """My code: the one that holds, or a new one where there is none or `renew` asks for it. Raises NotFound (someone who left)."""
    at = at or clock.now()
    with writing():
        account_id = hold(actor.account_id).id
        held = show(actor=actor)
        if held and not renew:
            return held
        key = secrets.token_bytes(BYTES)
        code = f"p1.{account_id}.{base64.urlsafe_b64encode(key).decode().rstrip('=')}"
        delete_rows(PersonalCode, PersonalCode.account == account_id)
        insert_row(PersonalCode, account=account_id, sealed=seal.current().seal(code, COLUMN), print=_print(account_id, key), made_at=at)
        journal.write("personal_code.made", account_id, actor_id=account_id, at=at, renewed=held is not None)
        return code


def revoke(*, actor: Actor, at: datetime | None = None) -> bool:
    """End my code; whether there was one. Raises NotFound (someone who left)."""
    at = at or clock.now()
    with writing():
        account_id = hold(actor.account_id).id
        live = (PersonalCode.account == account_id) & PersonalCode.revoked_at.is_null()
        if not PersonalCode.update(revoked_at=at).where(live).execute():
            return False
        journal.write("personal_code.revoked", account_id, actor_id=account_id, at=at)
        return True


def account_of(code: str) -> str | None:
    """Whose code this is; None for one that is unknown, renewed, revoked, malformed, or of somebody who left."""
    read = read_personal(code)
    key = _key(read) if read else None
    if read is None or key is None:
        return None
    found = (PersonalCode.select(PersonalCode.account).join(Account)
             .where(PersonalCode.print == _print(read.account, key), PersonalCode.account == read.account,
                    PersonalCode.revoked_at.is_null(), Account.deleted_at.is_null()).first())
    return found.account_id if found else None


def _key(read: Personal) -> bytes | None:
    """The 16 bytes; None for letters that stand for them otherwise than we write them."""
    key = base64.urlsafe_b64decode(read.key + "==")
    return key if base64.urlsafe_b64encode(key).decode().rstrip("=") == read.key else None


def _print(account_id: str, key: bytes) -> str:
    """As hex: the keyed hash of a text makes no difference between small and capital letters, and base64 does."""
    return seal.current().fingerprint(f"{account_id}.{key.hex()}", COLUMN)
