"""What is said of a file: of its kind, size and measures, before sending (the phone says the same) and after a look inside.

`measured` is {name, size, type?, …} with the figures of models.ports.Measured: what is not known is left out and judged
by nobody. `media` is a specification as a File keeps it, or as the phone has it: {max_bytes, types, rules, called?, …},
where `called` is the type whose own rules these are. What a phone can measure is said a second time, in the same words,
in miniprogram/src/domain/, and tests/vectors holds both to the same cases. The kinds of rule stand in measures.py.
"""
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from models.media.figures import duration_words, pixels_apart, sides, sizes_apart, whole
from models.media.formats import ACCEPTED, COUNTED_IN, TAKEN, mime_of
from models.media.measures import RULES, RuleKind

Measured = Mapping[str, Any]

STEPS = ("submit", "recommend")
HINT, CONDITION = "提示：", "（推荐全国时必须符合）"
SMALLER = {"photo": "请缩小后重选", "video": "请用较低的清晰度重新导出"}
NOTHING_TO_JUDGE = ("empty", "kind")
OUTCOMES = {"pass": "合格", "warn": "提示", "refuse": "不合格", "pending": "检查中"}


class Verdict(TypedDict):
    """One finding: "pass", "warn" or "refuse". Only "refuse" keeps a file out; `words` are ready to show."""
    rule: str
    outcome: str
    measured: Any
    limit: Any
    words: str


class Summary(TypedDict):
    """文件检查 in one word. `outcome` is pass, warn, refuse, or pending while nobody has looked inside."""
    outcome: str
    label: str


def verdicts(kind: str, measured: Measured, media: Mapping[str, Any], step: str = "submit") -> list[Verdict]:
    """Findings on one file at a step of its way: what refuses it, else the specifications it does not meet, in the plan's order."""
    return _refusals(kind, measured, media) or [one for one in _specified(kind, measured, media, step) if one["outcome"] != "pass"]


def report(kind: str, measured: Measured, media: Mapping[str, Any], step: str = "submit") -> list[Verdict]:
    """The hard limits that are broken, then every rule that could be judged, in the plan's order, whether it is met or not."""
    refusals = _refusals(kind, measured, media)
    if any(one["rule"] in NOTHING_TO_JUDGE for one in refusals):
        return refusals
    return [*refusals, *_specified(kind, measured, media, step)]


def summary(state: str, found: Iterable[Mapping[str, Any]]) -> Summary:
    """What a file's state (models.media.tables.FileState) and verdicts come to."""
    outcomes = {verdict["outcome"] for verdict in found}
    if state == "refused" or "refuse" in outcomes:
        outcome = "refuse"
    elif state != "ready":
        outcome = "pending"
    else:
        outcome = "warn" if "warn" in outcomes else "pass"
    return {"outcome": outcome, "label": OUTCOMES[outcome]}


def called(type_label: str) -> str:
    """A type's name as it stands in a sentence: 故事情景剧（≤ 8 分钟） is 故事情景剧."""
    return type_label.partition("（")[0]


def refusal(rule: str, measured: object, limit: object, words: str) -> Verdict:
    return {"rule": rule, "outcome": "refuse", "measured": measured, "limit": limit, "words": words}


# The hard limits: they protect the service

def _refusals(kind: str, measured: Measured, media: Mapping[str, Any]) -> list[Verdict]:
    found = (_empty(measured), _too_large(measured, media), _wrong_kind(kind, measured), _too_many_pixels(kind, measured, media),
             _too_wide(kind, measured, media), _too_long(measured, media))
    return [verdict for verdict in found if verdict]


def _empty(measured: Measured) -> Verdict | None:
    size = measured.get("size")
    return refusal("empty", size, 1, "文件是空的，请重新选择") if size is not None and size <= 0 else None


def _too_large(measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    size, most = measured.get("size"), media.get("max_bytes")
    if size is None or most is None or size <= most:
        return None
    is_said, most_said = sizes_apart(size, most)
    return refusal("max_bytes", size, most, f"文件有 {is_said}，这里最多 {most_said}，请压缩后重选")


def _wrong_kind(kind: str, measured: Measured) -> Verdict | None:
    mime = mime_of(measured)
    return None if mime is None or mime in ACCEPTED[kind] else refusal("kind", mime, kind, wrong_kind_words(kind))


def wrong_kind_words(kind: str) -> str:
    """What is taken, not what is wrong: to its author an AVI is a film."""
    return f"这里收 {TAKEN[kind]}，请转换或重新选择"


def _too_many_pixels(kind: str, measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    found, most = sides(measured), media.get("max_pixels")
    if found is None or most is None or found[0] * found[1] <= most:
        return None
    is_said, most_said = pixels_apart(found[0] * found[1], most)
    return refusal("max_pixels", found[0] * found[1], most,
                   f"画面是 {found[0]}×{found[1]}（{is_said}），这里最多 {most_said}，{SMALLER.get(kind, SMALLER['photo'])}")


def _too_wide(kind: str, measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    found, most = sides(measured), media.get("max_side")
    if found is None or most is None or max(found) <= most:
        return None
    return refusal("max_side", max(found), most,
                   f"画面是 {found[0]}×{found[1]}，这里每边最多 {most} 像素，{SMALLER.get(kind, SMALLER['photo'])}")


def _too_long(measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    seconds, most = whole(measured.get("duration_s")), media.get("max_seconds")
    if seconds is None or most is None or seconds <= most:
        return None
    return refusal("max_seconds", seconds, most, f"时长 {duration_words(seconds)}，这里最多 {duration_words(most)}，请剪短后重选")


# The specifications: what the call wishes

def _specified(kind: str, measured: Measured, media: Mapping[str, Any], step: str) -> list[Verdict]:
    found = [_type(kind, measured, media), *(_by_rule(rule, kind, measured, media, step) for rule in media.get("rules", ()))]
    return [verdict for verdict in found if verdict]


def _type(kind: str, measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    """Only pictures have one name for each type; sound and office files have several."""
    mime, types = mime_of(measured), media.get("types") or ()
    if kind != "photo" or mime is None or not types:
        return None
    if mime in types:
        return {"rule": "type", "outcome": "pass", "measured": mime, "limit": list(types), "words": f"{_picture(mime)} 格式，符合要求"}
    usual = "、".join(_picture(one) for one in types)
    return {"rule": "type", "outcome": "warn", "measured": mime, "limit": list(types),
            "words": f"{HINT}这里一般要 {usual} 格式，推荐全国时可能需要替换"}


def _picture(mime: str) -> str:
    return mime.removeprefix("image/").upper()


def _by_rule(rule: Mapping[str, Any], kind: str, measured: Measured, media: Mapping[str, Any], step: str) -> Verdict | None:
    judge, limit = RULES.get(rule["rule"]), rule.get("limit")
    if judge is None or not _reached(rule.get("applies_at") or "submit", step):
        return None
    figure = judge.figure(measured)
    met = None if figure is None else judge.met(figure, limit)
    if met is None:
        return None
    said = _words(judge, figure, limit, met, {"whose": media.get("called") or "这里", "unit": COUNTED_IN[kind]})
    outcome, words = ("pass", said) if met else _weighed(rule, said, step)
    return {"rule": rule["rule"], "outcome": outcome, "measured": figure, "limit": limit, "words": words}


def _weighed(rule: Mapping[str, Any], said: str, step: str) -> tuple[str, str]:
    """(outcome, words) of a rule that is not met: a hint, unless the plan refuses by it or it is a condition by now."""
    required_at = rule.get("required_at")
    if rule.get("severity") == "refuse" or (required_at and _reached(required_at, step)):
        return "refuse", said
    return "warn", HINT + said + (CONDITION if required_at else "")


def _reached(at: str, step: str) -> bool:
    return STEPS.index(at) <= STEPS.index(step)


def _words(judge: RuleKind, figure: Any, limit: Any, met: bool, names: dict[str, str]) -> str:
    figure_said, limit_said = judge.said(figure, limit)
    fails = judge.fails if isinstance(judge.fails, str) else judge.fails(figure, limit)
    return (judge.fits if met else fails).format(figure=figure_said, limit=limit_said, **names)
