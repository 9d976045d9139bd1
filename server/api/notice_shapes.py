"""Notices on the wire."""
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from models.accounts import queries as accounts
from models.accounts.actor import Actor
from models.notices.audiences import terms
from models.notices.audiences.reach import Reach, reach
from models.notices.ledger import statistics, verdicts
from models.notices.plans import content, queries, templates
from models.notices.plans.law import ACTS, LAW, STATE_LABELS, NoticeState
from models.notices.plans.tables import Notice
from server.api.shapes import Answer, Instant, Slug, Text
from server.here import config
from server.wire import Out, Shape

Word = Literal["T1", "T2", "T3", "T4"]
StateWord = Literal["draft", "awaiting_approval", "scheduled", "sending", "paused", "done", "cancelled"]
OriginWord = Literal["organiser", "edge", "line"]


class NoticeIn(Shape):
    """`audience`: terms, or {"saved": "aud_…"}. `revision` is the one last seen, 0 for a new notice."""
    campaign: Slug
    title: Annotated[Text, Field(max_length=content.TITLE_AT_MOST)]
    words: Annotated[Text, Field(max_length=content.WORDS_AT_MOST)] = ""
    page: Annotated[Text, Field(max_length=200)] | None = None
    template: Annotated[Text, Field(max_length=4)] | None = None
    values: Annotated[list[Annotated[Text, Field(max_length=content.VALUE_AT_MOST)]], Field(max_length=content.VALUES_AT_MOST)] = []
    audience: dict[Text, Answer] = {}
    forward: Annotated[Text, Field(max_length=content.FORWARD_AT_MOST)] = ""
    due_at: Instant | None = None
    expires_at: Instant | None = None
    working_time: bool = False
    once_a_day: bool = True
    revision: int = Field(ge=0, le=1_000_000)


class NoticeMoveIn(Shape):
    """`revision`: of what was looked at."""
    act: Literal[ACTS]  # type: ignore[valid-type]
    comment: Annotated[Text, Field(max_length=2000)] = ""
    revision: int | None = Field(default=None, ge=0, le=1_000_000)


class ReachOut(Out):
    people: int
    now: int
    inbox_only: int
    official: int
    mini: int


class CountsOut(Out):
    planned: int
    waiting: int
    sending: int
    sent: int
    delivered: int
    refused: int
    no_credit: int
    failed: int
    unknown: int


class ShortNoticeOut(Out):
    id: str
    campaign: str
    state: str
    state_label: str
    origin: str
    plan: str | None
    title: str
    due_at: str | None
    why_words: str
    counts: CountsOut
    saved_at: str


class NoticeOut(ShortNoticeOut):
    words: str
    page: str | None
    template: str | None
    template_title: str
    values: list[str]
    audience: dict[str, Any]
    audience_words: str
    forward: str
    expires_at: str | None
    goes_out_at: str
    working_time: bool
    once_a_day: bool
    revision: int
    acts: list[dict[str, Any]]
    faults: list[dict[str, str]]
    warnings: list[str]
    reachable: ReachOut
    told: int
    read: int
    moves: list[dict[str, Any]]


class NoticesOut(Out):
    items: list[ShortNoticeOut]
    next: str | None


class NoticeMoveOut(Out):
    id: str
    act: str
    notice: NoticeOut


class PlanOut(Out):
    """One of the campaign's own; `next_at` null: it hangs on what happens, or its day is over."""
    id: str
    when_words: str
    to_words: str
    at_words: str
    title: str
    words: str
    template: str | None
    values: list[str]
    forward: str
    on: bool
    why_off: str | None
    next_at: str | None


def short_shapes(notices: list[Notice]) -> list[dict[str, Any]]:
    """Lines of a list: two statements whatever their number."""
    counted = statistics.counts([one.id for one in notices])
    return [_short(one, counted[one.id].told()) for one in notices]


def whole_shape(notice: Notice, actor: Actor, at: datetime) -> dict[str, Any]:
    """One notice with everything its page shows."""
    known = templates.of(config())
    template, limits = known.get(notice.template or ""), config().notices
    told, read = statistics.inbox(notice.id)
    return {
        **_short(notice, statistics.counts([notice.id])[notice.id].told()), "words": notice.words, "page": notice.page,
        "template": notice.template, "template_title": template.title if template else "", "values": notice.values,
        "audience": notice.audience, "audience_words": terms.words(notice.audience, notice.campaign_id) if notice.audience else "",
        "forward": notice.forward, "expires_at": notice.expires_at, "goes_out_at": queries.goes_out_at(notice, limits.quiet, at),
        "working_time": notice.working_time, "once_a_day": notice.once_a_day, "revision": notice.revision,
        "acts": [{"act": step.act, "label": step.label, "asks": list(step.asks)}
                 for step in queries.ways_on(notice, actor, limits.approval_over, at)],
        "faults": content.faults(notice, known), "warnings": content.warnings(notice, known),
        "reachable": reach_shape(_reach(notice, at)), "told": told, "read": read, "moves": _moves(notice)}


def reach_shape(found: Reach) -> dict[str, int]:
    return {"people": found.people, "now": found.now, "inbox_only": found.inbox_only, "official": found.official, "mini": found.mini}


def _reach(notice: Notice, at: datetime) -> Reach:
    template = templates.of(config()).get(notice.template or "")
    return reach(notice.audience, template, notice.campaign_id, at) if notice.audience else Reach(0, 0, 0)


def _short(notice: Notice, counts: dict[str, int]) -> dict[str, Any]:
    return {"id": notice.id, "campaign": notice.campaign_id, "state": notice.state, "state_label": STATE_LABELS[NoticeState(notice.state)],
            "origin": notice.origin, "plan": notice.plan, "title": notice.title, "due_at": notice.due_at,
            "why_words": verdicts.STOPPED_WORDS.get(notice.why or "", notice.why or ""), "counts": counts, "saved_at": notice.saved_at}


def _moves(notice: Notice) -> list[dict[str, Any]]:
    moves = queries.moves(notice.id)
    names = accounts.names({move.actor_id for move in moves if move.actor_id})
    labels = {step.act: step.label for step in LAW}
    return [{"act": move.act, "label": labels.get(move.act, move.act), "by": names.get(move.actor_id or "", "系统"),
             "comment": move.comment, "at": move.at} for move in moves]
