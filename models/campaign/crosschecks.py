"""What the values of a campaign document must be to one another, each fault at its own key.

A check yields (key path, words). All of them run, so that an organiser repairs a
document in one go.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from models.campaign.tracks import CODECS, GUESSED, NEEDS_NO_LIMIT, Field, Rule, Track

if TYPE_CHECKING:
    from models.campaign.plan import Phase, Plan

Path = tuple[str | int, ...]
Faults = Iterator[tuple[Path, str]]

SHAPES = {"container": (re.compile(r"[a-z0-9]+"), "要写成文字，如 mp4"),
          "aspect_ratio": (re.compile(r"[1-9][0-9]{0,4}:[1-9][0-9]{0,4}"), '要写成文字，如 "16:9"'),
          "count": (re.compile(r"[0-9]{1,3}(-[0-9]{1,3})?"), '要写成文字，如 "4" 或 "4-8"')}


def notices(plan: Plan) -> Faults:
    taken = Counter(one.id for one in plan.notices)
    phases = {phase.id for phase in plan.phases}
    for i, one in enumerate(plan.notices):
        if taken[one.id] > 1:
            yield ("notices", i, "id"), f"提醒编号 {one.id} 重复"
        if unknown := sorted(one.phases_named() - phases):
            yield ("notices", i, "when"), f"没有阶段 {unknown[0]}"
        if bool(one.template) != bool(one.values):
            yield ("notices", i, "values"), "有模板才有各项内容，有模板就要写各项内容"
        if not one.is_of_lines and not one.to and one.when != "event.tomorrow":
            yield ("notices", i, "to"), "请写明发给谁"
        if not one.on and not one.why_off:
            yield ("notices", i, "why_off"), "先不发的要写明原因"


def require(plan: Plan) -> None:
    """Raises ValidationError with every fault, located."""
    errors: list[Any] = [{"type": "value_error", "loc": path, "input": None, "ctx": {"error": ValueError(says)}}
                         for check in CHECKS for path, says in check(plan)]
    if errors:
        raise ValidationError.from_exception_data("Plan", errors)


def calendar(plan: Plan) -> Faults:
    if plan.starts >= plan.ends:
        yield ("ends",), "主题活动的结束时间要晚于开始时间"
    for i, phase in enumerate(plan.phases):
        for key, says in _phase(plan, phase):
            yield ("phases", i, key), f"阶段「{phase.label}」{says}"
    if not any("submit" in phase.permits for phase in plan.phases):
        yield ("phases",), "没有任何阶段开放提交（submit）"
    if not plan.starts <= plan.returns.latest <= plan.ends:
        yield ("returns", "latest"), "退回修改的最晚时间不在主题活动期间"


def _phase(plan: Plan, phase: Phase) -> Iterator[tuple[str, str]]:
    closes = phase.closes or plan.ends
    if not plan.starts <= phase.opens < plan.ends:
        yield "opens", "的开始时间不在主题活动期间"
    if closes <= phase.opens:
        yield "closes", "的截止时间不晚于开始时间"
    if closes > plan.ends:
        yield "closes", "的截止时间晚于主题活动的结束时间"
    for key, word in (("due", "期限"), ("covers_until", "发生时间的上限")):
        instant = getattr(phase, key)
        if instant and not phase.opens < instant <= closes:
            yield key, f"的{word}（{key}）不在开始与截止之间"


def names_used_once(plan: Plan) -> Faults:
    yield from _twice(("phases",), "id", plan.phases)
    yield from _twice(("tracks",), "id", plan.tracks)
    yield from _twice(("consents",), "id", plan.consents)
    yield from _twice(("units",), "name", plan.units)
    yield from _twice(("allocation", "rows"), "no", plan.allocation.rows)
    yield from _twice(("targets", "rows"), "id", plan.targets.rows)
    for i, track in enumerate(plan.tracks):
        yield from _twice(("tracks", i, "types"), "id", track.types)
        yield from _twice(("tracks", i, "media"), "kind", track.media)


def _twice(path: Path, key: str, things: Iterable[Any]) -> Faults:
    seen: Counter[Any] = Counter()
    for i, thing in enumerate(things):
        name = getattr(thing, key)
        seen[name] += 1
        if seen[name] > 1:
            yield (*path, i, key), f"「{name}」重复了"


def names_that_exist(plan: Plan) -> Faults:
    units, consents = {unit.name for unit in plan.units}, {consent.id for consent in plan.consents}
    for i, unit in enumerate(plan.units):
        if unit.parent is not None and unit.parent not in units:
            yield ("units", i, "parent"), f"单位名单（units）里没有「{unit.parent}」"
    for i, row in enumerate(plan.allocation.rows):
        if row.unit not in units:
            yield ("allocation", "rows", i, "unit"), f"单位名单（units）里没有「{row.unit}」"
    for i, track in enumerate(plan.tracks):
        if track.host is not None and track.host not in units:
            yield ("tracks", i, "host"), f"单位名单（units）里没有承办单位「{track.host}」"
        for j, consent in enumerate(track.consents):
            if consent not in consents:
                yield ("tracks", i, "consents", j), f"没有编号为「{consent}」的承诺书（consents）"


def allocation(plan: Plan) -> Faults:
    total = sum(row.events or 0 for row in plan.allocation.rows)
    if total != plan.allocation.total_events:
        yield ("allocation", "total_events"), f"各行相加是 {total} 场，与合计 {plan.allocation.total_events} 场不符"
    numbers = {row.no for row in plan.allocation.rows}
    for i, question in enumerate(plan.questions):
        for j, number in enumerate(question.allocation_rows):
            if number not in numbers:
                yield ("questions", i, "allocation_rows", j), f"任务分配表没有第 {number} 行"


def tracks(plan: Plan) -> Faults:
    for i, track in enumerate(plan.tracks):
        for path, says in (*_track(plan, track), *_media(plan, track)):
            yield ("tracks", i, *path), says


def _track(plan: Plan, track: Track) -> Faults:
    if track.block is not None and track.block not in plan.blocks:
        yield ("block",), f"没有名为「{track.block}」的公共部分（blocks）"
    if track.recommend_due and not plan.starts < track.recommend_due <= plan.ends:
        yield ("recommend_due",), "推荐全国的时间不在主题活动期间"
    for key in ("required", "any_of") if track.people else ():
        for j, role in enumerate(getattr(track.people, key)):
            if role not in track.people.roles:      # type: ignore[union-attr]
                yield ("people", key, j), f"分工（roles）里没有「{role}」"


def _media(plan: Plan, track: Track) -> Faults:
    kinds = {media.kind for media in track.media}
    for j, media in enumerate(track.media):
        path: Path = ("media", j)
        if media.kind not in plan.media_kinds:
            yield (*path, "kind"), f"media_kinds 里没有「{media.kind}」的大小和格式"
        yield from _counts((*path, "counts"), media.counts)
        yield from _rules((*path, "rules"), media.rules)
    for j, kind in enumerate(track.types):
        for k, change in enumerate(kind.media):
            path = ("types", j, "media", k)
            if change.kind not in kinds:
                yield (*path, "kind"), f"本子项目不收「{change.kind}」"
            yield from _counts((*path, "counts"), change.counts or ())
            yield from _rules((*path, "rules"), change.rules)
    for j, any_of in enumerate(track.media_any_of):
        if any_of not in kinds:
            yield ("media_any_of", j), f"本子项目不收「{any_of}」"


def _counts(path: Path, counts: Iterable[tuple[int, int]]) -> Faults:
    for i, (fewest, most) in enumerate(counts):
        if fewest > most:
            yield (*path, i), f"最少 {fewest} 个多于最多 {most} 个"


def _rules(path: Path, rules: Iterable[Rule]) -> Faults:
    for i, rule in enumerate(rules):
        if says := _limit(rule):
            yield (*path, i, "limit"), says
        if rule.rule in GUESSED and (rule.severity == "refuse" or rule.required_at):
            yield (*path, i, "rule"), "是机器的推测，只能提示（severity: warn），不能作为条件（required_at）"


def _limit(rule: Rule) -> str | None:
    """What is wrong with a rule's limit, in words."""
    limit = rule.limit
    if rule.rule in NEEDS_NO_LIMIT:
        return None if limit is None else "这一条不用写 limit"
    if rule.rule in ("video_codec", "audio_codec"):
        names = (limit,) if isinstance(limit, str) else limit
        known = isinstance(names, tuple) and all(name in CODECS for name in names)
        return None if known else f"要写编码的名称，一个或一列，只能是 {'、'.join(CODECS)}"
    if rule.rule in SHAPES:
        shape, says = SHAPES[rule.rule]
        return None if isinstance(limit, str) and shape.fullmatch(limit) else says
    return None if isinstance(limit, int) else "要写成整数"


def forms(plan: Plan) -> Faults:
    for name, block in plan.blocks.items():
        yield from _form(("blocks", name), block, set(), None)
    for i, track in enumerate(plan.tracks):
        common = plan.blocks.get(track.block or "", ())
        yield from _form(("tracks", i, "fields"), track.fields, {field.id for field in common}, {t.id for t in track.types})
    for who in ("reporting_unit", "host", "province"):
        yield from _form(("opinions", who), getattr(plan.opinions, who), set(), None)


def _form(path: Path, fields: tuple[Field, ...], others: set[str], types: set[str] | None) -> Faults:
    """`types` None: the form may serve several tracks, so its conditions on types are not looked up."""
    seen = set(others)
    for i, field in enumerate(fields):
        if field.id in seen:
            yield (*path, i, "id"), f"同一张表里有两个「{field.id}」"
        seen.add(field.id)
    for i, field in enumerate(fields):
        for key, says in (*_field(field), *_conditions(field, seen, types)):
            yield (*path, i, *key), f"「{field.label}」{says}"


def _field(field: Field) -> Faults:
    chooses = field.kind in ("choice", "choices")
    if chooses and len(field.options) < 2:
        yield ("options",), "至少要有两个选项"
    if not chooses and field.options:
        yield ("options",), "不是选择题，不能有选项"
    if field.at_least is not None and field.at_most is not None and field.at_least > field.at_most:
        yield ("at_least",), f"的下限 {field.at_least} 大于上限 {field.at_most}"
    if len(set(field.options)) != len(field.options):
        yield ("options",), "有重复的选项"
    if field.default is not None and not _fits(field, field.default):
        yield ("default",), f"的默认值「{field.default}」不合本栏的要求"


def _fits(field: Field, default: str) -> bool:
    if field.kind == "choice":
        return default in field.options
    if field.kind == "date":
        return default == "today"
    return field.kind in ("line", "text", "link")


def _conditions(field: Field, fields: set[str], types: set[str] | None) -> Faults:
    for i, condition in enumerate(field.required_when):
        if bool(condition.type) == bool(condition.field) or bool(condition.field) != bool(condition.is_):
            yield ("required_when", i), "的条件要么写 type，要么写 field 和 is"
        if condition.field and condition.field not in fields:
            yield ("required_when", i, "field"), f"的条件所指的「{condition.field}」不在表里"
        for j, kind in enumerate(condition.type):
            if types is not None and kind not in types:
                yield ("required_when", i, "type", j), f"的条件所指的类别「{kind}」不存在"
    for kind in field.at_most_for:
        if types is not None and kind not in types:
            yield ("at_most_for", kind), f"所指的类别「{kind}」不存在"


CHECKS = (calendar, names_used_once, names_that_exist, allocation, tracks, forms, notices)
