from datetime import datetime

from models import clock, ids, journal
from models.accounts import actions as accounts
from models.accounts.actor import Actor
from models.complaints import actions as complaints
from models.db import locked, writing
from models.entries import actions as entries
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.events import actions as events
from models.law import LIVE, State
from models.notices.inbox import actions as inbox
from models.notices.ledger import credits
from models.promoters import actions as promoters
from models.workflow import actions, lawful


def forget(*, actor: Actor, at: datetime | None = None) -> None:
    """Leave: drafts go, entries not recommended are withdrawn, everything personal is emptied; the bare id stays for the counts.

    Raises NotFound for someone who is not there.
    """
    at = at or clock.now()
    account_id = str(actor.account_id)
    with writing():
        for entry in locked(Entry.select().where(Entry.author == account_id).order_by(Entry.id)):
            _let_go(entry, actor, at)
        promoters.forget(account_id, at=at)
        accounts.empty_account(account_id, at=at)
        events.forget(account_id)
        inbox.forget(account_id)
        credits.forget(account_id)
        complaints.detach(account_id)
        journal.write("account.emptied", account_id, actor_id=actor.account_id, at=at)


def _let_go(entry: Entry, actor: Actor, at: datetime) -> None:
    if entry.state == State.DRAFT:
        entries.drop(entry, actor, at)
        return
    entry.private = None
    if entry.state in LIVE and entry.state != State.RECOMMENDED:
        actions.take(lawful.attempt(entry, "withdraw", Reach(actor), at), ids.mint("mov"))
    else:
        entry.save()
