"""Audiences saved under a name. A notice copies the terms of the one it chose."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peewee import IntegrityError, ModelSelect

from models import clock, journal
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.db import writing
from models.notices.audiences import terms as wording
from models.notices.audiences.tables import Audience
from models.problems import AudienceStale, Forbidden, IdReused, NotFound
from models.rows import find_row, insert_row, update_row

NAME_AT_MOST = 60


def save(audience_id: str, campaign_id: str, name: str, terms: Mapping[str, Any], *, revision: int, actor: Actor,
         at: datetime | None = None) -> tuple[Audience, bool]:
    """(The audience, whether it is new). The same save again finds what it became. Raises Forbidden, AudienceUnclear, AudienceStale,
    IdReused, NotFound."""
    _require_organiser(actor)
    at, read = at or clock.now(), wording.read(dict(terms), campaign_id)
    try:
        return _save(audience_id, campaign_id, name.strip(), read, revision, actor, at)
    except IntegrityError:                       # the same new one arrived twice at once, and the other was first
        return _save(audience_id, campaign_id, name.strip(), read, revision, actor, at)


def find(audience_id: str, actor: Actor) -> Audience:
    """Raises Forbidden, NotFound."""
    _require_organiser(actor)
    row = find_row(Audience, audience_id)
    if row is None:
        raise NotFound(what="这个对象")
    return row


def listed(actor: Actor, campaign_id: str | None = None) -> "ModelSelect[Audience]":
    """Raises Forbidden."""
    _require_organiser(actor)
    return Audience.select().where(Audience.campaign == (campaign_id or campaigns.current()))


def chosen(audience: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """The terms themselves, or those of {"saved": "aud_…"}. Raises Forbidden, NotFound."""
    if set(audience) == {"saved"}:
        return dict(find(str(audience["saved"]), actor).terms)
    return dict(audience)


def _save(audience_id: str, campaign_id: str, name: str, terms: dict[str, Any], revision: int, actor: Actor,
          at: datetime) -> tuple[Audience, bool]:
    with writing():
        row = find_row(Audience, audience_id, hold=True)
        if row is None:
            if revision != 0:
                raise NotFound(what="这个对象")
            row = Audience(id=audience_id, campaign=campaign_id, name=name, terms=terms, revision=1, created_by=actor.account_id,
                           saved_at=at, received_at=at)
            insert_row(Audience, **row.__data__)
            journal.write("audience.saved", audience_id, actor_id=actor.account_id, at=at, revision=1)
            return row, True
        if row.campaign_id != campaign_id:
            raise IdReused()
        if row.revision == revision + 1 and (row.name, row.terms) == (name, terms):
            return row, False
        if row.revision != revision:
            raise AudienceStale(current=audience_id)
        row.name, row.terms, row.revision, row.saved_at = name, terms, revision + 1, at
        update_row(row)
        journal.write("audience.saved", audience_id, actor_id=actor.account_id, at=at, revision=row.revision)
        return row, False


def _require_organiser(actor: Actor) -> None:
    if not (actor.is_organiser or actor.is_administrator):
        raise Forbidden(act="编写提醒")
