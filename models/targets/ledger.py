"""The publicity ledger (宣传台账): what units published on other channels, each line a document with a revision."""
import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

import orjson
from peewee import IntegrityError, ModelSelect

from models import clock, journal
from models.accounts.actor import Actor
from models.accounts.rules import coordinates
from models.campaign import queries as campaigns
from models.campaign.answers import text_fault
from models.db import writing
from models.problems import IdReused, NotFound, PublicityStale, PublicityWithdrawn
from models.rows import find_row, insert_row, update_row
from models.targets import rules
from models.targets.tables import CHANNELS, Publicity, PublicityRevision
from models.units import queries as units

TITLE_AT_MOST, NOTE_AT_MOST, LINK_AT_MOST = 100, 500, 1000
READS_AT_MOST = 1_000_000_000
ACT = "填写宣传台账"


@dataclass(frozen=True, slots=True)
class Article:
    """One line as it is saved. `day` is Shanghai's, "2022-08-25"."""
    unit: str
    channel: str
    title: str
    reads: int
    day: str
    link: str = ""
    note: str = ""
    campaign: str | None = None

    def digest(self) -> str:
        return hashlib.sha256(orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)).hexdigest()


def save(publicity_id: str, article: Article, *, revision: int, actor: Actor, at: datetime | None = None) -> Publicity:
    """Save a line; `revision` is the one last seen, 0 for a new one. The same save sent again finds what it became.

    Raises Forbidden (not a coordinator of the unit or of one above it), IdReused (somebody else's id), PublicityStale,
    PublicityWithdrawn, NotFound (campaign, unit, a line that is not there), Incomplete.
    """
    at = at or clock.now()
    require_sound(article, at)
    rules.require_speaker(article.unit, actor, ACT)
    try:
        return _save(publicity_id, article, revision, actor, at)
    except IntegrityError:      # the same new line arrived twice at once, and the other was first
        return _save(publicity_id, article, revision, actor, at)


def _save(publicity_id: str, article: Article, revision: int, actor: Actor, at: datetime) -> Publicity:
    with writing():
        known = find_row(Publicity, publicity_id, hold=True)
        if known and not coordinates(known.unit_id, actor):
            raise IdReused()
        if known is None and revision != 0:
            raise NotFound(what="这条台账")
        if known and known.revision != revision:
            return _replayed(known, article, revision)
        if known and known.withdrawn_at:
            raise PublicityWithdrawn()
        return _write(known or _new(publicity_id, article, actor, at), article, actor, at)


def _replayed(known: Publicity, article: Article, revision: int) -> Publicity:
    became = PublicityRevision.get_or_none(PublicityRevision.publicity == known.id, PublicityRevision.number == revision + 1)
    if became is None or became.digest != article.digest():
        raise PublicityWithdrawn() if known.withdrawn_at else PublicityStale(current=known.id)
    return known


def _new(publicity_id: str, article: Article, actor: Actor, at: datetime) -> Publicity:
    campaign = campaigns.newest_plan(article.campaign or campaigns.current(at)).id
    return Publicity(id=publicity_id, campaign=campaign, created_by=actor.account_id, revision=0, received_at=at)


def _write(row: Publicity, article: Article, actor: Actor, at: datetime) -> Publicity:
    if article.campaign and article.campaign != row.campaign_id:
        raise IdReused()
    unit = units.find(article.unit)
    above = units.reporting_unit_of(unit.id)
    is_new = row.revision == 0
    row.unit_id, row.reporting_unit_id = unit.id, above.id if above else None
    row.channel, row.title, row.link = article.channel, article.title.strip(), article.link
    row.reads, row.day, row.note = article.reads, article.day, article.note
    row.began_at = clock.from_shanghai(f"{article.day} 00:00")
    row.revision, row.saved_at = row.revision + 1, at
    if is_new:
        insert_row(Publicity, **row.__data__)
    else:
        update_row(row)
    insert_row(PublicityRevision, publicity=row.id, number=row.revision, digest=article.digest(), reads=row.reads,
               saved_by=actor.account_id, at=at)
    journal.write("publicity.saved", row.id, actor_id=actor.account_id, at=at, revision=row.revision, reads=row.reads)
    return row


def withdraw(publicity_id: str, *, actor: Actor, at: datetime | None = None) -> None:
    """Take a line out of the ledger; it is kept, and counts no longer. The same again changes nothing. Raises NotFound."""
    at = at or clock.now()
    with writing():
        row = find_row(Publicity, publicity_id, hold=True)
        if row is None or not coordinates(row.unit_id, actor):
            raise NotFound(what="这条台账")
        if row.withdrawn_at is None:
            row.withdrawn_at = at
            row.save(only=[Publicity.withdrawn_at])
            journal.write("publicity.withdrawn", row.id, actor_id=actor.account_id, at=at)


def listed(actor: Actor, campaign_id: str | None = None, unit_id: str | None = None) -> "ModelSelect[Publicity]":
    """The lines within somebody's sight, as a query. Raises Forbidden, NotFound (a unit that is not his)."""
    sight = rules.sight_of(actor)
    query = Publicity.select().where(Publicity.withdrawn_at.is_null())
    if campaign_id:
        query = query.where(Publicity.campaign == campaign_id)
    part = rules.unit_within(unit_id, sight)[1] if unit_id else sight.part
    if part is None:
        return query
    return query.where(Publicity.reporting_unit.in_(part.reporting) | Publicity.unit.in_(part.own))


def find(publicity_id: str, actor: Actor) -> Publicity:
    """Raises Forbidden, NotFound (also for a withdrawn line)."""
    found: Publicity | None = listed(actor).where(Publicity.id == publicity_id).get_or_none()
    if found is None:
        raise NotFound(what="这条台账")
    return found


# What may be saved

def require_sound(article: Article, at: datetime) -> None:
    """Raises Incomplete, with every field that cannot be used."""
    faults = {"channel": None if article.channel in CHANNELS else "不在可选范围内",
              "title": _title(article.title), "note": text_fault(article.note, NOTE_AT_MOST, keeps="\n\r\t"),
              "link": _link(article.link), "reads": None if 0 <= article.reads <= READS_AT_MOST else "要是不小于 0 的整数",
              "day": rules.day_fault(article.day, at)}
    rules.refuse({name: says for name, says in faults.items() if says})


def _title(text: str) -> str | None:
    return text_fault(text, TITLE_AT_MOST) or (None if text.strip() else "请填写")


def _link(link: str) -> str | None:
    if not link or (len(link) <= LINK_AT_MOST and _is_address(link)):
        return None
    return "要填以 http:// 或 https:// 开头的链接"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:                 # "http://[" and its like
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable() and " " not in text
