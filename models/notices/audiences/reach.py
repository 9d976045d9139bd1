"""Who of an audience can be reached now, and how: what the organiser is told before sending, and what fanning out goes by.

The official account comes first: for followers who asked for this kind of notice, known by the unionid. Then the mini program,
for a credit. Everybody else has the inbox, and is on the call list.
"""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, Case, Value, fn

from models.accounts.tables import Account
from models.notices.audiences import people
from models.notices.ledger.tables import Asked, Credit, Follower
from models.notices.plans.templates import Template


@dataclass(frozen=True, slots=True)
class Reach:
    """Counts of people: `official` + `mini` can be reached now, `inbox_only` only by the inbox."""
    people: int
    official: int
    mini: int

    @property
    def now(self) -> int:
        return self.official + self.mini

    @property
    def inbox_only(self) -> int:
        return self.people - self.now


def by_official(template: Template | None) -> Any:
    """Over Account: whether a push may go by the official account."""
    if template is None or not template.official:
        return SQL("(1 = 0)")
    follows = Follower.select(Value(1)).where(Follower.unionid == Account.unionid, Follower.follows, ~Follower.refuses)
    asks = Asked.select(Value(1)).where(Asked.account == Account.id, Asked.template == template.word, Asked.withdrawn_at.is_null())
    return fn.EXISTS(asks) & fn.EXISTS(follows)


def by_mini(template: Template | None) -> Any:
    """Over Account: whether a credit for the mini program's template is at hand."""
    if template is None or not template.mini:
        return SQL("(1 = 0)")
    return Account.openid.is_null(False) & fn.EXISTS(Credit.select(Value(1)).where(
        Credit.account == Account.id, Credit.template == template.mini, Credit.spent_by.is_null(), Credit.ended_at.is_null()))


def reach(terms: dict[str, Any], template: Template | None, campaign_id: str, at: datetime) -> Reach:
    """How an audience can be reached now. One query."""
    way = Case(None, ((by_official(template), "official"), (by_mini(template), "mini")), "inbox")
    ways = Account.select(way.alias("way")).where(Account.id.in_(people.ids_of(terms, campaign_id, at)))
    rows: Any = ways.select_from(SQL("way"), fn.COUNT(SQL("*"))).group_by(SQL("way")).tuples()
    counted = dict(rows)
    return Reach(sum(counted.values()), counted.get("official", 0), counted.get("mini", 0))
