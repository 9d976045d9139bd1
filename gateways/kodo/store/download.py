"""Downloads: `/dl/<bucket>/<key>`, whole or in ranges, signed where the bucket is private.

What people uploaded is hostile until proven otherwise: it is sandboxed, never sniffed by the browser, and shown
inside a page only when its type is on a short list. SVG, HTML and PDF are not on it. What is on the list may be shown
by pages of other host names (files have a host name of their own in production); what is not, by none but its own.
"""
import re
import time
from typing import BinaryIO
from urllib.parse import quote

from werkzeug import Request, Response
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

from .refusals import NO_DOCUMENT, Refusal
from .shelf import Stored
from .signing import check_download
from .store import Store

CHUNK = 256 << 10
INLINE = frozenset({
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "image/avif",
    "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/x-wav", "audio/ogg", "audio/flac", "audio/amr",
    "video/mp4", "video/quicktime", "video/webm", "video/ogg", "video/3gpp"})
ONE_RANGE = re.compile(r"bytes=\s*\d*-\d*\s*")
PUBLIC_AGE_S = 3600


def download(store: Store, request: Request, bucket: str, key: str) -> Response:
    """Raises Refusal (401, 404)."""
    if bucket not in store.settings.buckets:
        raise Refusal(*NO_DOCUMENT)
    if store.settings.buckets[bucket]:
        left = check_download(request, store.keys, store.settings.public_url) - int(time.time())
        caching = f"private, max-age={max(0, left)}"
    else:
        caching = f"public, max-age={PUBLIC_AGE_S}"
    stored, file = _opened(store, bucket, key)
    reply = Response(_UpToItsEnd(file, stored.size), direct_passthrough=True, headers=_headers(request, stored))
    reply.headers["Cache-Control"] = caching
    reply.content_length = stored.size
    reply.set_etag(stored.hash)
    return _conditional(request, reply, stored.size)


class _UpToItsEnd(FileWrapper):
    """An object's bytes. The file may be longer (assembly.py), and what follows is nobody's."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__(file, CHUNK)
        self._size = size

    def __next__(self) -> bytes:
        left = self._size - self.file.tell()
        if left <= 0:
            raise StopIteration
        return super().__next__()[:left]


def _opened(store: Store, bucket: str, key: str) -> tuple[Stored, BinaryIO]:
    """The row and its open file. An overwrite may remove the file between the two: look again."""
    for _ in range(3):
        stored = store.shelf.find(bucket, key)
        if not stored:
            break
        try:
            return stored, open(store.disk.path(stored.file), "rb", buffering=0)
        except FileNotFoundError:
            continue
    raise Refusal(*NO_DOCUMENT)


def _headers(request: Request, stored: Stored) -> dict[str, str]:
    name = request.args.get("attname", "")
    harmless = stored.mime.partition(";")[0] in INLINE
    return {
        "Content-Type": stored.mime,
        "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'; img-src 'self'; "
                                   "style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin" if harmless else "same-origin",
        "Content-Disposition": "inline" if harmless and not name else _attachment(name or stored.key.rpartition("/")[2]),
        "Last-Modified": _http_date(stored.put_at),
        **{f"X-Qn-Meta-{key}": quote(text, safe=" !#$&'()*+,/:;=?@[]~") for key, text in stored.metadata.items()},
    }


def _attachment(name: str) -> str:
    """RFC 6266 with an RFC 5987 name beside a plain one for old clients."""
    clean = "".join(letter for letter in name if letter.isprintable())[:200] or "file"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _http_date(put_at: int) -> str:
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(put_at // 10_000_000))


def _conditional(request: Request, reply: Response, size: int) -> Response:
    """206, 304 or 416 as asked. Several ranges at once are answered with the whole, as RFC 9110 allows."""
    asked = request.headers.get("Range", "")
    try:
        return reply.make_conditional(request.environ, accept_ranges=not asked or bool(ONE_RANGE.fullmatch(asked)),
                                      complete_length=size)
    except RequestedRangeNotSatisfiable:
        reply.close()
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})

