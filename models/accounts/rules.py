"""Who may give a role, answer a membership, read or write a roster.

Every question is asked before anything is changed; each refusal is a Problem.
"""
import re

from models import ids
from models.accounts.actor import EVERYTHING, Actor, Role
from models.problems import Forbidden, Incomplete
from models.units import queries as units

PART = r"[a-z0-9][a-z0-9_-]{0,63}"
OVER = re.compile(rf"\*|unit:unt_[{ids.ALPHABET}]{{16}}|track:{PART}/{PART}|event:evt_[{ids.ALPHABET}]{{16}}")
FITTING = {
    Role.COORDINATOR: ("unit", "event"),
    Role.HOST: ("unit", "track"),
    Role.JUROR: ("track",),
    Role.ORGANISER: (EVERYTHING,),
    Role.ADMINISTRATOR: (EVERYTHING,),
    Role.OBSERVER: (EVERYTHING, "unit", "track"),
}


def require_fitting(role: str, over: str) -> None:
    """A role that exists, over a thing such a role can be held over. Raises Incomplete, NotFound (the unit)."""
    if role not in set(Role):
        raise Incomplete(fields=[{"field": "role", "label": "角色", "says": "没有这种角色"}], summary="角色")
    if not OVER.fullmatch(over) or over.partition(":")[0] not in FITTING[Role(role)]:
        raise Incomplete(fields=[{"field": "over", "label": "角色的范围", "says": "这种角色不能有这样的范围"}], summary="角色的范围")
    if over.startswith("unit:"):
        units.find(over.removeprefix("unit:"))


def require_may_give(role: str, over: str, actor: Actor) -> None:
    """An administrator gives anything, an organiser all but administrator, a reporting unit coordinators below it.

    Raises Forbidden.
    """
    if actor.is_administrator or (actor.is_organiser and role != Role.ADMINISTRATOR):
        return
    if role != Role.COORDINATOR or not over.startswith("unit:") or not _coordinates_above(over.removeprefix("unit:"), actor):
        raise Forbidden(act="授予角色")


def require_coordinator(unit_id: str, actor: Actor, act: str) -> None:
    """A coordinator of this unit or of any above it, or an organiser. Raises Forbidden."""
    if not coordinates(unit_id, actor):
        raise Forbidden(act=act)


def coordinates(unit_id: str, actor: Actor) -> bool:
    """Whether someone speaks for a unit: its coordinator, one of any unit above it, or an organiser."""
    return actor.is_organiser or actor.holds_over_unit(Role.COORDINATOR, units.chain(unit_id))


def _coordinates_above(unit_id: str, actor: Actor) -> bool:
    return any(above.reports and actor.holds_over_unit(Role.COORDINATOR, units.same_body(above.id))
               for above in units.ancestors(unit_id))
