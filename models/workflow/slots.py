"""Limits as constraints: a live entry holds a numbered slot of its author's, in the campaign and in the track.

Two entries submitted at the same instant may look at the same free number; the unique index lets
one have it and the other looks again. So no count is ever read and then trusted.
"""
from peewee import IntegrityError

from models.campaign.plan import Plan
from models.db import database
from models.entries.tables import Entry
from models.problems import LimitReached
from models.rows import update_row

HELD = """
SELECT track, campaign_slot, track_slot FROM entry
WHERE campaign_id = {p} AND author_key = {p} AND id <> {p} AND campaign_slot IS NOT NULL
"""


def take(entry: Entry, plan: Plan) -> None:
    """Give the entry its two slots and save them with whatever else changed. Raises LimitReached."""
    for _ in range(1 + plan.limits.per_person):
        entry.campaign_slot, entry.track_slot = free(entry, plan)
        try:
            with database.atomic():
                update_row(entry)
            return
        except IntegrityError:
            continue                     # somebody submitted between our look and our save
    raise LimitReached(limit=plan.limits.per_person, where="本次活动")


def release(entry: Entry) -> None:
    """The entry no longer counts against its author."""
    entry.campaign_slot = entry.track_slot = None


def free(entry: Entry, plan: Plan) -> tuple[int, int]:
    """The lowest numbers no other live entry of the author holds: (in the campaign, in the track). Raises LimitReached."""
    others = database.execute_sql(HELD.format(p=database.param), (entry.campaign_id, entry.author_key, entry.id)).fetchall()
    in_track = _lowest({in_track for track, _, in_track in others if track == entry.track}, plan.limit_in(entry.track), "本子项目")
    return _lowest({in_campaign for _, in_campaign, _ in others}, plan.limits.per_person, "本次活动"), in_track


def _lowest(taken: set[int | None], limit: int, where: str) -> int:
    number = next((number for number in range(1, limit + 1) if number not in taken), None)
    if number is None:
        raise LimitReached(limit=limit, where=where)
    return number
