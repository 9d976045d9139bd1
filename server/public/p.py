"""/p/<slug>: what a promoter shares. A page about the campaign that is the same whoever shared it, even for a link nobody has.

Opening it counts nothing: its script says so afterwards (POST /api/visits), once somebody really looks at it. So readers of
link previews, prefetching browsers and HEAD requests leave no trace. A browser is known by a random mark of ours in a
cookie that no script can read; who it is, nobody knows.
"""
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from apiflask import APIBlueprint
from flask import Request, Response, request

from models import clock
from models.campaign import calendar, queries
from models.campaign.plan import Phase, Plan
from models.campaign.wire import for_phone
from models.problems import NotFound
from models.promoters import visits
from server.here import config
from server.public import page

bp = APIBlueprint("promoter_page", __name__, enable_openapi=False)

MARK, OWN = "wangju_visitor", "wangju_own"
MARK_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")
MARK_LIFE = timedelta(days=90)
ROBOTS = re.compile(r"(?<!cu)bot|crawl|spider|slurp|preview|fetch|scrap|monitor|headless|phantom|lighthouse|curl|wget|httpie|python|^node|"
                    r"java/|go-http|libwww|apache-http|axios|ruby|perl|php|facebookexternalhit|embedly|whatsapp|mediapartners|feed",
                    re.IGNORECASE)          # Cubot is a maker of phones
STAGES = {"launch": "活动启动", "conduct": "活动开展", "summary": "活动总结", "exhibition": "优秀作品展示"}
STATE_WORDS = {"past": "已结束", "open": "正在进行", "future": "还没有开始"}


@bp.get("/p/<slug>")
def show(slug: str) -> Response:
    answer = page("p.html", slug=slug if re.fullmatch("[0-9a-z]{1,20}", slug) else "", **_facts(clock.now()))
    if request.method == "GET" and is_person(request) and mark_of(request) is None:
        _give(answer, MARK, secrets.token_urlsafe(16), MARK_LIFE)
    return answer


def is_person(asked: Request) -> bool:
    """Whether it may be somebody who looks: no reader of link previews, and no page loaded on suspicion."""
    browser = asked.headers.get("User-Agent", "")
    is_early = "prefetch" in f"{asked.headers.get('Sec-Purpose', '')} {asked.headers.get('Purpose', '')}".lower()
    return bool(browser.strip()) and not ROBOTS.search(browser) and not is_early


def mark_of(asked: Request) -> str | None:
    """The browser's random mark; one that we cannot have made is none."""
    mark = asked.cookies.get(MARK, "")
    return mark if MARK_SHAPE.fullmatch(mark) else None


def own_of(asked: Request) -> str | None:
    """That a promoter opened a link of their own in this browser."""
    return asked.cookies.get(OWN)


def know_as_own(answer: Response, slug: str) -> None:
    """Let the browser remember that this link is its owner's."""
    _give(answer, OWN, visits.own_mark(slug), MARK_LIFE)


def _give(answer: Response, name: str, value: str, life: timedelta) -> None:
    answer.set_cookie(name, value, max_age=life, httponly=True, samesite="Lax", secure=config().public_url.startswith("https:"), path="/")


def _facts(at: datetime) -> dict[str, Any]:
    """What the page says of the campaign now; without one, only what it is."""
    try:
        plan = queries.newest_plan(queries.current(at))
    except NotFound:
        return {"name": "网聚", "phases": [], "tracks": [], "contacts": [], "banners": [], "submit": None}
    told = for_phone(plan, 0, at)
    return {"name": plan.name, "phases": [_phase_facts(plan, stage, at) for stage in STAGES if _of(plan, stage)],
            "tracks": [{"label": one["label"], "description": one["description"]} for one in told["tracks"]],
            "contacts": plan.contacts, "banners": [one for one in told["banners"] if one != plan.name], "submit": _submit_words(plan, at)}


def _of(plan: Plan, stage: str) -> list[Phase]:
    return [phase for phase in plan.phases if phase.stage == stage]


def _phase_facts(plan: Plan, stage: str, at: datetime) -> dict[str, Any]:
    """A stage in one word: the state of the first of its phases. What comes later in it is the staff's."""
    state = calendar.state(plan, _of(plan, stage)[0], at)
    return {"label": STAGES[stage], "state": state, "words": STATE_WORDS[state]}


def _submit_words(plan: Plan, at: datetime) -> str | None:
    """Until when works may be submitted, or what became of that."""
    phases = calendar.window(plan, "submit")
    if not phases:
        return None
    closes = max(calendar.closes(plan, phase) for phase in phases)
    if at >= closes:
        return f"作品征集已于 {clock.to_shanghai(closes)} 截止"
    if calendar.permits(plan, "submit", at):
        return f"作品征集正在进行，{clock.to_shanghai(closes)} 截止"
    return f"作品征集从 {clock.to_shanghai(min(phase.opens for phase in phases))} 开始"
