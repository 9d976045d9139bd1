"""Which plan holds: the newest published one for windows, an entry's own version for its form.

Plans are kept in memory by the id of their version, which never changes.
"""
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from models import clock
from models.campaign.plan import Plan, trust
from models.campaign.tables import Campaign, PlanVersion
from models.db import database
from models.problems import NotFound
from models.rows import find_row

KEPT = 64     # versions


@dataclass(frozen=True, slots=True)
class Standing:
    """A published plan and which version of its campaign it is."""
    plan: Plan
    version_id: str
    number: int


def newest_plan(campaign_id: str) -> Plan:
    """The plan whose windows, due dates, hosts, contacts and targets hold now. Raises NotFound."""
    return plan_of(newest_version(campaign_id))


def newest_version(campaign_id: str) -> str:
    """The id of the newest published PlanVersion: what a new entry is made under. Raises NotFound."""
    found = find_row(Campaign, campaign_id)
    if found is None or found.newest is None:
        raise NotFound(what="主题活动")
    return found.newest


def plan_of(version_id: str) -> Plan:
    """The plan of one version: the form and specifications an entry remembers. Raises NotFound."""
    return _kept(version_id)[0]


def current(at: datetime | None = None) -> str:
    """The id of the campaign to show first: the one running now, else opened last, else the next to open. Raises NotFound."""
    instant = at or clock.now()
    found = max(_published(), key=lambda one: _closeness(one, instant), default=None)
    if found is None:
        raise NotFound(what="主题活动")
    return found[0]


def standing(campaign_id: str) -> Standing:
    """The newest published plan with its version's id and number, for the wire and its ETag. Raises NotFound."""
    version_id = newest_version(campaign_id)
    return Standing(plan_of(version_id), version_id, _kept(version_id)[1])


def campaigns() -> list[Campaign]:
    """Every campaign with a published plan, the one opened last first."""
    return list(Campaign.select().where(Campaign.newest.is_null(False)).order_by(Campaign.starts.desc(), Campaign.id))


def versions(campaign_id: str) -> list[PlanVersion]:
    """Every version of a campaign, newest first, without the documents themselves."""
    light = (PlanVersion.id, PlanVersion.campaign, PlanVersion.number, PlanVersion.sha256, PlanVersion.imported_at,
             PlanVersion.imported_by, PlanVersion.note, PlanVersion.published_at)
    return list(PlanVersion.select(*light).where(PlanVersion.campaign == campaign_id).order_by(PlanVersion.number.desc()))


def exported(campaign_id: str, number: int | None = None) -> str:
    """A version's text byte for byte as it was imported; without a number the newest, published or not. Raises NotFound."""
    wanted = PlanVersion.select().where(PlanVersion.campaign == campaign_id).order_by(PlanVersion.number.desc())
    found = (wanted if number is None else wanted.where(PlanVersion.number == number)).first()
    if found is None:
        raise NotFound(what="这一版方案")
    return found.text


def _published() -> list[tuple[str, datetime, datetime]]:
    """(id, starts, ends) of every published campaign; plain SQL, because every draft asks."""
    rows = database.execute_sql("SELECT id, starts, ends FROM campaign WHERE newest IS NOT NULL").fetchall()
    return [(campaign_id, clock.from_wire(starts), clock.from_wire(ends)) for campaign_id, starts, ends in rows]


def _closeness(campaign: tuple[str, datetime, datetime], at: datetime) -> tuple[int, float, str]:
    campaign_id, starts, ends = campaign
    opened = (starts - at).total_seconds()
    if opened > 0:
        return 0, -opened, campaign_id
    return (2 if at < ends else 1), opened, campaign_id


@lru_cache(maxsize=KEPT)
def _kept(version_id: str) -> tuple[Plan, int]:
    found = PlanVersion.get_or_none(PlanVersion.id == version_id)
    if found is None:
        raise NotFound(what="这一版方案")
    return trust(found.document), found.number


def number_of(version_id: str) -> int:
    """A version's number in its campaign, as people say it. Raises NotFound."""
    return _kept(version_id)[1]
