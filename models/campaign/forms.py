"""Whether answers fit a form, field by field, in words that name the field.

Two severities: what can never be stored (`shape_faults`, asked when a draft is
saved) and what is still lacking (`missing`, asked when it is submitted). Texts are
never altered: emoji and Tibetan stay as typed, and length counts NFC characters.
Whatever JSON comes in, only faults come out.
"""
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from models.campaign.answers import SHAPES, is_blank, length, text_fault
from models.campaign.plan import Plan
from models.campaign.tracks import PEOPLE_FIELD, Field, People, Title, Track

NAME_AT_MOST = 25
UNIT_AT_MOST = 50


class FieldFault(TypedDict):
    """One thing wrong: the field's id, its label, and what to do about it."""
    field: str
    label: str
    says: str


def draft_faults(plan: Plan, track_id: str, *, type_id: object, title: object, fields: object, authors: object) -> list[FieldFault]:
    """What keeps an entry from being saved at all. Raises NotFound for an unknown track."""
    track = plan.track(track_id)
    return [*type_faults(track, type_id), *title_faults(track.title, title),
            *shape_faults(plan.form(track_id), fields, type_id if isinstance(type_id, str) else None),
            *people_faults(track.people, authors)]


def submit_faults(plan: Plan, track_id: str, *, type_id: object, title: object, fields: object, authors: object) -> list[FieldFault]:
    """What keeps an entry from being submitted: the faults of a draft, and everything that is lacking. Raises NotFound."""
    faults = draft_faults(plan, track_id, type_id=type_id, title=title, fields=fields, authors=authors)
    if faults:
        return faults
    track, answers = plan.track(track_id), fields if isinstance(fields, dict) else {}
    return [*([_fault("type", "类别", "请选择")] if track.types and type_id is None else []),
            *([_fault("title", track.title.label, "请填写")] if is_blank(title) else []),
            *missing(plan.form(track_id), answers, type_id if isinstance(type_id, str) else None),
            *people_missing(track.people, authors)]


def type_faults(track: Track, type_id: object) -> list[FieldFault]:
    """A type the track does not have. None, not yet chosen, is no fault."""
    known = type_id is None or any(kind.id == type_id for kind in track.types)
    return [] if known else [_fault("type", "类别", "没有这个类别，请重新选择")]


def title_faults(title: Title, text: object) -> list[FieldFault]:
    """A title that is too long or no text."""
    says = text_fault(text, title.at_most)
    return [_fault("title", title.label, says)] if says else []


def shape_faults(form: Iterable[Field], answers: object, type_id: str | None = None) -> list[FieldFault]:
    """Answers of a wrong type, too long, out of bounds, not among the options, or to no question of this form."""
    questions = {field.id: field for field in form if field.id != PEOPLE_FIELD}
    if not isinstance(answers, dict):
        return [_fault("", "表单", "格式不对，请更新小程序后再试")]
    faults = [_fault(field.id, field.label, says) for field in questions.values()
              if not is_blank(answers.get(field.id)) and (says := SHAPES[field.kind](field, answers[field.id], type_id))]
    return faults + [_fault(str(name), _shown(name), "表单里没有这一栏，请更新小程序后再试")
                     for name in answers if name not in questions]


def missing(form: Iterable[Field], answers: dict[str, Any], type_id: str | None = None) -> list[FieldFault]:
    """Required answers that are blank, and texts shorter than asked. Give it answers without shape faults."""
    questions = [field for field in form if field.id != PEOPLE_FIELD]
    return [_fault(field.id, field.label, says) for field in questions
            if (says := _lack(field, answers, type_id))]


def people_faults(people: People | None, authors: object) -> list[FieldFault]:
    """Credited people of a wrong shape: [{name, role, unit?}], in roles the track knows, not too many."""
    if not isinstance(authors, list):
        return [_fault(PEOPLE_FIELD, "作者", "格式不对，请更新小程序后再试")]
    if people is None:
        return [_fault(PEOPLE_FIELD, "作者", "本子项目不另列人员")] if authors else []
    faults = [_fault(PEOPLE_FIELD, "作者", f"第 {i} 位{says}") for i, one in enumerate(authors, 1) if (says := _person(people, one))]
    if len(authors) > people.at_most:
        faults.append(_fault(PEOPLE_FIELD, "作者", f"至多写 {people.at_most} 位，现在有 {len(authors)} 位"))
    return faults


def people_missing(people: People | None, authors: object) -> list[FieldFault]:
    """Names left blank and roles nobody holds. Give it people without faults."""
    if people is None or not isinstance(authors, list):
        return []
    return [_fault(PEOPLE_FIELD, "作者", says) for says in _people_lack(people, authors)]


def _lack(field: Field, answers: dict[str, Any], type_id: str | None) -> str | None:
    answer = answers.get(field.id)
    if is_blank(answer):
        needed = field.required or any(condition.holds(type_id, answers) for condition in field.required_when)
        return ("请选择" if field.options else "请填写") if needed else None
    written = length(answer.strip()) if isinstance(answer, str) else 0
    short = field.kind in ("line", "text") and written < (field.at_least or 0)
    return f"至少 {field.at_least} 字，现在 {written} 字" if short else None


def _people_lack(people: People, authors: list[Any]) -> Iterator[str]:
    for i, one in enumerate(authors, 1):
        for key, what in (("name", "姓名"), ("role", "分工")):
            if is_blank(one.get(key)):
                yield f"第 {i} 位请填写{what}"
    held = {one.get("role") for one in authors if not is_blank(one.get("name"))}
    lacking = [role for role in people.required if role not in held]
    if lacking:
        yield f"还缺{'、'.join(lacking)}"
    if people.any_of and not held & set(people.any_of):
        yield f"{'、'.join(people.any_of)}至少写一项"


def _person(people: People, one: object) -> str | None:
    if not isinstance(one, dict) or set(one) - {"name", "role", "unit"}:
        return "格式不对，请更新小程序后再试"
    for key, what, at_most in (("name", "姓名", NAME_AT_MOST), ("role", "分工", NAME_AT_MOST), ("unit", "单位", UNIT_AT_MOST)):
        says = None if one.get(key) is None else text_fault(one[key], at_most)
        if says:
            return f"的{what}{says}"
    if one.get("role") and one["role"] not in people.roles:
        return f"的分工要在{'、'.join(people.roles)}之中选"
    return None


def _fault(field: str, label: str, says: str) -> FieldFault:
    return {"field": field, "label": label, "says": says}


def _shown(name: object) -> str:
    return "".join(c for c in str(name)[:40] if unicodedata.category(c) not in ("Cc", "Cs"))
