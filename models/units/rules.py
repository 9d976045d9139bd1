"""Who may change the union tree."""
from typing import Protocol

from models.problems import Forbidden


class Doer(Protocol):
    """As much of an actor as this room needs; `accounts.actor.Actor` is one."""
    @property
    def account_id(self) -> str | None: ...

    def holds(self, role: str, *overs: str) -> bool: ...


def require_keeper(actor: Doer, act: str) -> None:
    """The tree is the province's. Raises Forbidden."""
    if not (actor.holds("organiser") or actor.holds("administrator")):
        raise Forbidden(act=act)
