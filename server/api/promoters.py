"""职工好网民宣传员: enrolled or nominated, confirmed by their unit; and the visits their links bring, as one total."""
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from models import ids
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.problems import NotFound, PromoterStale
from models.promoters import actions, moving, queries, visits
from models.promoters.enrolling import Form
from models.promoters.law import ACTS, STATE_LABELS, PromoterState
from models.promoters.rules import NAME_AT_MOST, STATEMENT_AT_MOST
from models.promoters.standing import Reach
from models.promoters.tables import Promoter
from models.units import queries as units
from server.api.shapes import Cursor, Slug, Text, UnitId, require_id
from server.here import config
from server.paging import page
from server.public import p as share_page
from server.sessions import find_actor, require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("promoters", __name__, tag="promoters")


class ConsentIn(Shape):
    id: Annotated[Text, Field(max_length=20)]
    version: int = Field(ge=0, le=1_000_000)


class PromoterIn(Shape):
    """Without account and name somebody enrols himself. A nomination has an account of the unit, or name and phone."""
    campaign: Slug | None = None
    unit: UnitId | None = None
    account: Annotated[str, Field(pattern=rf"^acc_[{ids.ALPHABET}]{{16}}$")] | None = None
    name: Annotated[Text, Field(max_length=NAME_AT_MOST)] | None = None
    phone: Annotated[str, Field(pattern=r"^[0-9+ -]{5,20}$")] | None = None
    statement: Annotated[Text, Field(max_length=STATEMENT_AT_MOST)] = ""
    consent: ConsentIn | None = None
    paper: bool = False
    revision: int = Field(ge=0, le=1_000_000)


class PromoterMoveIn(Shape):
    """`consent` goes with accept, unless it was saved before."""
    act: Literal[ACTS]  # type: ignore[valid-type]
    comment: Annotated[Text, Field(max_length=2000)] = ""
    consent: ConsentIn | None = None


class PromotersQuery(Shape):
    campaign: Slug | None = None
    unit: UnitId | None = None
    state: Literal[tuple(state.value for state in PromoterState)] | None = None  # type: ignore[valid-type]
    cursor: Cursor | None = None


class CampaignQuery(Shape):
    campaign: Slug | None = None


class VisitIn(Shape):
    """`visitor`: the phone's own random mark, where there is neither a session nor a cookie."""
    slug: Annotated[str, Field(pattern=r"^[0-9a-z]{1,20}$")]
    visitor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")] | None = None


class PromoterOut(Out):
    id: str
    campaign: str
    unit: str
    unit_name: str
    state: str
    state_label: str
    revision: int
    name: str | None
    account: str | None
    is_me: bool
    paper: bool
    link: str | None
    moves: list[dict[str, Any]]


class PromotersOut(Out):
    items: list[PromoterOut]
    next: str | None


class PromoterMoveOut(Out):
    id: str
    act: str
    promoter: dict[str, Any] | None


class ReachOut(Out):
    people: int
    since: str | None


@bp.put("/api/promoters/<promoter_id>")
@bp.input(PromoterIn, arg_name="asked")
@bp.output(PromoterOut)
@bp.doc(summary="报名当宣传员，或由单位联络员推荐（revision 0 为新建）", security="session", responses=[401, 403, 404, 409, 415, 422])
def save(promoter_id: str, asked: PromoterIn) -> Response:
    actor = require_actor()
    try:
        promoter = actions.save(require_id(promoter_id, "prm"), Form(**asked.model_dump(exclude={"revision"})),
                                revision=asked.revision, actor=actor)
    except PromoterStale as stale:
        raise PromoterStale(current=_whole(str(stale.context["current"]), actor)) from stale
    return reply(_whole(promoter.id, actor))


@bp.get("/api/promoters")
@bp.input(PromotersQuery, location="query", arg_name="asked")
@bp.output(PromotersOut)
@bp.doc(summary="我能看到的宣传员；职工只看到自己", security="session", responses=[401, 422])
def index(asked: PromotersQuery) -> Response:
    reach = Reach(require_actor())
    query = queries.visible_to(reach)
    for column, wanted in ((Promoter.campaign, asked.campaign), (Promoter.state, asked.state)):
        query = query.where(column == wanted) if wanted else query
    if asked.unit:
        query = queries.below_unit(query, asked.unit)
    rows, following = page(query, Promoter, asked.cursor)
    return reply({"items": line_shapes(rows, reach), "next": following})


@bp.get("/api/promoters/mine")
@bp.input(CampaignQuery, location="query", arg_name="asked")
@bp.output(PromoterOut)
@bp.doc(summary="我自己的宣传员报名或推荐；没有则 404", security="session", responses=[401, 404, 422])
def mine(asked: CampaignQuery) -> Response:
    reach = Reach(require_actor())
    promoter = queries.mine(asked.campaign or campaigns.current(), reach)
    if promoter is None:
        raise NotFound(what="您的宣传员报名")
    return reply(_shape(promoter, reach))


@bp.get("/api/promoters/reach")
@bp.input(CampaignQuery, location="query", arg_name="asked")
@bp.output(ReachOut)
@bp.doc(summary="二次传播：所有分享链接合计带来多少人；不分单位、不分个人", security="session", responses=[401, 404, 422])
def reach(asked: CampaignQuery) -> Response:
    people, since = visits.reach(campaigns.newest_plan(asked.campaign or campaigns.current()).id)
    return reply({"people": people, "since": since})


@bp.get("/api/promoters/<promoter_id>")
@bp.output(PromoterOut)
@bp.doc(summary="一位宣传员", security="session", responses=[401, 404, 422])
def one(promoter_id: str) -> Response:
    return reply(_whole(require_id(promoter_id, "prm"), require_actor()))


@bp.put("/api/promoters/<promoter_id>/moves/<move_id>")
@bp.input(PromoterMoveIn, arg_name="asked")
@bp.output(PromoterMoveOut, status_code=201)
@bp.doc(summary="接受推荐、确认、不予确认、退出", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def move(promoter_id: str, move_id: str, asked: PromoterMoveIn) -> Response:
    actor = require_actor()
    taken, first = moving.move(require_id(promoter_id, "prm"), move_id=require_id(move_id, "mov"), **asked.model_dump(), actor=actor)
    after, now = queries.find(taken.promoter_id, Reach(actor)), Reach(actor)
    return reply({"id": taken.id, "act": taken.act, "promoter": _shape(after, now) if after else None}, 201 if first else 200)


@bp.post("/api/visits")
@bp.input(VisitIn, arg_name="asked")
@bp.output({}, status_code=204)
@bp.doc(summary="有人打开了宣传员的分享页；答复总是一样", responses=[415, 422])
def visit(asked: VisitIn) -> Response:
    """The answer is the same whatever was counted. Only a promoter's own browser is given something: that it is his."""
    actor, answer = find_actor(), Response(status=204)
    account_id = actor.account_id if actor else None
    if account_id or share_page.is_person(request):
        visits.note(asked.slug, account_id=account_id, mark=asked.visitor or share_page.mark_of(request), own=share_page.own_of(request))
    if visits.is_own_link(asked.slug, account_id):
        share_page.know_as_own(answer, asked.slug)
    return answer


def line_shapes(rows: Iterable[Promoter], reach: Reach) -> list[dict[str, Any]]:
    """Promoters as one reader may see them: names for themselves and for who speaks for their unit, the link for themselves."""
    promoters = list(rows)
    names = units.names({one.unit_id for one in promoters})
    return [_line_shape(one, reach, names) for one in promoters]


def _whole(promoter_id: str, actor: Actor) -> dict[str, Any]:
    own = Reach(actor)
    promoter = queries.find(promoter_id, own)
    if promoter is None:
        raise NotFound(what="这位宣传员")
    return _shape(promoter, own)


def _shape(promoter: Promoter, reach: Reach) -> dict[str, Any]:
    """One alone also says what was said of it last, to the person and to who speaks for the unit."""
    shape = line_shapes([promoter], reach)[0]
    return {**shape, "comment": queries.last_word(promoter) if reach.sees_name(promoter) else ""}


def _line_shape(promoter: Promoter, reach: Reach, unit_names: dict[str, str]) -> dict[str, Any]:
    sees, is_me = reach.sees_name(promoter), reach.is_person(promoter)
    is_shared = is_me and promoter.state == PromoterState.CONFIRMED
    return {
        "id": promoter.id, "campaign": promoter.campaign_id, "unit": promoter.unit_id, "unit_name": unit_names[promoter.unit_id],
        "reporting_unit": promoter.reporting_unit_id, "state": promoter.state, "state_label": STATE_LABELS[PromoterState(promoter.state)],
        "revision": promoter.revision, "name": queries.name_of(promoter) if sees else None,
        "account": promoter.account_id if sees else None, "is_me": is_me, "paper": promoter.paper,
        "statement": promoter.statement if sees else "", "consent": promoter.consent if sees else None,
        "link": f"{config().public_url}/p/{promoter.slug}" if is_shared else None,
        "confirmed_at": promoter.confirmed_at, "received_at": promoter.received_at,
        "moves": [{"act": step.act, "label": step.label, "asks": list(step.asks)} for step in moving.ways_on(promoter, reach)],
    }
