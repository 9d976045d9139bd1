"""提醒 over the wire: written, previewed, tried on oneself, approved, watched, exported. For organisers only."""
import io
from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from models import clock
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.notices.audiences import call_list
from models.notices.audiences import saved as audiences
from models.notices.ledger import standing, statistics
from models.notices.plans import drafting, moving, preview, queries, spoken, templates
from models.notices.plans.content import Content
from models.notices.plans.law import STATE_LABELS, NoticeState
from models.notices.plans.moving import House
from models.notices.plans.tables import Notice
from models.problems import NoticeStale
from server.api.notice_picture import picture
from server.api.notice_shapes import (
    NoticeIn,
    NoticeMoveIn,
    NoticeMoveOut,
    NoticeOut,
    NoticesOut,
    OriginWord,
    PlanOut,
    StateWord,
    reach_shape,
    short_shapes,
    whole_shape,
)
from server.api.shapes import Cursor, Slug, require_id
from server.here import config
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("notices", __name__, tag="notices")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANNEL_LABELS = {"official": "服务号", "mini": "小程序", "inbox": "站内消息"}
UNKNOWN_AT_MOST = 200                # named in one answer; the workbook has them all


class NoticesQuery(Shape):
    campaign: Slug | None = None
    state: StateWord | None = None
    origin: OriginWord | None = None
    cursor: Cursor | None = None


class DefaultsQuery(Shape):
    campaign: Slug | None = None


class PlansOut(Out):
    items: list[PlanOut]
    next: str | None


class PreviewOut(Out):
    people: list[dict[str, Any]]
    reachable: dict[str, int]


class StatisticsOut(Out):
    channels: list[dict[str, Any]]
    over_time: list[dict[str, Any]]
    by_unit: list[dict[str, Any]]
    unknown: list[dict[str, Any]]


class CallListOut(Out):
    units: list[dict[str, Any]]
    people: int


class TriedOut(Out):
    message: str
    pushed: str


@bp.put("/api/notices/<notice_id>")
@bp.input(NoticeIn, arg_name="asked")
@bp.output(NoticeOut, status_code=201)
@bp.doc(summary="编写提醒（revision 0 为新写）", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def save(notice_id: str, asked: NoticeIn) -> Response:
    actor, at = require_actor(), clock.now()
    given = asked.model_dump(exclude={"revision"}) | {"audience": audiences.chosen(asked.audience, actor)}
    try:
        notice, is_new = drafting.save(require_id(notice_id, "ntc"), Content(**given), revision=asked.revision, actor=actor, at=at)
    except NoticeStale as stale:
        raise _with_current(stale, actor) from stale
    return reply(whole_shape(notice, actor, at), 201 if is_new else 200)


@bp.get("/api/notices")
@bp.input(NoticesQuery, location="query", arg_name="asked")
@bp.output(NoticesOut)
@bp.doc(summary="提醒：新的在前", security="session", responses=[401, 403, 404, 422])
def index(asked: NoticesQuery) -> Response:
    rows, following = page(queries.listed(require_actor(), asked.campaign, asked.state, asked.origin), Notice, asked.cursor)
    return reply({"items": short_shapes(rows), "next": following})


@bp.get("/api/notices/defaults")
@bp.input(DefaultsQuery, location="query", arg_name="asked")
@bp.output(PlansOut)
@bp.doc(summary="方案里事先定好的提醒", security="session", responses=[401, 403, 404, 422])
def planned(asked: DefaultsQuery) -> Response:
    queries.require_organiser(require_actor())
    plan = campaigns.newest_plan(asked.campaign or campaigns.current())
    return reply({"items": [asdict(one) for one in spoken.of(plan, clock.now())], "next": None})


@bp.get("/api/notices/<notice_id>")
@bp.output(NoticeOut)
@bp.doc(summary="一条提醒：能提醒到多少人、发得怎样、还能怎么办", security="session", responses=[401, 403, 404, 422])
def one(notice_id: str) -> Response:
    actor = require_actor()
    return reply(whole_shape(_find(notice_id, actor), actor, clock.now()))


@bp.put("/api/notices/<notice_id>/moves/<move_id>")
@bp.input(NoticeMoveIn, arg_name="asked")
@bp.output(NoticeMoveOut, status_code=201)
@bp.doc(summary="提交复核、同意发布、发布、暂停、继续、取消", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def move(notice_id: str, move_id: str, asked: NoticeMoveIn) -> Response:
    actor, at = require_actor(), clock.now()
    house = House(templates.of(config()), config().notices.approval_over)
    try:
        moved, first = moving.move(require_id(notice_id, "ntc"), asked.act, move_id=require_id(move_id, "mov"), house=house,
                                   revision=asked.revision, comment=asked.comment, actor=actor, at=at)
    except NoticeStale as stale:
        raise _with_current(stale, actor) from stale
    notice = whole_shape(queries.find(notice_id, actor), actor, at)
    return reply({"id": moved.id, "act": moved.act, "notice": notice}, 201 if first else 200)


@bp.get("/api/notices/<notice_id>/preview")
@bp.output(PreviewOut)
@bp.doc(summary="给几个真实的人看会是什么样", security="session", responses=[401, 403, 404, 422])
def previewed(notice_id: str) -> Response:
    notice, at = _find(notice_id, require_actor()), clock.now()
    found = preview.of(notice, templates.of(config()), at)
    return reply({"people": found.people, "reachable": reach_shape(found.reach)})


@bp.post("/api/notices/<notice_id>/test")
@bp.output(TriedOut, status_code=201)
@bp.doc(summary="发给自己看看", security="session", responses=[401, 403, 404, 422])
def tried(notice_id: str) -> Response:
    actor = require_actor()
    message_id, pushed = preview.send_to_myself(_find(notice_id, actor), templates.of(config()), actor=actor)
    return reply({"message": message_id, "pushed": pushed}, 201)


@bp.get("/api/notices/<notice_id>/statistics")
@bp.output(StatisticsOut)
@bp.doc(summary="发得怎样：按渠道、按小时、按单位", security="session", responses=[401, 403, 404, 422])
def counted(notice_id: str) -> Response:
    notice = _find(notice_id, require_actor())
    told, read = statistics.inbox(notice.id)
    pushed = [{"channel": channel, "label": CHANNEL_LABELS[channel], "counts": counts.told(), "opened": opened}
              for channel, (counts, opened) in statistics.channels(notice.id).items()]
    return reply({
        "channels": [{"channel": "inbox", "label": CHANNEL_LABELS["inbox"], "counts": {"planned": told, "delivered": told}, "opened": read},
                     *pushed],
        "over_time": [{"hour": f"{hour}:00:00.000Z", "begun": begun, "opened": opened}
                      for hour, begun, opened in statistics.over_time(notice.id)],
        "by_unit": [_unit_shape(row) for row in statistics.by_unit(notice.id)],
        "unknown": [_unknown_shape(row) for row in standing.unknown(notice.id, UNKNOWN_AT_MOST)]})


@bp.get("/api/notices/<notice_id>/statistics.xlsx")
@bp.output({}, content_type=XLSX)
@bp.doc(summary="发得怎样：电子表格", security="session", responses=[401, 403, 404, 422])
def counted_sheet(notice_id: str) -> Response:
    notice = _find(notice_id, require_actor())
    head = ("单位", "站内消息", "已读", "应推送", "已发出", "已送达", "本人拒收", "没有可提醒次数", "没有发出", "不能确定", "点开")
    rows = [(row["name"], row["inbox"], row["read"], *(row["counts"][name] for name in (
        "planned", "sent", "delivered", "refused", "no_credit", "failed", "unknown")), row["opened"])
        for row in map(_unit_shape, statistics.by_unit(notice.id))]
    lost = [(row["name"], row["unit"], row["label"], clock.to_shanghai(row["at"]))
            for row in map(_unknown_shape, standing.unknown(notice.id))]
    return _book({"提醒统计": (head, *rows), "不能确定是否收到": (("姓名", "单位", "渠道", "发送时间"), *lost)})


@bp.get("/api/notices/<notice_id>/picture.svg")
@bp.output({}, content_type="image/svg+xml")
@bp.doc(summary="发得怎样：一张图", security="session", responses=[401, 403, 404, 422])
def pictured(notice_id: str) -> Response:
    notice = _find(notice_id, require_actor())
    told, read = statistics.inbox(notice.id)
    pushed = {CHANNEL_LABELS[channel]: counts.by_state for channel, (counts, _) in statistics.channels(notice.id).items()}
    drawn = picture(notice.title, STATE_LABELS[NoticeState(notice.state)], told, read, pushed, statistics.over_time(notice.id), clock.now())
    return Response(drawn, mimetype="image/svg+xml")


@bp.get("/api/notices/<notice_id>/call-list")
@bp.output(CallListOut)
@bp.doc(summary="提醒不到的人：按单位，附联络员", security="session", responses=[401, 403, 404, 422])
def unreachable(notice_id: str) -> Response:
    notice = _find(notice_id, require_actor())
    found = call_list.by_unit(notice.audience, templates.of(config()).get(notice.template or ""), notice.campaign_id, clock.now())
    shapes = [{"unit": one.unit_id, "name": one.name, "people": one.people, "liaisons": one.liaisons, "phone": one.phone} for one in found]
    return reply({"units": shapes, "people": sum(one.people for one in found)})


@bp.get("/api/notices/<notice_id>/call-list.xlsx")
@bp.output({}, content_type=XLSX)
@bp.doc(summary="提醒不到的人：电子表格", security="session", responses=[401, 403, 404, 422])
def unreachable_sheet(notice_id: str) -> Response:
    notice = _find(notice_id, require_actor())
    found = call_list.by_unit(notice.audience, templates.of(config()).get(notice.template or ""), notice.campaign_id, clock.now())
    rows = [(one.name, one.people, "、".join(one.liaisons), one.phone, "、".join(one.named)) for one in found]
    return _book({"请转告名单": (("单位", "人数", "联络员", "办公电话", "提醒不到的人"), *rows)})


@bp.post("/api/notices/<notice_id>/opened")
@bp.output({}, status_code=204)
@bp.doc(summary="从提醒点进来了", security="session", responses=[401, 422])
def opened(notice_id: str) -> Response:
    standing.opened(require_id(notice_id, "ntc"), actor=require_actor())
    return Response(status=204)


def _find(notice_id: str, actor: Actor) -> Notice:
    return queries.find(require_id(notice_id, "ntc"), actor)


def _with_current(stale: NoticeStale, actor: Actor) -> NoticeStale:
    notice = queries.find(str(stale.context["current"]), actor)
    return NoticeStale(current=whole_shape(notice, actor, clock.now()))


def _unit_shape(row: statistics.OfUnit) -> dict[str, Any]:
    return {"unit": row.unit_id, "name": row.name, "inbox": row.inbox, "read": row.read, "counts": row.counts.told(), "opened": row.opened}


def _unknown_shape(row: standing.Unknown) -> dict[str, Any]:
    return {"name": row.name, "unit": row.unit, "channel": row.channel, "label": CHANNEL_LABELS[row.channel], "at": row.at}


def _book(sheets: dict[str, tuple[tuple[Any, ...], ...]]) -> Response:
    """A workbook of named sheets; a text that a spreadsheet would calculate stays a text."""
    from openpyxl import Workbook  # a fifth of a second that only an export should pay
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    written = io.BytesIO()
    book.save(written)
    answer = Response(written.getvalue(), mimetype=XLSX)
    answer.headers["Content-Disposition"] = "attachment; filename=notice.xlsx"
    return answer
