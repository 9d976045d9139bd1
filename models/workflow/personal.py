"""My own data across the rooms: what I can take with me, and leaving."""
from datetime import datetime
from typing import Any

from models import clock, ids, journal
from models.accounts import actions as accounts
from models.accounts import queries as people
from models.accounts.actor import Actor
from models.db import locked, writing
from models.entries import actions as entries
from models.entries import private
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.law import LIVE, State
from models.media import queries as files
from models.workflow import actions, lawful, queries
from models.workflow.queries import Told


def export(actor: Actor) -> dict[str, Any]:
    """Everything kept of this person, opened, as plain JSON: the account, and every entry they authored with files and history."""
    mine = Entry.select().where(Entry.author == actor.account_id).order_by(Entry.received_at, Entry.id)
    return {"account": people.export_me(str(actor.account_id)), "entries": [_entry(entry, actor) for entry in mine]}


def _entry(entry: Entry, actor: Actor) -> dict[str, Any]:
    return {"id": entry.id, "campaign": entry.campaign_id, "track": entry.track, "type": entry.type, "title": entry.title,
            "fields": private.answers(entry), "authors": entry.authors, "consents": entry.consents,
            "saved_at": clock.to_wire(entry.saved_at), "submitted_at": clock.to_wire(entry.submitted_at) if entry.submitted_at else None,
            "files": [{"id": file.id, "name": file.name, "kind": file.kind, "size": file.size} for file in files.files_of(entry.id)],
            "history": [_line(told) for told in queries.history(entry, actor)]}


def _line(told: Told) -> dict[str, Any]:
    return {"act": told.act, "to": told.target, "at": clock.to_wire(told.at), "by": told.role, "unit": told.unit, "comment": told.comment}


def forget(*, actor: Actor, at: datetime | None = None) -> None:
    """Leave: drafts go, entries not recommended are withdrawn, everything personal is emptied; the bare id stays for the counts.

    Raises NotFound for someone who is not there.
    """
    at = at or clock.now()
    with writing():
        for entry in locked(Entry.select().where(Entry.author == actor.account_id).order_by(Entry.id)):
            _let_go(entry, actor, at)
        accounts.empty_account(str(actor.account_id), at=at)
        journal.write("account.emptied", str(actor.account_id), actor_id=actor.account_id, at=at)


def _let_go(entry: Entry, actor: Actor, at: datetime) -> None:
    if entry.state == State.DRAFT:
        entries.drop(entry, actor, at)
        return
    entry.private = None
    if entry.state in LIVE and entry.state != State.RECOMMENDED:
        actions.take(lawful.attempt(entry, "withdraw", Reach(actor), at), ids.mint("mov"))
    else:
        entry.save()
