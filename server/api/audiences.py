"""对象: whom a notice is for, saved under a name; and how many of them can be reached."""
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models import clock
from models.notices.audiences import saved, terms
from models.notices.audiences.reach import reach
from models.notices.audiences.tables import Audience
from models.notices.plans import queries, templates
from models.problems import AudienceStale, TemplateUnknown
from server.api.notice_shapes import reach_shape
from server.api.shapes import Answer, Cursor, Slug, Text, require_id
from server.here import config
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("audiences", __name__, tag="notices")

Terms = dict[Text, Answer]


class AudienceIn(Shape):
    """`revision` is the one last seen, 0 for a new one."""
    campaign: Slug
    name: Annotated[Text, Field(min_length=1, max_length=saved.NAME_AT_MOST)]
    terms: Terms
    revision: int = Field(ge=0, le=1_000_000)


class AudiencesQuery(Shape):
    campaign: Slug | None = None
    cursor: Cursor | None = None


class ReachIn(Shape):
    campaign: Slug
    terms: Terms
    template: Annotated[Text, Field(max_length=4)] | None = None


class AudienceOut(Out):
    id: str
    campaign: str
    name: str
    terms: dict[str, Any]
    words: str
    revision: int
    saved_at: str


class AudiencesOut(Out):
    items: list[AudienceOut]
    next: str | None


class ReachedOut(Out):
    people: int
    now: int
    inbox_only: int
    official: int
    mini: int
    words: str


@bp.put("/api/audiences/<audience_id>")
@bp.input(AudienceIn, arg_name="asked")
@bp.output(AudienceOut, status_code=201)
@bp.doc(summary="保存一个对象（revision 0 为新建）", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def save(audience_id: str, asked: AudienceIn) -> Response:
    actor = require_actor()
    try:
        row, is_new = saved.save(require_id(audience_id, "aud"), asked.campaign, asked.name, asked.terms, revision=asked.revision,
                                 actor=actor)
    except AudienceStale as stale:
        raise AudienceStale(current=_shape(saved.find(audience_id, actor))) from stale
    return reply(_shape(row), 201 if is_new else 200)


@bp.get("/api/audiences")
@bp.input(AudiencesQuery, location="query", arg_name="asked")
@bp.output(AudiencesOut)
@bp.doc(summary="保存过的对象", security="session", responses=[401, 403, 404, 422])
def index(asked: AudiencesQuery) -> Response:
    rows, following = page(saved.listed(require_actor(), asked.campaign), Audience, asked.cursor)
    return reply({"items": [_shape(row) for row in rows], "next": following})


@bp.get("/api/audiences/<audience_id>")
@bp.output(AudienceOut)
@bp.doc(summary="一个对象", security="session", responses=[401, 403, 404, 422])
def one(audience_id: str) -> Response:
    return reply(_shape(saved.find(require_id(audience_id, "aud"), require_actor())))


@bp.post("/api/audiences/reach")
@bp.input(ReachIn, arg_name="asked")
@bp.output(ReachedOut)
@bp.doc(summary="这些条件有多少人，现在能提醒到多少", security="session", responses=[401, 403, 404, 415, 422])
def reached(asked: ReachIn) -> Response:
    queries.require_organiser(require_actor())
    known = templates.of(config())
    if asked.template is not None and asked.template not in known:
        raise TemplateUnknown(template=asked.template, fields=[{"field": "template", "says": "没有这个提醒模板"}])
    read = terms.read(asked.terms, asked.campaign)
    found = reach(read, known.get(asked.template or ""), asked.campaign, clock.now())
    return reply({**reach_shape(found), "words": terms.words(read, asked.campaign)})


def _shape(row: Audience) -> dict[str, Any]:
    return {"id": row.id, "campaign": row.campaign_id, "name": row.name, "terms": row.terms,
            "words": terms.words(row.terms, row.campaign_id), "revision": row.revision, "saved_at": row.saved_at}
