from typing import Any

from peewee import ModelSelect

from models import clock
from models.accounts.actor import Actor
from models.db import database
from models.notices.inbox.tables import Message

UNREAD = "SELECT COUNT(*) FROM message WHERE account_id = {p} AND read_at IS NULL"


def inbox(actor: Actor) -> "ModelSelect[Message]":
    """A person's messages, as a query."""
    return Message.select().where(Message.account == actor.account_id)


def unread(actor: Actor) -> int:
    """How many a person has not read. One statement, from an index of unread ones only."""
    return int(database.execute_sql(UNREAD.format(p=database.param), (actor.account_id,)).fetchone()[0])


def exported(account_id: str) -> list[dict[str, Any]]:
    """Every message kept for a person, oldest first, as plain JSON."""
    rows = Message.select().where(Message.account == account_id).order_by(Message.at, Message.id)
    return [{"id": row.id, "purpose": row.purpose, "title": row.title, "words": row.words, "about": row.about,
             "at": clock.to_wire(row.at), "read_at": clock.to_wire(row.read_at) if row.read_at else None} for row in rows]
