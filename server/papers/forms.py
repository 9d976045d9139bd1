"""The form of a sub-project on paper: everything the phone asks, with room for a pen, a signature and a seal."""
from collections.abc import Iterable

from models.campaign.plan import Consent, Plan
from models.campaign.tracks import Condition, Field, Media, Track
from models.campaign.wire import media_words
from models.media.rules import KIND_LABELS
from server.papers.sheet import RIGHT, WIDTH_CM, Grid, Sheet

CALLED = {"work": "登记表", "person": "推荐表", "organisation": "申报表"}
LABEL_CM = 4.2
COLUMNS = (LABEL_CM, WIDTH_CM - LABEL_CM)
AUTHORS_CM = (4.0, 5.0, 7.0)
ROOM = {"line": 1.0, "link": 1.2, "number": 0.9, "date": 0.9, "choice": 0.9, "choices": 0.9}      # cm
LETTERS_A_LINE, LINE_CM, TEXT_CM = 26, 0.8, (3.0, 13.0)
AUTHORS_AT_MOST = 6
TO_SIGN = "签名：　　　　　　　　　　　　　　　年　　月　　日"
TO_SEAL = "（盖章）　　　　　　年　　月　　日"


def label_of(track: Track, label: str) -> str:
    """What the paper is called: 网络正能量摄影作品征集 登记表."""
    return f"{label}{CALLED[track.kind]}"


def write(sheet: Sheet, plan: Plan, track: Track) -> None:
    """The whole form of a track."""
    _questions(sheet, plan, track)
    if track.people:
        _authors(sheet, plan, track)
    _files(sheet, plan, track)
    _promises(sheet, [consent for consent in plan.consents if consent.id in track.consents])
    _opinion(sheet, plan)


def _questions(sheet: Sheet, plan: Plan, track: Track) -> None:
    sheet.heading("填写内容（带 ＊ 的必填）")
    grid = sheet.grid(COLUMNS)
    grid.row([(f"＊{track.title.label}", f"至多 {track.title.at_most} 字"), ("",)])
    if track.types:
        grid.row([("＊类别",), (_boxes(kind.label for kind in track.types),)])
    for who in ("所在单位", "报送单位"):
        grid.row([(who,), ("",)])
    for field in plan.form(track.id):
        if field.kind != "people":
            _question(grid, field, track)


def _question(grid: Grid, field: Field, track: Track) -> None:
    label = f"＊{field.label}" if field.required else field.label
    told = "；".join(part for part in (_bounds(field), _when(field, track), field.help) if part)
    height = _room(field)
    grid.row([(label, told) if told else (label,), (_blank(field),)], height_cm=height)


def _room(field: Field) -> float:
    """Room for the longest answer, in cm."""
    if field.kind != "text":
        return ROOM[field.kind]
    lines = (field.at_most or 500) / LETTERS_A_LINE
    return min(max(TEXT_CM[0], lines * LINE_CM), TEXT_CM[1])


def _blank(field: Field) -> str:
    if field.kind in ("choice", "choices"):
        return _boxes(field.options)
    if field.kind == "date":
        return "　　　　年　　月" + ("" if field.precision == "month" else "　　日")
    return ""


def _boxes(labels: Iterable[str]) -> str:
    return "　".join(f"□ {label}" for label in labels)


def _bounds(field: Field) -> str:
    if field.kind == "number":
        return f"至多 {field.decimals} 位小数" if field.decimals else "整数"
    if field.kind == "choices":
        return f"至多选 {field.at_most} 项" if field.at_most else "可多选"
    if field.kind not in ("line", "text") or not field.at_most:
        return ""
    return f"{field.at_least}–{field.at_most} 字" if field.at_least else f"至多 {field.at_most} 字"


def _when(field: Field, track: Track) -> str:
    said = [_condition(condition, track) for condition in field.required_when]
    return f"{'，或'.join(said)}时必填" if said else ""


def _condition(condition: Condition, track: Track) -> str:
    kinds = [kind.label for kind in track.types if kind.id in condition.type]
    asked = next((field.label for field in track.fields if field.id == condition.field), "")
    said = (["类别为" + "、".join(kinds)] if kinds else []) + ([f"{asked}为" + "、".join(condition.is_)] if condition.is_ else [])
    return "，或".join(said)


def _authors(sheet: Sheet, plan: Plan, track: Track) -> None:
    if track.people is None:
        return
    field = next((one for one in plan.form(track.id) if one.kind == "people"), None)
    sheet.heading(f"{field.label if field else '作者及分工'}")
    needed = "、".join(track.people.required) + "必有" if track.people.required else ""
    any_of = f"{'、'.join(track.people.any_of)}至少一项" if track.people.any_of else ""
    told = [f"分工：{'、'.join(track.people.roles)}", needed, any_of, field.help if field else "", track.people.help]
    sheet.line("；".join(part.rstrip("。") for part in told if part))
    grid = sheet.grid(AUTHORS_CM)
    grid.head(("姓名", "分工", "工作单位"))
    for _ in range(min(track.people.at_most, AUTHORS_AT_MOST)):
        grid.row([("",)] * len(AUTHORS_CM), height_cm=1.0)


def _files(sheet: Sheet, plan: Plan, track: Track) -> None:
    sheet.heading("随表提交的文件")
    of_all = {rule for media in plan.media(track.id) for rule in _rules(media)}
    for media in plan.media(track.id):
        sheet.line(f"□ {KIND_LABELS[media.kind]}：{_wanted(media)}")
    for kind in track.types:
        own = [rule for media in plan.media(track.id, kind.id) for rule in _rules(media) if rule not in of_all]
        if own:
            sheet.line(f"　{kind.label}：{'；'.join(own)}")


def _rules(media: Media) -> list[str]:
    return [rule["words"] for rule in media_words(media)["rules"]]


def _wanted(media: Media) -> str:
    counts = "，或 ".join(f"{least} 个" if least == most else f"{least} 至 {most} 个" for least, most in media.counts)
    return "；".join(part for part in (counts, media.help, *_rules(media)) if part)


def _promises(sheet: Sheet, consents: list[Consent]) -> None:
    sheet.heading("承诺和同意（全文另见，逐项打勾）")
    for consent in consents:
        case = f"{consent.when_label}的：" if consent.when_label else ""
        sheet.line(f"□ {case}已阅读并同意《{consent.label}》（第 {consent.version} 版）")
    sheet.line(f"作者（申报单位经办人）{TO_SIGN}", align=RIGHT, after=8)


def _opinion(sheet: Sheet, plan: Plan) -> None:
    sheet.heading("报送单位意见")
    grid = sheet.grid(COLUMNS)
    for field in plan.opinions.reporting_unit:
        grid.row([(f"＊{field.label}" if field.required else field.label, *([field.help] if field.help else [])), (_blank(field),)],
                 height_cm=_room(field))
    promised = [f"□ 已阅读并同意《{consent.label}》" for consent in plan.consents if consent.asked_of == "unit"]
    grid.row([("报送单位",), ("　".join(promised),)], height_cm=1.2)
    grid.row([("单位盖章",), (TO_SEAL,)], height_cm=3.5)
