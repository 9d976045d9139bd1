from typing import Any

from models import clock
from models.accounts import queries as people
from models.accounts.actor import Actor
from models.complaints import queries as complaints
from models.entries import private
from models.entries.tables import Entry
from models.events import queries as events
from models.media import queries as files
from models.notices.inbox import queries as inbox
from models.notices.ledger import credits
from models.promoters import queries as promoters
from models.safety import queries as safety
from models.workflow import queries
from models.workflow.queries import Told


def export(actor: Actor) -> dict[str, Any]:
    """Everything kept of this person, opened, as plain JSON: the account, what they authored with files and history,
    events they wrote down, check-ins of their own, themselves as a promoter, their messages, what they
    granted for reminders and what was pushed, and what they complained of or suggested.
    """
    mine = Entry.select().where(Entry.author == actor.account_id).order_by(Entry.received_at, Entry.id)
    account_id = str(actor.account_id)
    return {"account": people.export_me(account_id), "entries": [_entry(entry, actor) for entry in mine],
            **events.exported(account_id), "promoters": promoters.exported(account_id),
            "messages": inbox.exported(account_id), "reminders": credits.exported(account_id),
            "complaints": complaints.exported(account_id)}


def _entry(entry: Entry, actor: Actor) -> dict[str, Any]:
    return {"id": entry.id, "campaign": entry.campaign_id, "track": entry.track, "type": entry.type, "title": entry.title,
            "fields": private.answers(entry), "authors": entry.authors, "consents": entry.consents,
            "saved_at": clock.to_wire(entry.saved_at), "submitted_at": clock.to_wire(entry.submitted_at) if entry.submitted_at else None,
            "files": [{"id": file.id, "name": file.name, "kind": file.kind, "size": file.size} for file in files.files_of(entry.id)],
            "given_to_wechat": safety.exported(entry.id),
            "history": [_line(told) for told in queries.history(entry, actor)]}


def _line(told: Told) -> dict[str, Any]:
    return {"act": told.act, "to": told.target, "at": clock.to_wire(told.at), "by": told.role, "unit": told.unit, "comment": told.comment}
