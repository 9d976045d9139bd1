"""An inbox as its owner reads it, in the tests of this room: what others did. The receipt of one's own submitting has tests of its own."""
import time
from datetime import datetime

from peewee import fn

from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.db import writing
from models.journal import Line
from models.notices.inbox import actions
from models.notices.inbox.pushes import House
from models.notices.inbox.tables import JournalCursor, Message
from tests.models.notices.ledger.told import TEMPLATES
from tests.models.works import COLLECTING

RECEIPT = "entry_submitted"
HOUSE = House(TEMPLATES, ("22:00", "08:00"))


def announce_all(at: datetime = COLLECTING) -> int:
    """Tell everything. While somebody else's transaction is open, in any database of the server, the journal's end is not believed."""
    written, until = actions.announce(at, HOUSE), time.monotonic() + 20
    while is_behind():
        assert time.monotonic() < until
        written += actions.announce(at, HOUSE)
    return written


def is_behind() -> bool:
    """Whether there are lines that nobody was told of."""
    place = JournalCursor.get_or_none(JournalCursor.name == "announce")
    return bool(Line.select(fn.COALESCE(fn.MAX(Line.id), 0)).scalar() > (place.line if place else -1))


def told(*people: Actor, at: datetime = COLLECTING) -> list[list[str]]:
    """What each was told, by purpose, oldest line first, once the journal was read to its end."""
    announce_all(at)
    return [[row.purpose for row in messages(person)] for person in people]


def messages(person: Actor) -> list[Message]:
    mine = Message.account == person.account_id, Message.purpose != RECEIPT
    return list(Message.select().where(*mine).order_by(Message.line, Message.purpose))


def forget_what_was() -> None:
    """Empty inboxes: what came before the act that a test is about."""
    announce_all()
    with writing():
        delete_rows(Message, Message.line >= 0)
