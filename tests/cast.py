"""The people every test knows, and where they stand.

    林措     a worker of 城东机械厂工会, which is under 西宁市总工会; confirmed
    马海燕   coordinator of 西宁市总工会, a reporting unit
    才让     coordinator of 城东机械厂工会, a grassroots union: he may endorse, never preselect
    祁连山   host of the photo track (中国水利水电第四工程局有限公司工会)
    李青、卓玛、韩梅   organisers
    央金     a worker who belongs nowhere yet
    白玛     observer
"""
from dataclasses import dataclass
from pathlib import Path

from models.accounts import actions as accounts
from models.accounts import grants, membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.campaign import actions as campaigns
from models.campaign import queries as plans
from models.campaign.plan import Plan
from models.ports import Identity
from models.units import actions as units
from models.units import queries as unit_queries
from models.units.rows import UnitRow

PLAN = (Path(__file__).parent.parent / "campaigns" / "qinghai-2022.yaml").read_text(encoding="utf-8")
CITY, FACTORY = "西宁市总工会", "城东机械厂工会"


@dataclass(frozen=True, slots=True)
class Cast:
    """Actors by name, and the two units most stories need."""
    lincuo: Actor
    ma: Actor
    cairang: Actor
    qilian: Actor
    liqing: Actor
    zhuoma: Actor
    hanmei: Actor
    yangjin: Actor
    baima: Actor
    city: str
    factory: str
    plan: Plan


def assemble() -> Cast:
    """The campaign as it stands in campaigns/, and everybody in their place."""
    campaigns.import_plan(PLAN, actor_id=None)
    plan = plans.newest_plan("qinghai-2022")
    units.adopt_units([UnitRow(name=u.name, aliases=u.aliases, kind=u.kind, parent=u.parent or "", reports=u.reports, position=n)
                       for n, u in enumerate(plan.units, 1)], actor=SYSTEM)
    units.adopt_units([UnitRow(name=FACTORY, kind="grassroots", parent=CITY)], actor=SYSTEM)
    found = unit_queries.by_names([CITY, FACTORY])
    city, factory = found[CITY].id, found[FACTORY].id
    return Cast(
        lincuo=_member("lincuo", "林措", factory), ma=_with("ma", "马海燕", "coordinator", f"unit:{city}"),
        cairang=_with("cairang", "才让", "coordinator", f"unit:{factory}"),
        qilian=_with("qilian", "祁连山", "host", "track:qinghai-2022/photo"), liqing=_with("liqing", "李青", "organiser", "*"),
        zhuoma=_with("zhuoma", "卓玛", "organiser", "*"), hanmei=_with("hanmei", "韩梅", "organiser", "*"),
        yangjin=_person("yangjin", "央金"), baima=_with("baima", "白玛", "observer", "*"),
        city=city, factory=factory, plan=plan)


def _person(openid: str, name: str) -> Actor:
    _, account, _ = accounts.sign_in(Identity(f"openid-{openid}"))
    actor = people.actor_of(account.id)
    accounts.update_profile(name=name, actor=actor)
    return actor


def _with(openid: str, name: str, role: str, over: str) -> Actor:
    actor = _person(openid, name)
    grants.grant_role(str(actor.account_id), role, over, actor=SYSTEM)
    return people.actor_of(str(actor.account_id))


def _member(openid: str, name: str, unit: str) -> Actor:
    actor = _person(openid, name)
    membership.ask_for_unit(unit, actor=actor)
    membership.answer_membership(str(actor.account_id), unit, "confirm", actor=SYSTEM)
    return people.actor_of(str(actor.account_id))
