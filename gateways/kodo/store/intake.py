"""Request bodies: streamed into a draft, or read whole when they are small by nature.

How much is asked for at once follows the client: a fast one is read in long reads, which cost least, and a crowd of
slow ones holds little memory, because a read waits until it is full.
"""
import time
from collections.abc import Iterator

from werkzeug import Request
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import get_input_stream

from .disk import Draft
from .refusals import CUT_SHORT, TOO_LARGE, Refusal

FIRST_READ, LONGEST_READ = 256 << 10, 1 << 20
QUICK_S = 0.05
SMALL_BODY = 2 << 20


def chunks(request: Request) -> Iterator[bytes]:
    """The body, piece by piece. Raises Refusal (400) when the client goes away before the end it announced."""
    stream, announced, seen = get_input_stream(request.environ), request.content_length, 0
    size, began = FIRST_READ, time.monotonic()
    try:
        while chunk := stream.read(size):
            size = min(2 * size, LONGEST_READ) if time.monotonic() - began < QUICK_S else FIRST_READ
            seen += len(chunk)
            yield chunk
            began = time.monotonic()
    except (OSError, HTTPException):
        raise Refusal(*CUT_SHORT) from None
    if announced is not None and seen != announced:
        raise Refusal(*CUT_SHORT)


def receive(request: Request, draft: Draft, limit: int) -> None:
    """Stream the whole body into a draft. Raises Refusal (413 past `limit` bytes, 400 cut short)."""
    if (request.content_length or 0) > limit:
        raise Refusal(*TOO_LARGE)
    for chunk in chunks(request):
        draft.write(memoryview(chunk))
        if draft.digest.size > limit:
            raise Refusal(*TOO_LARGE)


def small_body(request: Request, limit: int = SMALL_BODY) -> bytes:
    """The whole body. Raises Refusal (413, 400)."""
    if (request.content_length or 0) > limit:
        raise Refusal(*TOO_LARGE)
    whole = bytearray()
    for chunk in chunks(request):
        whole += chunk
        if len(whole) > limit:
            raise Refusal(*TOO_LARGE)
    return bytes(whole)
