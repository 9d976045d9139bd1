"""A plan as a phone reads it: the contract's Campaign, with more beside it.

Windows and states are those of the instant asked about, in UTC; words are Chinese and ready to show.
"""
from datetime import datetime
from typing import Any

from models import clock
from models.campaign import calendar
from models.campaign.plan import Consent, Phase, Plan
from models.campaign.tracks import CODECS, Field, Media, Rule, Track, TrackType

ENTER = {"work": "提交作品", "person": "推荐·自荐", "organisation": "申报"}
CALLED = {"work": "作品", "person": "推荐人选", "organisation": "申报材料"}
FORMATS = {"duration_at_most_s": "时长不超过 {}", "duration_at_least_s": "时长不少于 {}", "long_side_at_least_px": "长边不少于 {} 像素",
           "short_side_at_least_px": "短边不少于 {} 像素", "bytes_at_least": "每个文件不小于 {}", "count_at_least": "至少 {} 个",
           "aspect_ratio": "画面比例 {}", "container": "{} 格式", "count": "{} 个", "video_codec": "视频编码 {}",
           "audio_codec": "声音编码 {}", "bitrate_at_least_kbps": "码率不低于 {} kbps", "bitrate_at_most_kbps": "码率不超过 {} kbps",
           "frame_rate_at_least": "每秒不少于 {} 帧", "sample_rate_at_least_hz": "采样率不低于 {} Hz", "has_sound": "要有声音",
           "not_silent": "声音要听得清", "not_recompressed": "选“原图”，不要经微信压缩"}
UNLISTED = ("count", "audio_codec", "bitrate_at_least_kbps", "bitrate_at_most_kbps", "frame_rate_at_least", "sample_rate_at_least_hz",
            "not_silent", "not_recompressed")     # not worth a worker's line, nor can a phone measure them
MEBIBYTE = 1 << 20


def for_phone(plan: Plan, version: int, at: datetime, templates: dict[str, str] | None = None, *, gallery: bool = True) -> dict[str, Any]:
    """The contract's Campaign at an instant. `templates`: message template ids by purpose; `gallery`: works are on show here."""
    return {
        "id": plan.id, "name": plan.name, "version": version,
        "starts": clock.to_wire(plan.starts), "ends": clock.to_wire(plan.ends),
        "notice": plan.notice.model_dump(mode="json"),
        "contacts": [contact.model_dump() for contact in plan.contacts],
        "banners": [banner.text for banner in plan.banners if banner.until is None or at < banner.until],
        "phases": [_phase(plan, phase, at) for phase in plan.phases],
        "tracks": [_track(plan, track, at) for track in plan.tracks],
        "consents": [consent_words(consent) for consent in plan.consents if consent.asked_of in ("enterer", "promoter", "attendee")],
        "limits": plan.limits.model_dump(exclude={"source"}),
        "exhibition": plan.exhibition.model_dump(mode="json"),
        "gallery": gallery,
        "templates": templates or {},
    }


def field_words(field: Field) -> dict[str, Any]:
    """A question as the contract has it: absent keys mean no limit, no default."""
    always = {"id": field.id, "label": field.label, "kind": field.kind, "required": field.required, "by": field.by}
    return always | field.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=set(always))


def consent_words(consent: Consent) -> dict[str, Any]:
    """A consent to show. `required` false with a `when`: required as soon as that is the case."""
    return consent.model_dump(exclude_none=True) | {"required": consent.required and consent.when is None}


def media_words(media: Media) -> dict[str, Any]:
    """A media specification with its hard limits and its rules in words. Give it a Media of `Plan.media`."""
    return {"kind": media.kind, "counts": [list(pair) for pair in media.counts], "max_bytes": media.max_bytes,
            "max_pixels": media.max_pixels, "max_side": media.max_side, "max_seconds": media.max_seconds,
            "types": list(media.types), "help": media.help, "rules": [rule_words(rule) for rule in media.rules if _is_listed(rule)]}


def _is_listed(rule: Rule) -> bool:
    """What refuses is always told beforehand."""
    return rule.rule not in UNLISTED or rule.severity == "refuse"


def rule_words(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(mode="json") | {"words": FORMATS[rule.rule].format(_measured(rule))}


def _measured(rule: Rule) -> str:
    if rule.limit is None:
        return ""
    if not isinstance(rule.limit, int):
        names = (rule.limit,) if isinstance(rule.limit, str) else rule.limit
        return " 或 ".join(CODECS.get(name, name.upper().replace("-", "–")) for name in names)
    if rule.rule.startswith("duration"):
        minutes, seconds = divmod(rule.limit, 60)
        return (f"{minutes} 分钟" if minutes else "") + (f" {seconds} 秒" if minutes and seconds else f"{seconds} 秒" if seconds else "")
    return f"{rule.limit / MEBIBYTE:g} MB" if rule.rule == "bytes_at_least" else str(rule.limit)


def _phase(plan: Plan, phase: Phase, at: datetime) -> dict[str, Any]:
    return {"id": phase.id, "stage": phase.stage, "label": phase.label, "opens": clock.to_wire(phase.opens),
            "due": clock.to_wire(phase.due) if phase.due else None, "closes": clock.to_wire(calendar.closes(plan, phase)),
            "state": calendar.state(plan, phase, at), "permits": list(phase.permits)}


def _track(plan: Plan, track: Track, at: datetime) -> dict[str, Any]:
    return {
        "id": track.id, "label": track.label_at(at), "kind": track.kind, "host": track.host,
        "contact": track.contact, "description": track.description,
        "enter_label": ENTER[track.kind], "called": CALLED[track.kind], "limit": plan.limit_in(track.id),
        "title": track.title.model_dump(),
        "types": [_type(plan, track, kind) for kind in track.types],
        "people": track.people.model_dump(mode="json") if track.people else None,
        "form": {"fields": [field_words(field) for field in plan.form(track.id)]},
        "media": [media_words(media) for media in plan.media(track.id)],
        "media_any_of": list(track.media_any_of),
        "consents": [consent_words(consent) for consent in plan.consents if consent.id in track.consents],
    }


def _type(plan: Plan, track: Track, kind: TrackType) -> dict[str, Any]:
    own = {"media": [media_words(media) for media in plan.media(track.id, kind.id)]} if kind.media else {}
    return {"id": kind.id, "label": kind.label} | own
