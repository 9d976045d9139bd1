"""二次传播: how many distinct people came by any promoter's link. One number a campaign; by whose link is kept nowhere.

Rule of 2026 (国办函〔2026〕12号): forwards are never a measure of a person or a unit. So a visit leaves one row, which
names neither the promoter nor the unit, and no line in the journal, from whose order and time a link could be guessed.
"""
from datetime import datetime
from typing import Any

from peewee import fn

from models import clock, seal
from models.db import writing
from models.promoters.law import PromoterState
from models.promoters.tables import Promoter, Visit
from models.rows import find_row


def note(slug: str, *, account_id: str | None = None, mark: str | None = None, own: str | None = None,
         at: datetime | None = None) -> bool:
    """Somebody looked at a promoter's page; whether it counted as a new person.

    A signed-in person is known by account, everybody else by a random `mark` of browser or phone. `own`: what the browser
    brought that `own_mark` once gave it. Not counted: an unknown link, one whose promoter is not confirmed or has left, the
    promoter's own visits, whoever has no mark, and everybody a second time: also who was a mere mark before signing in.
    """
    promoter = find_row(Promoter, slug, by="slug")
    if promoter is None or promoter.state != PromoterState.CONFIRMED or is_own(promoter, account_id):
        return False
    if not (account_id or mark) or (account_id is None and own == own_mark(slug)):
        return False
    visitors = _visitors(account_id, mark)
    if Visit.select().where(Visit.campaign == promoter.campaign_id, Visit.visitor.in_(visitors)).exists():
        return False
    with writing():
        new = {"campaign": promoter.campaign_id, "visitor": visitors[0], "first_at": at or clock.now()}
        return bool(Visit.insert(new).on_conflict_ignore().as_rowcount().execute())


def is_own(promoter: Promoter, account_id: str | None) -> bool:
    return account_id is not None and promoter.account_id == account_id


def is_own_link(slug: str, account_id: str | None) -> bool:
    """Whether this link belongs to this person."""
    promoter = find_row(Promoter, slug, by="slug") if account_id else None
    return promoter is not None and is_own(promoter, account_id)


def own_mark(slug: str) -> str:
    """What a browser is given when a promoter opened their own link in it, signed in: later visits by it are their own."""
    return seal.current().fingerprint(slug, "promoter.own")


def reach(campaign_id: str) -> tuple[int, datetime | None]:
    """(distinct people, since when), of all links together."""
    of_campaign = Visit.select(fn.COUNT(Visit.visitor).alias("people"), fn.MIN(Visit.first_at).alias("since")).where(
        Visit.campaign == campaign_id)
    row: Any = of_campaign.dicts().get()
    return int(row["people"]), clock.from_wire(row["since"]) if isinstance(row["since"], str) else row["since"]


def _visitors(account_id: str | None, mark: str | None) -> list[str]:
    """Whom this visit is known as, the surest first. A mark as hex: the keyed hash makes no difference of case, and a mark does."""
    names = ([f"account:{account_id}"] if account_id else []) + ([f"mark:{mark.encode().hex()}"] if mark else [])
    return [seal.current().fingerprint(name, "visit.visitor") for name in names]
