from collections.abc import Sequence
from datetime import datetime

from models import clock, ids
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.db import insert_in_slices, is_writing, writing
from models.journal import Line
from models.notices.inbox import cursor, letters, people, pushes, queries
from models.notices.inbox.letters import SLICE, Letter
from models.notices.inbox.pushes import House, Told
from models.notices.inbox.tables import Message
from models.notices.inbox.wording import WHATS

BY_INBOX_ALONE = House({}, ("22:00", "08:00"))


def announce(at: datetime | None = None, house: House = BY_INBOX_ALONE) -> int:
    """Tell people what the journal says of them since the last time; how many messages were written.

    One slice a transaction, with its pushes and the cursor in it: any number of processes may do this at once, and one
    that is killed between two slices has lost and repeated nothing.
    """
    end, written = cursor.journal_end(), 0
    more = cursor.is_behind(end)
    while more:
        count, more = announce_slice(end, at or clock.now(), house)
        written += count
    return written


def announce_slice(end: int, at: datetime, house: House = BY_INBOX_ALONE) -> tuple[int, bool]:
    """The next messages of lines up to `end`: (how many were written, whether more are to come)."""
    with writing():
        place, said = cursor.held(), list[tuple[Letter, Line]]()
        wanted = Line.select().where(Line.id > place.line, Line.id <= end, Line.what.in_(WHATS)).order_by(Line.id).limit(SLICE)
        lines = list(wanted)
        for line in lines:
            of_line = letters.of_line(line, place.within)
            said += [(letter, line) for letter in of_line.written]
            place.line, place.within = (place.line, of_line.rest) if of_line.rest else (line.id, "")
            if of_line.rest or len(said) >= SLICE:
                break
        else:
            place.line = max(place.line, end) if len(lines) < SLICE else place.line
        place.save()
        return _write(said, at, house), place.line < end


def _write(said: list[tuple[Letter, Line]], at: datetime, house: House) -> int:
    """Everybody of a slice is held at once, in one order, so that two who hold several cannot block each other."""
    here = people.still_here(letter.account_id for letter, _ in said)
    rows = [{"id": ids.mint("msg"), "account": letter.account_id, "purpose": letter.purpose, "title": letter.title, "words": letter.words,
             "about": letter.about, "page": letter.page, "line": line.id, "at": at} for letter, line in said if letter.account_id in here]
    insert_in_slices(Message, rows, refine=lambda insert: insert.on_conflict_ignore())
    pushes.plan([Told(letter.account_id, letter.page, letter.push, line) for letter, line in said if letter.push is not None], house)
    return len(rows)


def read(message_ids: Sequence[str] | None, *, actor: Actor, at: datetime | None = None) -> int:
    """Mark these messages of mine as read, or all (None); how many remain unread. What is not mine is not touched."""
    mine = (Message.account == actor.account_id) & Message.read_at.is_null()
    wanted = mine if message_ids is None else mine & Message.id.in_(list(message_ids))
    if Message.select().where(wanted).exists():
        with writing():
            Message.update(read_at=at or clock.now()).where(wanted).execute()
    return queries.unread(actor)


def forget(account_id: str) -> None:
    """Inside another verb's `writing()`: a person who left has no inbox."""
    if not is_writing():
        raise RuntimeError("forget belongs into a verb's writing()")
    delete_rows(Message, Message.account == account_id)
