"""The published plan, as a phone reads it: rendered once per version and phase state, answered from memory with an ETag."""
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from models import clock
from models.campaign import calendar, queries
from models.campaign.wire import for_phone
from server.api.shapes import require_slug
from server.here import config
from server.wire import Out, dump, reply

bp = APIBlueprint("campaigns", __name__, tag="campaigns")


class PhaseOut(Out):
    id: str
    label: str
    opens: str
    closes: str
    state: str
    permits: list[str]


class TrackOut(Out):
    id: str
    label: str
    host: str | None
    description: str
    contact: str | None
    types: list[dict[str, Any]]
    form: dict[str, Any]
    media: list[dict[str, Any]]
    consents: list[dict[str, Any]]


class CampaignOut(Out):
    id: str
    name: str
    version: int
    phases: list[PhaseOut]
    tracks: list[TrackOut]
    gallery: bool
    templates: dict[str, str]


class CampaignLineOut(Out):
    id: str
    name: str
    starts: str
    ends: str


class CampaignsOut(Out):
    items: list[CampaignLineOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A campaign as bytes, true until the next phase edge."""
    body: bytes
    etag: str
    until: datetime


_rendered: dict[str, Rendered] = {}        # by version id; a version never changes, only the phase states do


@bp.get("/api/campaigns")
@bp.output(CampaignsOut)
@bp.doc(summary="全部主题活动，最近开始的在前")
def index() -> Response:
    rows = queries.campaigns()
    return reply({"items": [{"id": c.id, "name": c.name, "starts": c.starts, "ends": c.ends} for c in rows], "next": None})


@bp.get("/api/campaigns/current")
@bp.output(CampaignOut)
@bp.doc(summary="当前主题活动：阶段、子项目、表单、规格、承诺书", responses=[304, 404])
def current() -> Response:
    at = clock.now()
    return _answer(queries.current(at), at)


@bp.get("/api/campaigns/<campaign_id>")
@bp.output(CampaignOut)
@bp.doc(summary="一个主题活动", responses=[304, 404])
def one(campaign_id: str) -> Response:
    return _answer(require_slug(campaign_id), clock.now())


def _answer(campaign_id: str, at: datetime) -> Response:
    ready = _rendering(queries.newest_version(campaign_id), campaign_id, at)
    response = Response(ready.body, mimetype="application/json")
    response.set_etag(ready.etag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request.environ)
    return response


def _rendering(version_id: str, campaign_id: str, at: datetime) -> Rendered:
    kept = _rendered.get(version_id)
    if kept is None or at >= kept.until:
        kept = _rendered[version_id] = _render(campaign_id, at)
    return kept


def _render(campaign_id: str, at: datetime) -> Rendered:
    standing = queries.standing(campaign_id)
    templates: dict[str, str] = {word: one.mini for word, one in config().wechat.templates.items() if one.mini}
    body = dump(for_phone(standing.plan, standing.number, at, templates, gallery=config().public.gallery))
    changes = [edge.instant for edge in calendar.edges(standing.plan)] + [b.until for b in standing.plan.banners if b.until]
    changes += [track.dated.until for track in standing.plan.tracks if track.dated]
    until = min((instant for instant in changes if instant > at), default=standing.plan.ends.replace(year=9999))
    return Rendered(body, hashlib.blake2b(body, digest_size=12).hexdigest(), until)
