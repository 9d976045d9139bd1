"""可提醒次数: what a phone's dialog granted, what is at hand, and whom the official account may tell."""
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts.actor import Actor
from models.notices.ledger import credits
from models.notices.plans import templates
from models.problems import NotFound
from server.api.shapes import Text
from server.here import config
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("credits", __name__, tag="notices")


class CreditsIn(Shape):
    """`results`: WeChat's template id to what the dialog said: "accept", "reject" … `nonce`: of this one tap."""
    results: Annotated[dict[Annotated[Text, Field(min_length=1, max_length=64)], Annotated[Text, Field(max_length=40)]],
                       Field(min_length=1, max_length=10)]
    nonce: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,40}$")]


class AskedIn(Shape):
    wanted: bool


class CreditsOut(Out):
    credits: dict[str, int]
    asked: list[str]
    templates: dict[str, dict[str, Any]]


@bp.post("/api/credits")
@bp.input(CreditsIn, arg_name="asked")
@bp.output(CreditsOut)
@bp.doc(summary="订阅弹窗的回答；同一个 nonce 只记一次", security="session", responses=[401, 409, 415, 422])
def report(asked: CreditsIn) -> Response:
    actor = require_actor()
    credits.report(asked.results, asked.nonce, templates.of(config()), actor=actor)
    return reply(_shape(actor))


@bp.get("/api/credits")
@bp.output(CreditsOut)
@bp.doc(summary="我还有几次提醒，要不要服务号提醒", security="session", responses=[401])
def mine() -> Response:
    return reply(_shape(require_actor()))


@bp.put("/api/credits/asked/<word>")
@bp.input(AskedIn, arg_name="asked")
@bp.output(CreditsOut)
@bp.doc(summary="这一类提醒要不要服务号发", security="session", responses=[401, 404, 415, 422])
def ask(word: str, asked: AskedIn) -> Response:
    actor, known = require_actor(), templates.of(config())
    if word not in known:
        raise NotFound(what="这个提醒模板")
    credits.ask(word, asked.wanted, known, actor=actor)
    return reply(_shape(actor))


def _shape(actor: Actor) -> dict[str, Any]:
    known, account_id = templates.of(config()), str(actor.account_id)
    return {"credits": credits.at_hand(account_id, known), "asked": credits.asked(account_id),
            "templates": {word: {"id": one.mini, "title": one.title, "keywords": list(one.keywords), "labels": list(one.labels)}
                          for word, one in known.items() if one.mini}}
