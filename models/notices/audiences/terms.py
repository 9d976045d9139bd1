"""Terms: whom a notice is for, as data that a document, a form and a query agree on.

A leaf names one thing ({"role": "coordinator", "over": "reporting_units"}, {"entry": "draft"}); {"all": […]}, {"any": […]} and
{"not": …} join them. `LEAVES` is the whole vocabulary: what a leaf takes, and how it is said.
"""
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models import ids
from models.accounts.actor import EVERYTHING, Role
from models.campaign import queries as campaigns
from models.campaign.plan import Plan
from models.events.tables import Event
from models.problem import Problem
from models.problems import AudienceUnclear
from models.promoters.law import PromoterState
from models.rows import find_row
from models.units import queries as units

DEEPEST, MOST_LEAVES, MOST_ACCOUNTS = 4, 30, 200
REPORTING_UNITS = "reporting_units"
ROLE_LABELS = {"coordinator": "单位联络员", "host": "承办单位经办人", "juror": "评委", "organiser": "主办单位经办人",
               "administrator": "系统管理员", "observer": "查看人员"}
ENTRY_LABELS = {
    "draft": "有未提交草稿的作者", "submitted": "已提交作品的作者", "returned": "退回未重交的作者",
    "due_tomorrow": "退回作品明天到期的作者", "selected": "作品入选的作者",
    "not_selected": "作品未入选的作者", "recommended": "作品推荐全国的作者", "exhibited": "作品已展示的作者",
}
WAITING_LABELS = {
    "preselect": "有作品待初评的单位联络员", "shortlist": "有作品待遴选的承办单位经办人", "audit": "有作品待审核的主办单位经办人",
    "recommend": "有作品待推荐的承办单位经办人", "confirm_members": "有职工待确认的单位联络员",
    "confirm_events": "有活动待确认的单位联络员", "report_events": "有活动未上报的登记人和单位联络员",
    "check_ins": "有签到待核实的活动负责人",
}
PROMOTER_LABELS = {PromoterState.CONFIRMED.value: "职工好网民宣传员"}
TEMPLATES = ("T1", "T2", "T3", "T4")


def read(terms: object, campaign_id: str) -> dict[str, Any]:
    """The terms as they are kept: units that were merged under their survivor's id. Raises AudienceUnclear, naming the place."""
    plan = campaigns.newest_plan(campaign_id)
    if sum(1 for _ in _leaves(terms)) > MOST_LEAVES:
        raise _unclear("", f"条件太多，最多 {MOST_LEAVES} 条")
    return _read(terms, plan, "audience", 1)


def words(terms: Mapping[str, Any], campaign_id: str, plan: Plan | None = None) -> str:
    """The terms as a person reads them; `plan` where the campaign's newest is at hand."""
    return _words(terms, plan or campaigns.newest_plan(campaign_id))


def _leaves(terms: object) -> Iterator[object]:
    if isinstance(terms, dict) and isinstance(joined := terms.get("all", terms.get("any")), list):
        for one in joined:
            yield from _leaves(one)
    else:
        yield terms


def _read(terms: object, plan: Plan, place: str, depth: int) -> dict[str, Any]:
    if not isinstance(terms, dict) or not terms:
        raise _unclear(place, "请选择对象")
    if depth > DEEPEST:
        raise _unclear(place, "条件套得太深")
    for join in ("all", "any"):
        if join in terms:
            return {join: _joined(terms, join, plan, place, depth)}
    if "not" in terms:
        _require_only(terms, ("not",), place)
        return {"not": _read(terms["not"], plan, f"{place}.not", depth + 1)}
    return _leaf(terms, plan, place)


def _joined(terms: dict[str, Any], join: str, plan: Plan, place: str, depth: int) -> list[dict[str, Any]]:
    _require_only(terms, (join,), place)
    if not isinstance(terms[join], list) or not terms[join]:
        raise _unclear(f"{place}.{join}", "请至少选一个条件")
    return [_read(one, plan, f"{place}.{join}.{number}", depth + 1) for number, one in enumerate(terms[join])]


def _leaf(terms: dict[str, Any], plan: Plan, place: str) -> dict[str, Any]:
    name = next((one for one in LEAVES if one in terms), None)
    if name is None:
        raise _unclear(place, "没有这种条件")
    leaf = LEAVES[name]
    _require_only(terms, (name, *leaf.more), place)
    return leaf.read(terms, plan, place)


def _require_only(terms: dict[str, Any], names: tuple[str, ...], place: str) -> None:
    if extra := set(terms) - set(names):
        raise _unclear(f"{place}.{sorted(extra)[0]}", "没有这种条件")


def _unclear(place: str, says: str) -> Problem:
    return AudienceUnclear(summary=says, fields=[{"field": place, "says": says}])


def _words(terms: Mapping[str, Any], plan: Plan) -> str:
    if "all" in terms:
        return "，且".join(_words(one, plan) for one in terms["all"])
    if "any" in terms:
        return "；".join(_words(one, plan) for one in terms["any"])
    if "not" in terms:
        return f"不含{_words(terms['not'], plan)}"
    return next(leaf.words(terms, plan) for name, leaf in LEAVES.items() if name in terms)


# Leaves

@dataclass(frozen=True, slots=True)
class Leaf:
    """One kind of term. `more`: keys that may stand beside its own."""
    read: Callable[[dict[str, Any], Plan, str], dict[str, Any]]
    words: Callable[[Mapping[str, Any], Plan], str]
    more: tuple[str, ...] = ()


def _one_of(key: str, known: Mapping[str, str], says: str) -> Leaf:
    def check(terms: dict[str, Any], plan: Plan, place: str) -> dict[str, Any]:
        if not _is_one_of(terms[key], known):
            raise _unclear(f"{place}.{key}", says)
        return _with_track(terms, plan, place)
    return Leaf(check, lambda terms, plan: _in_track(terms, plan) + known[terms[key]], ("track",) if key == "entry" else ())


def _is_one_of(word: object, known: Iterable[str]) -> bool:
    return isinstance(word, str) and word in set(known)


def _with_track(terms: dict[str, Any], plan: Plan, place: str) -> dict[str, Any]:
    if "track" in terms and not _is_one_of(terms["track"], (track.id for track in plan.tracks)):
        raise _unclear(f"{place}.track", "没有这个子项目")
    return terms


def _in_track(terms: Mapping[str, Any], plan: Plan) -> str:
    return f"“{plan.track(terms['track']).label}”" if "track" in terms else ""


def _everybody(terms: dict[str, Any], _: Plan, place: str) -> dict[str, Any]:
    if terms["everybody"] is not True:
        raise _unclear(f"{place}.everybody", "请选择对象")
    return terms


def _role(terms: dict[str, Any], plan: Plan, place: str) -> dict[str, Any]:
    if not _is_one_of(terms["role"], Role):
        raise _unclear(f"{place}.role", "没有这种角色")
    over = terms.get("over", EVERYTHING)
    if over not in (EVERYTHING, REPORTING_UNITS):
        kind, _, thing = str(over).partition(":")
        if kind == "unit":
            return {**terms, "over": f"unit:{_unit_id(thing, f'{place}.over')}"}
        if kind != "track" or thing.removeprefix(f"{plan.id}/") not in {track.id for track in plan.tracks}:
            raise _unclear(f"{place}.over", "没有这个范围")
    return terms


def _role_words(terms: Mapping[str, Any], plan: Plan) -> str:
    over = str(terms.get("over", EVERYTHING))
    kind, _, thing = over.partition(":")
    whose = {EVERYTHING: "", REPORTING_UNITS: "各报送单位的"}.get(over)
    if whose is None:
        whose = f"{units.names({thing}).get(thing, '')}的" if kind == "unit" else f"“{plan.track(thing.split('/')[-1]).label}”的"
    return f"{whose}{ROLE_LABELS[terms['role']]}"


def _unit_id(unit_id: object, place: str) -> str:
    try:
        return str(units.find(str(unit_id)).id)
    except Problem:
        raise _unclear(place, "没有这个单位") from None


def _unit(terms: dict[str, Any], _: Plan, place: str) -> dict[str, Any]:
    if not isinstance(terms.get("confirmed", True), bool):
        raise _unclear(f"{place}.confirmed", "要是 true 或 false")
    return {**terms, "unit": _unit_id(terms["unit"], f"{place}.unit")}


def _unit_words(terms: Mapping[str, Any], _: Plan) -> str:
    name = units.names({terms["unit"]}).get(terms["unit"], "")
    return f"{name}及所属单位的职工" + ("" if terms.get("confirmed", True) else "（含待确认）")


def _event(terms: dict[str, Any], _: Plan, place: str) -> dict[str, Any]:
    if not ids.is_id(terms["event"], "evt") or find_row(Event, str(terms["event"])) is None:
        raise _unclear(f"{place}.event", "没有这场活动")
    return terms


def _accounts(terms: dict[str, Any], _: Plan, place: str) -> dict[str, Any]:
    named = terms["accounts"]
    if not isinstance(named, list) or not 0 < len(named) <= MOST_ACCOUNTS or not all(ids.is_id(one, "acc") for one in named):
        raise _unclear(f"{place}.accounts", f"要是 1 到 {MOST_ACCOUNTS} 个人")
    return {"accounts": sorted(set(named))}


LEAVES: dict[str, Leaf] = {
    "everybody": Leaf(_everybody, lambda *_: "所有用过小程序的人"),
    "role": Leaf(_role, _role_words, ("over",)),
    "unit": Leaf(_unit, _unit_words, ("confirmed",)),
    "entry": _one_of("entry", ENTRY_LABELS, "没有这种作品状态"),
    "waiting": _one_of("waiting", WAITING_LABELS, "没有这种待办"),
    "event": Leaf(_event, lambda *_: "这场活动的负责人和签到的人"),
    "promoter": _one_of("promoter", PROMOTER_LABELS, "没有这种宣传员"),
    "asked": _one_of("asked", dict.fromkeys(TEMPLATES, "要求用服务号提醒的人"), "没有这个提醒模板"),
    "accounts": Leaf(_accounts, lambda terms, _: f"指定的 {len(terms['accounts'])} 人"),
    "track": Leaf(_with_track, lambda terms, plan: f"在{_in_track(terms, plan)}有作品的作者"),
}
