"""The store as a WSGI application: which address is which call, and what every answer carries.

Start here. An upload goes form.py (one request), parts.py (v2) or blocks.py (v1), then deposit.py, which shelves it
(shelf.py, disk.py, rows.py) and answers. objects.py manages, download.py serves, operations.py takes down what is to
be made of an object and performing.py makes it, sweep.py tidies.
The app may be mounted under any path (SCRIPT_NAME) or at the root.
"""
import errno
import logging
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException

from . import blocks, download, form, objects, operations, parts, performing, regions
from .answers import answer
from .refusals import BAD_ARGUMENT, FAILED, NO_ROUTE, OVER_QUOTA, WRONG_METHOD, Refusal
from .settings import StoreSettings
from .store import Store, open_store
from .wire import to_base64

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

UPLOAD = r"/buckets/(?P<bucket>[^/]{1,100})/objects/(?P<entry>[^/]{1,1100})/uploads"
ONE_UPLOAD = UPLOAD + r"/(?P<upload>[^/]{1,100})"
MANAGE = r"/(?P<operation>(?:stat|delete|move|copy|chgm|chtype|deleteAfterDays)/.{1,5000})"


@dataclass(frozen=True, slots=True)
class Route:
    methods: str
    path: re.Pattern[str]
    call: Callable[..., Response]


ROUTES = tuple(Route(methods, re.compile(path, re.DOTALL), call) for methods, path, call in (
    ("POST", r"/?", form.upload_form),
    ("PUT", ONE_UPLOAD + r"/(?P<number>[0-9]{1,6})", parts.put_part),
    ("POST", UPLOAD, parts.initiate),
    ("GET", ONE_UPLOAD, parts.list_parts),
    ("POST", ONE_UPLOAD, parts.complete),
    ("DELETE", ONE_UPLOAD, parts.abort),
    ("POST", r"/mkblk/(?P<size>[0-9]{1,8})", blocks.make_block),
    ("POST", r"/bput/(?P<ctx>[^/]{1,200})/(?P<offset>[0-9]{1,8})", blocks.put_chunk),
    ("POST", r"/mkfile/(?P<size>[0-9]{1,15})(?P<options>/.{0,8000})?", blocks.make_file),
    ("GET HEAD", r"/dl/(?P<bucket>[^/]{1,100})/(?P<key>.{1,3000})", download.download),
    ("GET POST", MANAGE, objects.manage),
    ("POST", r"/batch/?", objects.batch),
    ("GET POST", r"/list/?", objects.list_objects),
    ("POST", r"/pfop/?", operations.begin),
    ("GET", r"/status/get/prefop/?", operations.status),
    ("GET", r"/v4/query/?", regions.query_v4),
    ("GET", r"/v2/query/?", regions.query_v2),
))

EVERY_ANSWER = {
    "X-Log": "X-Log",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "OPTIONS, HEAD, GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Content-MD5, Range, X-Reqid",
    "Access-Control-Expose-Headers": "X-Log, X-Reqid, ETag, Content-Range, Retry-After",
    "Access-Control-Max-Age": "3600",
}


def create_store(settings: StoreSettings) -> "WSGIApplication":
    """A WSGI application over one folder. Several may share it."""
    store = open_store(settings)
    if settings.calls_out and settings.perform:
        performing.keep_running(store)

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ, populate_request=False)
        reply = _reply(store, request)
        reply.headers.update(EVERY_ANSWER)
        # Official SDKs take an answer without it for a hijacked one.
        reply.headers["X-Reqid"] = to_base64(secrets.token_bytes(12))
        return reply(environ, start_response)

    return app


def _reply(store: Store, request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status=200)
    try:
        return _dispatch(store, request)
    except Refusal as refusal:
        return _refused(refusal)
    except HTTPException as why:
        return _refused(Refusal(why.code or 400, why.name))
    except OSError as why:
        if why.errno in (errno.ENOSPC, errno.EDQUOT):
            return _refused(Refusal(*OVER_QUOTA))
        return _failed(request)
    except Exception:
        return _failed(request)


def _dispatch(store: Store, request: Request) -> Response:
    path = _path(request)
    known = [(route, found) for route in ROUTES if (found := route.path.fullmatch(path))]
    for route, found in known:
        if request.method in route.methods.split():
            words = {name: text for name, text in found.groupdict().items() if text is not None}
            if not _has_body(request):
                return route.call(store, request, **words)
            with store.gate.place():
                return route.call(store, request, **words)
    raise Refusal(*WRONG_METHOD if known else NO_ROUTE)


def _path(request: Request) -> str:
    try:
        return str(request.environ.get("PATH_INFO", "")).encode("latin-1").decode()
    except UnicodeError:
        raise Refusal(*BAD_ARGUMENT) from None


def _has_body(request: Request) -> bool:
    """Whether the client may keep us waiting for bytes; without a length it is said to."""
    return request.method in ("POST", "PUT") and request.content_length != 0


def _refused(refusal: Refusal) -> Response:
    reply = answer({"error": refusal.said}, refusal.code)
    if refusal.retry_after_s is not None:
        reply.headers["Retry-After"] = str(refusal.retry_after_s)
    return reply


def _failed(request: Request) -> Response:
    # The environment holds the process's secrets: only the method is ours to say.
    log.exception("kodo=failed method=%s", request.method)
    return answer({"error": FAILED[1]}, FAILED[0])
