"""Who is asking: the bearer token of a request, turned into an Actor once."""
from flask import g, request

from models import clock
from models.accounts import actions, queries
from models.accounts.actor import Actor
from models.problems import Unauthenticated


def require_actor() -> Actor:
    """The signed-in person. Raises Unauthenticated, SessionExpired."""
    actor = find_actor()
    if actor is None:
        raise Unauthenticated()
    return actor


def find_actor() -> Actor | None:
    """The signed-in person, or None without a token. Raises SessionExpired for a token that no longer counts."""
    if "actor" not in g:
        token = bearer()
        g.actor = _of(token) if token else None
    return g.actor


def _of(token: str) -> Actor:
    actor, session = queries.actor_by_token(token, clock.now())
    g.session_id = session.id
    actions.refresh_last_seen(session)
    return actor


def bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
