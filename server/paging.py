"""Lists by keyset: the cursor names the last row seen, by the server's own time and the id; never an offset."""
import base64
from typing import Any

from peewee import Model, ModelSelect, Tuple

from models.problems import Malformed

PAGE = 20


def page(query: "ModelSelect[Any]", table: type[Model], cursor: str | None, by: str = "received_at") -> tuple[list[Any], str | None]:
    """One page, newest first, and the cursor of the next or None. Raises Malformed for a cursor we did not make."""
    column, key = getattr(table, by), getattr(table, "id")  # noqa: B009 - the stubs do not know the column
    if cursor:
        query = query.where(Tuple(column, key) < Tuple(*_read(cursor)))
    rows = list(query.order_by(column.desc(), key.desc()).limit(PAGE + 1))
    return rows[:PAGE], _cursor(rows[PAGE - 1], by) if len(rows) > PAGE else None


def _cursor(row: Any, by: str) -> str:
    text = f"{type(row)._meta.fields[by].db_value(getattr(row, by))} {row.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, str]:
    try:
        at, _, row_id = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii").partition(" ")
    except ValueError as why:
        raise Malformed(summary="cursor 不对", fields=[{"field": "cursor", "says": "请从第一页重新开始"}]) from why
    if len(at) != 24 or not row_id.isprintable():
        raise Malformed(summary="cursor 不对", fields=[{"field": "cursor", "says": "请从第一页重新开始"}])
    return at, row_id
