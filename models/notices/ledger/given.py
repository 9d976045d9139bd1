"""A batch handed to one statement as one JSON text, so that the statement is the same whatever the number of rows."""
from collections.abc import Sequence
from typing import Any

import orjson

from models.db import database, is_postgres

CASTS = {"int": "::int8", "text": ""}


def ids(given: Sequence[int]) -> str:
    """The parameter for `among_ids`."""
    return orjson.dumps(list(given)).decode()


def among_ids() -> str:
    """What stands behind `id IN` to find a batch of numbers."""
    if is_postgres():
        return f"(SELECT value::text::int8 FROM json_array_elements({database.param}::json))"  # noqa: S608 - our own names
    return f"(SELECT value FROM json_each({database.param}))"  # noqa: S608 - our own names


def rows(**columns: str) -> str:
    """A batch of rows as a table `given`: column name to "int" or "text". Its parameter is made by `listed`."""
    if is_postgres():
        cells = ", ".join(f"(value->>{place}){CASTS[kind]} AS {name}" for place, (name, kind) in enumerate(columns.items()))
        return f"(SELECT {cells} FROM json_array_elements({database.param}::json)) AS given"  # noqa: S608 - our own names
    cells = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(columns))
    return f"(SELECT {cells} FROM json_each({database.param})) AS given"  # noqa: S608 - our own names


def listed(given: Sequence[Sequence[Any]]) -> str:
    """The parameter for `rows`."""
    return orjson.dumps([list(row) for row in given]).decode()


def run(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """One statement; its rows, if it has any. `{p}` is the database's own mark of a parameter."""
    done = database.execute_sql(sql.replace("{p}", database.param), params)
    return done.fetchall() if done.description else []
