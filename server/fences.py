"""What stands before every endpoint: a database connection, the rate of asking, and who is asking.

An endpoint that needs a session says so to OpenAPI (`security="session"`), and is shut for strangers here,
before their body is read: a stranger learns 401, not what was wrong with what he sent.
"""
from http import HTTPStatus

from apiflask import APIFlask
from flask import Response, current_app, g, request

from models.db import database
from models.problems import Unauthenticated
from server import clocks
from server.here import limits
from server.sessions import find_actor, require_actor

ALIVE = ("health.healthz", "health.readyz")                  # must answer, and say so, while the database is away
BURST = "checkins.arrive"                                    # finds out who asks together with a whole batch of others
READING = ("GET", "HEAD", "OPTIONS")
OWN_LIMIT = ("health.", "sessions.create", "callbacks.", BURST)


def register(app: APIFlask) -> None:

    @app.before_request
    def _borrow() -> None:
        """A thread borrows a connection for one request and gives it back."""
        if request.endpoint not in (*ALIVE, BURST):
            database.connect(reuse_if_open=True)

    @app.before_request
    def _fence() -> None:
        if request.method == "OPTIONS" or (request.endpoint or "").startswith(OWN_LIMIT):
            return
        _slow_down()
        if _needs_session():
            require_actor()

    @app.after_request
    def _take_the_rest(response: Response) -> Response:
        """A refused body that was not read would have its connection reset, and the refusal might be lost with it."""
        if response.status_code >= HTTPStatus.BAD_REQUEST and 0 < (request.content_length or 0) <= (request.max_content_length or 0):
            request.environ["wsgi.input"].read(request.content_length)
        return response

    @app.teardown_request
    def _give_back(_: BaseException | None) -> None:
        if not database.is_closed():
            database.close()


def _slow_down() -> None:
    """A token that does not count is no session: guessing is limited by address."""
    try:
        actor = find_actor()
    except Unauthenticated:
        limits().require_address()
        raise
    if actor is None:
        limits().require_address()
    else:
        limits().require_person(str(actor.account_id), reading=request.method in READING)
        clocks.listen(clocks.device(g.session_id), actor.account_id)


def _needs_session() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "_spec", {}).get("security"))
