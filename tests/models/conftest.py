"""The campaign and everybody in it, for the rooms that need them: assembled once on each engine, then copied for each test."""
import sqlite3
from pathlib import Path

import psycopg
import pytest

from models import schema
from models.db import database, is_postgres
from tests.cast import Cast, assemble

TABLES = [f'"{table._meta.table_name}"' for table in schema.TABLES]
_kept: dict[str, tuple[Cast, dict[str, bytes]]] = {}


@pytest.fixture
def cast(db: str, tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """Everybody in their place, in this test's own database."""
    return _from_rows(db) if is_postgres() else _from_file(tmp_path_factory.getbasetemp() / "cast.sqlite")


def _from_file(template: Path) -> Cast:
    if "sqlite" not in _kept:
        _kept["sqlite"] = assemble(), {}
        with sqlite3.connect(template) as copy:
            database.connection().backup(copy)
    else:
        with sqlite3.connect(template) as copy:
            copy.backup(database.connection())
    return _kept["sqlite"][0]


def _from_rows(url: str) -> Cast:
    if "postgres" not in _kept:
        _kept["postgres"] = assemble(), {table: _copied_out(url, table) for table in TABLES}
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            for table, rows in _kept["postgres"][1].items():
                _copy_in(connection, table, rows)
    return _kept["postgres"][0]


def _copied_out(url: str, table: str) -> bytes:
    with psycopg.connect(url) as connection, connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _copy_in(connection: psycopg.Connection, table: str, rows: bytes) -> None:
    """The rows, and the counter of a serial id moved past them."""
    if not rows:
        return
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(rows)
    counter = connection.execute("SELECT pg_get_serial_sequence(%s, a.attname) FROM pg_attribute a "
                                 "WHERE a.attrelid = %s::regclass AND a.attname = 'id'", (table, table)).fetchone()
    if counter and counter[0]:
        connection.execute(f"SELECT setval('{counter[0]}', (SELECT max(id) FROM {table}))")
