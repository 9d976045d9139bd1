"""A person's row, held while a verb changes it."""
from collections.abc import Mapping
from typing import Any

from models.accounts.tables import Account
from models.problems import NotFound
from models.rows import find_row


def hold(account_id: str | None, *, deleted: bool = False) -> Account:
    """The row, held until the transaction ends. Raises NotFound, also for someone who left unless `deleted`."""
    account = find_row(Account, account_id, hold=True) if account_id else None
    if not account or (account.deleted_at and not deleted):
        raise NotFound(what="这个人")
    return account


def change(account: Account, facts: Mapping[str, object]) -> None:
    """Set and write these columns, and no others."""
    for fact, value in facts.items():
        setattr(account, fact, value)
    account.save(only=list(facts))


def delete_rows(table: Any, *where: Any) -> int:
    """Delete the rows of a table that meet every condition; how many. Inside `writing()`."""
    return table.delete().where(*where).execute()
