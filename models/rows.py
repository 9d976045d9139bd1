"""One row written or read by statements that are built once: for what every request does.

peewee spends some 150 µs on building an INSERT, UPDATE or SELECT, several times what running it costs. These say the
same with the table's own columns, converters and defaults. Everything else is written with peewee's queries.
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, cast

from peewee import Function, Model, ModelSelect

from models import clock
from models.db import Row, database, is_postgres

ARRAYS = {"BIGINT": ("int8[]", ""), "INT": ("int4[]", ""), "BLOB": ("bytea[]", ""), "JSON": ("text[]", "::jsonb")}   # others are texts
PLAIN = frozenset((str, int, bytes, type(None)))     # what a driver takes as it is

_statements: dict[tuple[Any, ...], str] = {}


def insert_row(table: type[Row], **values: Any) -> None:
    """INSERT one row, with the table's defaults for what is not given."""
    meta = table._meta
    given = {f.name: values[f.name] if f.name in values else _default(f) for f in meta.sorted_fields
             if f.name in values or not f.auto_increment}
    sql = _statement(table, "insert", tuple(given), lambda columns, mark: (
        f'INSERT INTO "{meta.table_name}" ({", ".join(columns)}) VALUES ({", ".join([mark] * len(columns))})'))
    database.execute_sql(sql, [_bound(table, name, value) for name, value in given.items()])


def insert_new(table: type[Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]], returning: str) -> set[Any]:
    """INSERT many rows unless their keys are taken; the values of the field `returning` of those that were not.

    PostgreSQL takes a batch as one array a column, so that the statement is the same whatever the number of rows.
    """
    if not rows:
        return set()
    plain = [PLAIN if table._meta.fields[name].field_type != "JSON" else frozenset[type]() for name in names]
    bound = [[value if type(value) in kinds else clock.to_wire(value) if type(value) is datetime else _bound(table, name, value)
              for name, kinds, value in zip(names, plain, row, strict=True)] for row in rows]
    build, given = _from_values(len(rows)), [value for row in bound for value in row]
    if is_postgres():
        build, given = _from_arrays(table, names), [list(column) for column in zip(*bound, strict=True)]
    sql = _statement(table, f"insert new {0 if is_postgres() else len(rows)} {returning}", names, lambda columns, mark: (
        f'INSERT INTO "{table._meta.table_name}" ({", ".join(columns)}) {build(columns, mark)} '
        f'ON CONFLICT DO NOTHING RETURNING "{table._meta.fields[returning].column_name}"'))
    return {found[0] for found in database.execute_sql(sql, given).fetchall()}


def _from_values(count: int) -> Callable[[list[str], str], str]:
    return lambda columns, mark: "VALUES " + ", ".join([f"({', '.join([mark] * len(columns))})"] * count)


def _from_arrays(table: type[Model], names: tuple[str, ...]) -> Callable[[list[str], str], str]:
    types = [ARRAYS.get(table._meta.fields[name].field_type, ("text[]", "")) for name in names]

    def build(columns: list[str], mark: str) -> str:
        arrays = ", ".join(f"{mark}::{array}" for array, _ in types)
        return f'SELECT {", ".join(column + cast for column, (_, cast) in zip(columns, types, strict=True))} ' \
               f'FROM unnest({arrays}) AS given({", ".join(columns)})'

    return build

def among(values: Sequence[str]) -> tuple[str, list[Any]]:
    """What stands behind a column in plain SQL to find these values, and the parameters.

    PostgreSQL gets one array, so that the statement is the same, and planned once, whatever the number.
    """
    if is_postgres():
        return f"= ANY({database.param}::text[])", [list(values)]
    return f"IN ({', '.join([database.param] * len(values))})", list(values)


def update_row(row: Model) -> None:
    """UPDATE every column of a row that has an id, as it stands in memory."""
    table, values = type(row), dict(row.__data__)
    row_id = values.pop("id")
    sql = _statement(table, "update", tuple(values), lambda columns, mark: (
        f'UPDATE "{table._meta.table_name}" SET {", ".join(f"{column} = {mark}" for column in columns)} WHERE id = {mark}'))
    database.execute_sql(sql, [*(_bound(table, name, value) for name, value in values.items()), row_id])


def find_row(table: type[Row], value: str, *, by: str = "id", hold: bool = False) -> Row | None:
    """The row with this id (or this value of another unique column), or None; held until the transaction ends with `hold`."""
    meta = table._meta
    names = tuple(field.name for field in meta.sorted_fields)
    sql = _statement(table, f"find {by} {hold}", names, lambda columns, mark: (
        f'SELECT {", ".join(columns)} FROM "{meta.table_name}" WHERE "{meta.fields[by].column_name}" = {mark}'
        + (" FOR UPDATE" if hold and is_postgres() else "")))
    found = database.execute_sql(sql, (value,)).fetchone()
    return _row(table, names, found) if found else None


class Prepared(Generic[Row]):
    """A SELECT of whole rows, written with peewee and built once: `Prepared(File, lambda about: File.select()…)`.

    It is called with the texts its lambda takes, in their place, and gives a list of rows.
    """

    def __init__(self, table: type[Row], build: "Callable[..., ModelSelect[Row]]") -> None:
        self._table, self._build = table, build
        self._built: dict[Any, tuple[str, list[Any]]] = {}

    def __call__(self, *texts: str) -> list[Row]:
        sql, slots = self._built.get(database.obj) or self._make(len(texts))
        names = tuple(field.name for field in self._table._meta.sorted_fields)
        found = database.execute_sql(sql, [texts[slot.place] if isinstance(slot, _Slot) else slot for slot in slots]).fetchall()
        return [_row(self._table, names, row) for row in found]

    def _make(self, count: int) -> tuple[str, list[Any]]:
        marks = [f"\x01{place}" for place in range(count)]
        sql, params = self._build(*marks).sql()
        self._built[database.obj] = sql, [_Slot(marks.index(param)) if param in marks else param for param in params]
        return self._built[database.obj]


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where the text with this number goes."""
    place: int


def _statement(table: type[Model], what: str, names: tuple[str, ...], build: Callable[[list[str], str], str]) -> str:
    key = (database.obj, table, what, names)
    if key not in _statements:
        _statements[key] = build([f'"{table._meta.fields[name].column_name}"' for name in names], database.param)
    return _statements[key]


def _row(table: type[Row], names: tuple[str, ...], found: Sequence[Any]) -> Row:
    row = table()
    row.__data__ = {name: table._meta.fields[name].python_value(value) for name, value in zip(names, found, strict=True)}
    cast(Any, row)._dirty.clear()
    return row


def _default(field: Any) -> Any:
    return field.default() if callable(field.default) else field.default


def _bound(table: type[Model], name: str, value: Any) -> Any:
    """A value as the driver takes it. On SQLite peewee writes JSON as json(text); the text alone is the same row."""
    bound = table._meta.fields[name].db_value(value.get_id() if isinstance(value, Model) else value)
    return cast(Any, bound).arguments[0] if isinstance(bound, Function) else bound
