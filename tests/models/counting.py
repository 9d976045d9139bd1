"""Counting the statements a piece of code sends, for lists that must not grow with their rows."""
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models import db

WRITES = re.compile(r"\s*(WITH\b.*\b)?(INSERT|UPDATE|DELETE)\b", re.IGNORECASE | re.DOTALL)


@dataclass
class Counted:
    reads: int = 0
    writes: int = 0


@contextmanager
def count_queries() -> Iterator[Counted]:
    """Every statement this process sends meanwhile; BEGIN and savepoints are not counted."""
    counted, opened = Counted(), db.database.obj
    send = opened.execute_sql

    def counting(sql: str, params: object = None) -> object:
        if WRITES.match(sql):
            counted.writes += 1
        elif sql.lstrip().upper().startswith(("SELECT", "WITH")):
            counted.reads += 1
        return send(sql, params)

    opened.execute_sql = counting
    try:
        yield counted
    finally:
        del opened.execute_sql
