"""Drafts of every track, whole and broken in every way, with the faults the service finds in them."""
from collections.abc import Iterator
from typing import Any

from models.campaign import forms, wire
from models.campaign.plan import Plan
from models.campaign.tracks import PEOPLE_FIELD, Field, Track
from models.clock import from_shanghai
from models.entries import completeness
from models.entries.tables import Entry
from models.problems import ConsentMissing

NOON = from_shanghai("2022-08-25 12:00")
Draft = dict[str, Any]

ANSWERS: list[tuple[str, str, str, Any]] = [      # track, type, field, an answer that does not fit, or only just does
    ("song", "original", "synopsis", "青" * 19), ("song", "original", "synopsis", "  " + "青" * 20 + "\n"),
    ("song", "original", "synopsis", "青" * 300), ("song", "original", "synopsis", "青" * 301),
    ("song", "original", "synopsis", "\u3000 \n"), ("song", "original", "synopsis", "响铃\x07" + "青" * 20),
    ("song", "original", "synopsis", "两行\n和\t制表" + "青" * 20), ("song", "original", "synopsis", "半个\ud83d" + "青" * 20),
    ("song", "original", "synopsis", 5), ("song", "original", "form", "独唱 "), ("song", "original", "form", ["独唱"]),
    ("song", "original", "form", ""), ("song", "original", "remark", "བཀྲ་ཤིས་བདེ་ལེགས།" * 20),
    ("song", "original", "contact_name", "卓玛·才让·བསོད་ནམས།"), ("song", "original", "contact_name", "e\u0301" * 25),
    ("song", "original", "contact_name", "e\u0301" * 26), ("song", "original", "contact_name", "👩‍👩‍👧‍👦" * 4),
    ("song", "original", "contact_name", "两\n行"), ("song", "original", "contact_name", None),
    ("song", "original", "contact_phone", "0" * 21), ("song", "original", "finished_on", "2022-02-30"),
    ("song", "original", "finished_on", "2024-02-29"), ("song", "original", "finished_on", "2022-8-1"),
    ("song", "original", "finished_on", "0000-01-01"), ("song", "original", "finished_on", "1899-12-31"),
    ("song", "original", "finished_on", "2101-01-01"), ("song", "original", "finished_on", 20220801),
    ("song", "original", "published_link", "https://v.example.cn/a?b=1#c"), ("song", "original", "published_link", "HTTP://例子.中国"),
    ("song", "original", "published_link", "javascript:alert(1)"), ("song", "original", "published_link", "https:///没有主机"),
    ("song", "original", "published_link", "https://[::1"), ("song", "original", "published_link", "https://[::1]:80/a"),
    ("song", "original", "published_link", "https://a.cn/b c"), ("song", "original", "published_link", "https://me@/x"),
    ("song", "original", "published_link", "https://:80/x"), ("song", "original", "published_link", " https://a.cn"),
    ("song", "original", "published_link", "https://a.cn/" + "x" * 500), ("song", "original", "no_such", "多出来的"),
    ("micro_video", "drama", "place", "县" * 51), ("micro_video", "unsure", "theme", "别的"),
    ("photo", "single", "caption", "图" * 201), ("photo", "group", "caption", "图" * 201), ("photo", "group", "caption", "图" * 601),
    ("photo", "single", "caption", "太短了"), ("photo", "single", "device", None), ("photo", "single", "place", " "),
    ("recitation", "classic", "text_author", ""), ("recitation", "thought", "text_source", None), ("recitation", "own", "text", ""),
    ("recitation", "thought", "language", "藏语"), ("recitation", "thought", "language", ["藏语"]),
    ("influencer", "self_nominated", "born", "1985-13"), ("influencer", "self_nominated", "born", "1985-06-31"),
    ("influencer", "self_nominated", "born", "八五年"), ("influencer", "self_nominated", "followers", "12"),
    ("influencer", "self_nominated", "followers", 3.5), ("influencer", "self_nominated", "followers", -1),
    ("influencer", "self_nominated", "followers", 10**12 + 1), ("influencer", "self_nominated", "followers", True),
    ("influencer", "self_nominated", "followers", 3.0), ("influencer", "recommended", "deeds", "事" * 299),
    ("service_case", "legal", "money", 12.34), ("service_case", "legal", "money", 12.345), ("service_case", "legal", "money", 1e-7),
]
PEOPLE: list[tuple[str, str, Any]] = [
    ("photo", "single", [{"name": "甲", "role": "摄影"}, {"name": "乙", "role": "摄影"}]), ("photo", "single", []),
    ("photo", "single", [{"name": "甲", "role": "作词"}]), ("photo", "single", [{"name": "长" * 26, "role": "摄影"}]),
    ("photo", "single", [{"name": "甲", "role": "摄影", "phone": "1"}]), ("photo", "single", [{"name": "甲", "role": ["摄影"]}]),
    ("photo", "single", "甲"), ("photo", "single", ["甲"]), ("photo", "single", [None]),
    ("photo", "single", [{"name": "甲", "role": "摄影", "unit": "单" * 51}]), ("photo", "single", [{"name": " ", "role": "摄影"}]),
    ("photo", "single", [{"name": "卓玛·才让", "role": "摄影", "unit": None}]), ("photo", "single", [{"role": "摄影"}]),
    ("photo", "single", [{"name": "甲\n乙", "role": "摄影"}]), ("photo", "single", [{"name": "甲", "role": ""}]),
    ("song", "original", [{"name": "卓玛", "role": "作词"}]), ("song", "original", [{"name": "卓玛", "role": "录制"}] * 11),
    ("micro_video", "creative", [{"name": "甲", "role": "配音"}]), ("micro_video", "creative", [{"name": "甲", "role": "摄像"}]),
    ("media_account", "weibo", [{"name": "甲", "role": "编辑"}]), ("service_case", "legal", []),
]
CONSENTS: list[tuple[str, list[str], bool]] = [     # track, given, entered for an author
    ("photo", [], False), ("photo", ["C1", "C2", "C3", "C4"], False), ("photo", ["C1", "C2", "C4", "C5"], False),
    ("photo", ["C1", "C2", "C3", "C4"], True), ("influencer", ["C4", "C7"], False), ("song", ["C1", "C2", "C3", "C4", "C6", "C9"], True)]


def campaign(plan: Plan) -> dict[str, list[Any]]:
    """The plan as a phone reads it, in the midst of collecting."""
    return {"campaign": [wire.for_phone(plan, 3, NOON)]}


def document(plan: Plan) -> dict[str, list[Any]]:
    drafts = [*_by_track(plan), *_by_answer(plan), *_by_people(plan)]
    return {"drafts": [draft | {"faults": found(plan, draft)} for draft in drafts],
            "consents": [_consents(plan, *case) for case in CONSENTS]}


def found(plan: Plan, draft: Draft) -> list[Any]:
    return list(forms.submit_faults(plan, draft["track"], type_id=draft["type"], title=draft["title"], fields=draft["fields"],
                                    authors=draft["authors"]))


def whole(plan: Plan, track: Track, type_id: str | None) -> Draft:
    """A draft that lacks nothing."""
    fields = {field.id: _answer(field) for field in plan.form(track.id) if field.id != PEOPLE_FIELD}
    roles = track.people.required or track.people.any_of[:1] if track.people else ()
    return {"track": track.id, "type": type_id, "title": "高原上的追光人", "fields": fields,
            "authors": [{"name": "林措", "role": role} for role in roles]}


def _answer(field: Field) -> Any:
    made = {"line": "青" * min(5, field.at_most or 5), "text": "青" * max(10, field.at_least or 0), "number": 3,
            "date": "1985-06" if field.precision == "month" else "2022-08-01", "link": "https://example.cn/a"}
    return field.options[0] if field.options else made[field.kind]


def _by_track(plan: Plan) -> Iterator[Draft]:
    for track in plan.tracks:
        for kind in (None, *track.types):
            yield whole(plan, track, kind.id if kind else None)
        yield {"track": track.id, "type": None, "title": "", "fields": {}, "authors": []}
        yield whole(plan, track, track.types[0].id) | {"title": "长" * (track.title.at_most + 1), "type": "no_such"}
        yield whole(plan, track, track.types[0].id) | {"title": " \n"}


def _by_answer(plan: Plan) -> Iterator[Draft]:
    for track_id, type_id, field, answer in ANSWERS:
        draft = whole(plan, plan.track(track_id), type_id)
        yield draft | {"fields": draft["fields"] | {field: answer}}


def _by_people(plan: Plan) -> Iterator[Draft]:
    for track_id, type_id, people in PEOPLE:
        yield whole(plan, plan.track(track_id), type_id) | {"authors": people}


def _consents(plan: Plan, track: str, given: list[str], on_behalf: bool) -> dict[str, Any]:
    ticks = [{"id": one, "version": 1} for one in given]
    case = {"track": track, "consents": ticks, "on_behalf": on_behalf}
    try:
        completeness.require_consents(Entry(track=track, consents=ticks, author=None if on_behalf else "acc_1"), plan)
    except ConsentMissing as missing:
        return case | {"lacking": missing.context["fields"]}
    return case | {"lacking": []}
