"""How far the journal may be read: up to a line before which none will appear any more.

On SQLite lines come to be in the order of their numbers. On PostgreSQL a transaction may commit line 7 after another
committed line 8, so the end is marked (the last line seen, and this transaction's own number) and believed
once every transaction older than the mark is over. This holds because a verb changes something before it journals:
its transaction has its number before its line has one. Nobody is made to wait.
"""
from models.db import database, is_postgres, locked, writing
from models.notices.inbox.tables import JournalCursor
from models.rows import find_row

NAME = "announce"
LAST = "SELECT COALESCE(MAX(id), 0) FROM line"
OLDEST_OPEN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
OWN_NUMBER = "SELECT pg_current_xact_id()::text::bigint"


def held() -> JournalCursor:
    """The row, made when missing, held until the transaction ends. Inside `writing()`."""
    JournalCursor.insert(name=NAME).on_conflict_ignore().execute()
    row: JournalCursor = locked(JournalCursor.select().where(JournalCursor.name == NAME)).get()
    return row


def is_behind(end: int) -> bool:
    """Whether there are lines up to `end` that nobody was told of; asked without writing, since mostly there are none."""
    row = find_row(JournalCursor, NAME, by="name")
    return row is None or row.line < end


def journal_end() -> int:
    """The number of the last line that may be read now."""
    last = _number(LAST)
    return _settled(last) if is_postgres() and is_behind(last) else last


def _settled(last: int) -> int:
    """Up to the last mark that is believed; a mark that is not yet stays, or none would be where somebody always writes.

    `last` was seen before this transaction has its number, so whoever may still write a line before it has a lower one.
    """
    oldest = _number(OLDEST_OPEN)
    with writing():
        row = held()
        end = row.ahead if oldest >= row.horizon else row.line
        if oldest >= row.horizon:
            row.ahead, row.horizon = last, _number(OWN_NUMBER)
            row.save()
    return row.ahead if _number(OLDEST_OPEN) >= row.horizon else end


def _number(sql: str) -> int:
    return int(database.execute_sql(sql).fetchone()[0])
