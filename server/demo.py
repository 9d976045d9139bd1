"""A first look: the real 2022 campaign moved so that collection is open today, and one person for each role.

The dates are moved once per DATA_DIR and again only when collection is over; DEMO_DAY names another day of the plan.
Live installations never run this, and refuse to start while its people are in the database.
"""
import os
from collections.abc import Callable
from pathlib import Path

from gateways import simulated_identity
from models import clock
from models.accounts import actions as accounts
from models.accounts import grants, membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Role
from models.campaign import actions as campaigns
from models.campaign import calendar, queries
from models.campaign.plan import Plan, read
from models.campaign.shift import DEMO_DAY, demo_days, shift_text
from models.config import Config
from models.db import database
from models.personal import actions as personal
from models.problems import NotFound
from models.units import actions as units
from models.units import queries as unit_queries
from models.units.rows import UnitRow

DOCUMENT = Path(__file__).parent.parent / "campaigns" / "qinghai-2022.yaml"
CITY = "西宁市总工会"
GRASSROOTS = "西宁市城北区演示机械厂工会"
CAST: tuple[tuple[str, str, str, str], ...] = (
    # user               name    role                over
    ("demo-worker",      "林措",   "",                 ""),
    ("demo-coordinator", "马海燕", Role.COORDINATOR,   f"unit:{CITY}"),
    ("demo-host",        "祁连山", Role.HOST,          "track:photo"),
    ("demo-juror",       "才让",   Role.JUROR,         "track:photo"),
    ("demo-organiser",   "李青",   Role.ORGANISER,     "*"),
    ("demo-organiser-2", "卓玛",   Role.ORGANISER,     "*"),
    ("demo-admin",       "韩梅",   Role.ADMINISTRATOR, "*"),
)


def prepare(config: Config, say: Callable[[str], None]) -> None:
    """Bring the campaign and the cast up to date; a second start changes nothing and is quick."""
    wanted = os.environ.get("DEMO_DAY") or DEMO_DAY
    marker = config.data_dir / "demo-day"
    with database.connection_context():
        dated = _still_good(marker, wanted)
        if dated and people.simulated():
            return
        say("正在准备演示用的活动和人员……")
        if not dated:
            _import(wanted)
        _people(config)
    marker.write_text(wanted)      # last: a preparation that was broken off is done again


def remove() -> int:
    """Take everybody of the simulator out again: sessions, roles, personal data; how many. Their works are withdrawn."""
    with database.connection_context():
        gone = people.simulated()
        for person in gone:
            personal.forget(actor=people.actor_of(person))
        return len(gone)


def _still_good(marker: Path, wanted: str) -> bool:
    """Whether the dates were moved for this day of the plan, and collection is not over since (another day may want it over)."""
    if not marker.exists() or marker.read_text() != wanted:
        return False
    try:
        plan = queries.newest_plan(queries.current())
    except NotFound:
        return False
    return wanted != DEMO_DAY or calendar.permits(plan, "submit", clock.now())


def _import(wanted: str) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    plan, _ = read(text)
    moved = shift_text(text, demo_days(plan, demo_day=wanted))
    version, _ = campaigns.import_plan(moved, actor_id=None, note=f"演示：今天当作 {wanted}")
    adopt_units(queries.plan_of(version.id))


def adopt_units(plan: Plan) -> None:
    """The units a plan names, in the tree; one that was renamed or merged since stays as it is."""
    known = unit_queries.by_names(unit.name for unit in plan.units)
    rows = [UnitRow(name=unit.name, aliases=unit.aliases, kind=unit.kind, parent=unit.parent or "", reports=unit.reports, position=place)
            for place, unit in enumerate(plan.units, 1) if unit.name not in known or known[unit.name].name == unit.name]
    units.adopt_units(rows, actor=SYSTEM)


def _people(config: Config) -> None:
    shop = [UnitRow(name=GRASSROOTS, short="演示机械厂工会", kind="grassroots", parent=CITY, workers=230)]
    units.adopt_units([*shop, UnitRow(name=CITY, liaison_a="马海燕", office_phone="0971-0000000")], actor=SYSTEM)
    found = unit_queries.by_names([CITY, GRASSROOTS])
    campaign = queries.current()
    for user, name, role, over in CAST:
        _, account, _ = accounts.sign_in(simulated_identity(config, user), is_demo=True)
        actor = people.actor_of(account.id)
        accounts.update_profile(name=name, nickname=name, actor=actor)
        if role:
            grants.grant_role(account.id, role, _over(over, found[CITY].id, campaign), actor=SYSTEM)
        else:
            membership.ask_for_unit(found[GRASSROOTS].id, actor=actor)
            membership.answer_membership(account.id, found[GRASSROOTS].id, "confirm", actor=SYSTEM)


def _over(over: str, city_id: str, campaign: str) -> str:
    if over.startswith("unit:"):
        return f"unit:{city_id}"
    return f"track:{campaign}/{over.removeprefix('track:')}" if over.startswith("track:") else over
