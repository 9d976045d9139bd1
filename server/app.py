"""The Flask app: rooms behind routes, one Problem for every failure, OpenAPI from the decorators."""
from typing import Any

from apiflask import APIFlask

from gateways import Gateways, open_gateways
from models.config import Config
from server import docs, fences, observing, openapi, public, refusals
from server.api import (
    audiences,
    callbacks,
    campaigns,
    checkins,
    complaints,
    computers,
    credits,
    documents,
    entries,
    events,
    examinations,
    health,
    inbox,
    late_codes,
    me,
    mini_codes,
    notices,
    originality,
    personal_codes,
    promoters,
    publicity,
    safety,
    sessions,
    statements,
    targets,
    units,
    uploads,
    works,
)
from server.here import SHELF
from server.limits import Limits
from server.public import c, p, u

TITLE = "网聚 Wangju"
VERSION = "0.1.0"
DESCRIPTION = "网聚职工正能量 争做中国好网民：作品征集、线下活动、消息提醒。失败一律为 application/problem+json，按 code 判断。"
ROOMS = (sessions, campaigns, units, me, personal_codes, entries, events, checkins, mini_codes, uploads, computers, examinations,
         late_codes, works, inbox, notices, audiences, credits, complaints, originality, safety, promoters, targets, statements,
         publicity, documents, callbacks, health, docs, public, u, p, c)


class App(APIFlask):
    """APIFlask without its question, seven times a request, whether a function of ours is a coroutine: none is."""

    def ensure_sync(self, func: Any) -> Any:
        return func


def create_app(config: Config, gateways: Gateways | None = None) -> APIFlask:
    """An app over an opened database. Nothing is read from the environment or the disk here but what `config` names."""
    app = App("wangju", title=TITLE, version=VERSION, spec_path="/api/openapi.json", docs_path=None,
                   static_folder=None)  # type: ignore[arg-type]  # APIFlask's own annotation forgets Flask's None
    app.config.update(DESCRIPTION=DESCRIPTION, MAX_CONTENT_LENGTH=config.limits.body_bytes, AUTO_404_RESPONSE=False,
                      AUTO_VALIDATION_ERROR_RESPONSE=False, AUTO_AUTH_ERROR_RESPONSE=False, AUTO_OPERATION_ID=True, AUTO_SERVERS=False)
    app.security_schemes = {"session": {"type": "http", "scheme": "bearer"}}
    app.spec_processor(openapi.complete)
    app.extensions[SHELF] = {"config": config, "gateways": gateways or open_gateways(config), "limits": Limits(config),
                             "observed": observing.register(app)}
    refusals.register(app, config)
    fences.register(app)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    return app
