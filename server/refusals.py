"""Every failure as RFC 9457 application/problem+json, with words; unknown exceptions leave only a request id."""
import logging
import traceback
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Response, g, request
from peewee import DataError, IntegrityError, InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException

from models.config import Config
from models.problems import BodyTooLarge, Conflict, Malformed, MediaTypeWrong, MethodNotAllowed, NotFound, Problem, WorldAway
from server.wire import dump

log = logging.getLogger("wangju.server")

EXTERNAL_FAULTS = (OperationalError, InterfaceError, MaxConnectionsExceeded)


def render(problem: Problem) -> Response:
    """A Problem as the client sees it."""
    response = Response(dump(describe(problem)), problem.status, mimetype="application/problem+json")
    if problem.retry_after_s is not None:
        response.headers["Retry-After"] = str(problem.retry_after_s)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def describe(problem: Problem, instance: str | None = None) -> dict[str, Any]:
    """The body of a Problem. One beside a closed move has an instance of its own: the same entry reads the same every time."""
    return problem.told(instance or f"urn:request:{g.request_id}")


def register(app: APIFlask, config: Config) -> None:
    """Let the app answer every exception with a Problem."""

    @app.errorhandler(Problem)
    def _problem(problem: Problem) -> Response:
        return render(problem)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return _with_allow(render(_of_http(error.code or 500, config)), error)

    def _database_away(error: Exception) -> Response:
        log.error("database_away request=%s kind=%s", g.request_id, type(error).__name__)
        return render(WorldAway(who="数据库"))

    for kind in EXTERNAL_FAULTS:
        app.register_error_handler(kind, _database_away)

    @app.errorhandler(DataError)
    def _unstorable(error: DataError) -> Response:
        """A value no column takes; shapes refuse what is known of, so the log must say where it came through."""
        log.error("unstorable request=%s route=%s at=%s", g.request_id, request.url_rule, _where(error))
        return render(Malformed(summary="有一项内容不能保存"))

    @app.errorhandler(IntegrityError)
    def _constraint(error: IntegrityError) -> Response:
        """Two people did the same at the same instant and a unique index chose; asking again finds what stands."""
        log.error("constraint request=%s route=%s at=%s", g.request_id, request.url_rule, _where(error))
        return render(Conflict())

    @app.errorhandler(Exception)
    def _unknown(error: Exception) -> Response:
        log.error("unknown request=%s route=%s kind=%s at=%s", g.request_id, request.url_rule, type(error).__name__, _where(error))
        return render(Problem())


def _of_http(status: int, config: Config) -> Problem:
    """What the web framework refuses by itself, in our words."""
    ours: dict[int, Problem] = {404: NotFound(what="这个地址"), 405: MethodNotAllowed(), 415: MediaTypeWrong(),
                                413: BodyTooLarge(limit=config.limits.body_bytes)}
    return ours.get(status) or (Malformed(summary="请求格式不对") if status < 500 else Problem())


def _where(error: BaseException) -> str:
    """Where it happened, innermost last. Never the message: it may quote a person's data."""
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:]))


def _with_allow(response: Response, error: HTTPException) -> Response:
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers["Allow"] = value
    return response
