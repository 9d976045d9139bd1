"""What requests are measured against: a bare Flask view that does one peewee insert, as the quickstarts show it."""
import os

from flask import Flask, request
from peewee import CharField, Model, SqliteDatabase, TextField

database = SqliteDatabase(os.environ.get("BENCH_DATABASE", "bare.sqlite"), pragmas={"journal_mode": "wal", "synchronous": "full"})


class Row(Model):
    title = CharField()
    body = TextField()

    class Meta:
        database = database


def app() -> Flask:
    bare = Flask("bare")
    database.create_tables([Row])
    database.close()

    @bare.before_request
    def _connect() -> None:
        database.connect(reuse_if_open=True)

    @bare.teardown_request
    def _close(_: BaseException | None) -> None:
        database.close()

    @bare.post("/")
    def insert() -> dict[str, int]:
        given = request.get_json()
        made = Row.create(title=given["title"], body=request.get_data(as_text=True))
        return {"id": made.get_id()}

    return bare
