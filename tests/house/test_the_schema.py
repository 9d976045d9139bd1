"""Migrated is the same as made from the models, on both engines: columns, keys, indexes, CHECKs, foreign keys."""
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import CharField

from models import schema
from models.db import database, open_database, writing
from tests.conftest import ENGINES, database_for

STATE_LIKE = {"state", "kind", "edge", "source", "target", "role", "act"}
FREE_WORDS = {"Line.what"}

Described = dict[str, Any]


@pytest.fixture(params=ENGINES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Callable[[str], None]]:
    """Opens an empty database of a given name."""
    opened: list[Any] = []

    def open_named(name: str) -> None:
        url = database_for(f"schema_{name}_{worker_id}") if request.param == "postgres" else f"sqlite:///{tmp_path / name}.sqlite"
        opened.append(open_database(url))

    yield open_named
    for one in opened:
        one.close_all()


def test_the_migrated_schema_equals_the_models(fresh: Callable[[str], None]) -> None:
    fresh("migrated")
    schema.migrate()
    migrated = described()
    fresh("made")
    with writing():
        database.create_tables(schema.TABLES)
    made = described()
    assert set(migrated) == set(made)
    for table, as_made in made.items():
        assert migrated[table] == as_made, table


def test_up_and_down_and_up_again_is_as_if_once(fresh: Callable[[str], None]) -> None:
    fresh("there_and_back")
    names = schema.migrate()
    once = described()
    assert schema.migrate() == []
    for _ in names:
        schema.migrate_down()
    assert described() == {}
    assert schema.pending() == names
    assert schema.migrate() == names
    assert described() == once


def test_a_difference_would_be_seen(fresh: Callable[[str], None]) -> None:
    fresh("changed")
    schema.migrate()
    before = described()
    with writing():
        database.execute_sql("CREATE INDEX one_more ON entry (title)")
        database.execute_sql("ALTER TABLE entry ADD COLUMN one_more VARCHAR(9)")
    after = described()
    assert {part for part in before["entry"] if before["entry"][part] != after["entry"][part]} == {"columns", "indexes"}
    assert {table for table in before if before[table] != after[table]} == {"entry"}


def test_every_column_that_holds_a_state_has_a_check() -> None:
    free = [f"{table.__name__}.{column.name}" for table in schema.TABLES for column in table._meta.sorted_fields
            if isinstance(column, CharField) and column.name in STATE_LIKE and not _is_checked(table, column)]
    assert [name for name in free if name not in FREE_WORDS] == []


def _is_checked(table: Any, column: CharField) -> bool:
    of_column = any("CHECK" in str(getattr(one, "sql", "")) for one in column.constraints or ())
    return of_column or any(re.search(rf"\b{column.column_name}\b", str(getattr(one, "sql", ""))) for one in table._meta.constraints or ())


def described() -> dict[str, Described]:
    """Every table of the house, in comparable words."""
    with database.connection_context():
        of = _of_postgres if "Postgres" in type(database.obj).__name__ else _of_sqlite
        return {table: of(table) for table in sorted(database.get_tables()) if "migration" not in table}


def _of_sqlite(table: str) -> Described:
    indexes = _rows(f'PRAGMA index_list("{table}")')
    (sql,) = _rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table)[0]
    return {
        "columns": sorted(row[1:6] for row in _rows(f'PRAGMA table_info("{table}")')),
        "indexes": sorted((bool(row[2]), tuple(part[2] for part in _rows(f'PRAGMA index_info("{row[1]}")'))) for row in indexes),
        "foreign keys": sorted(row[2:7] for row in _rows(f'PRAGMA foreign_key_list("{table}")')),
        "checks": sorted(_checks(sql)),
    }


def _checks(sql: str) -> Iterator[str]:
    """The text of each CHECK (…), by counting brackets, without quotes and spaces."""
    for found in re.finditer(r"CHECK\s*\(", sql):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield re.sub(r'["\s]', "", sql[found.end():end - 1])


def _of_postgres(table: str) -> Described:
    return {
        "columns": _rows("SELECT column_name, data_type, character_maximum_length, is_nullable, "
                         "regexp_replace(column_default, '''.*''', '') FROM information_schema.columns "
                         "WHERE table_name = %s ORDER BY 1", table),
        "indexes": sorted(re.sub(r"INDEX \S+ ON", "INDEX ON", row[0]) for row in
                          _rows("SELECT indexdef FROM pg_indexes WHERE tablename = %s", table)),
        "constraints": sorted(row[0] for row in _rows(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass", f'"{table}"')),
    }


def _rows(sql: str, *values: Any) -> list[Any]:
    return [tuple(row) for row in database.execute_sql(sql, values).fetchall()]
