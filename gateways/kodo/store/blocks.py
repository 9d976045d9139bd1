"""Resumable upload v1, for old SDKs and old private clouds: 4 MiB blocks, each made of one or more chunks.

A block is kept as an upload whose parts are its chunks, numbered by offset + 1. A `ctx` names a block and how far it
has come; it is unguessable because the block's id is.
"""
import re
from dataclasses import dataclass

from werkzeug import Request, Response

from .answers import answer
from .deposit import Arrival, deposit
from .etag import BLOCK, Digest
from .intake import receive, small_body
from .parts import uptoken
from .policy import PutPolicy, read_token
from .refusals import BAD_ARGUMENT, BAD_CONTEXT, TOO_LARGE, Refusal
from .store import Store
from .uploads import Part
from .wire import from_base64, text_from_base64, to_base64

CONTEXT = re.compile(rb"([0-9a-f]{32})\.(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Context:
    """A block, and how many of its bytes this ctx vouches for."""
    block: str
    offset: int


def make_block(store: Store, request: Request, size: str) -> Response:
    """`POST /mkblk/<size>` with the block's first chunk. Raises Refusal (400, 401, 413, 631)."""
    policy = _admitted(store, request)
    if not 0 < int(size) <= BLOCK:
        raise Refusal(400, "invalid block size")
    block = store.uploads.open(policy.bucket, None)
    return _take_chunk(store, request, policy, Context(block.id, 0), int(size))


def put_chunk(store: Store, request: Request, ctx: str, offset: str) -> Response:
    """`POST /bput/<ctx>/<offset>` with the next chunk. Raises Refusal (401, 413, 701)."""
    policy = _admitted(store, request)
    context = _context(ctx)
    _, end = _chunks_of(store, policy, context)
    if context.offset != int(offset) or end != int(offset):
        raise Refusal(*BAD_CONTEXT)
    return _take_chunk(store, request, policy, context, BLOCK - context.offset)


def make_file(store: Store, request: Request, size: str, options: str = "") -> Response:
    """`POST /mkfile/<size>[/key/<b64>][/fname/<b64>]…` with the blocks' last ctxs. Raises Refusal (400 … 701)."""
    policy, told = _admitted(store, request), _options(options)
    contexts = [_context(text) for text in small_body(request).decode("latin-1").split(",") if text]
    key = told.get("key")
    if key is not None:
        policy.check_key(key)
    parts = _parts_of(store, policy, contexts, int(size))
    with store.disk.draft(Digest()) as draft:
        for part in parts:
            draft.append(store.disk.path(part.file), 0, part.size)
        arrival = Arrival(key, told.get("fname", ""), told.get("mimeType"), draft.digest.etag, told)
        reply = deposit(store, policy, arrival, draft)
    for context in contexts:
        store.uploads.drop(context.block)
    return reply


def _admitted(store: Store, request: Request) -> PutPolicy:
    policy = read_token(uptoken(request), store.keys)
    store.check_bucket(policy.bucket)
    return policy


def _take_chunk(store: Store, request: Request, policy: PutPolicy, context: Context, limit: int) -> Response:
    store.shelf.expect(request.content_length or 0)
    digest = Digest(crc32=True)
    with store.uploads.draft(context.block, digest) as draft:
        receive(request, draft, limit)
        store.uploads.keep(context.block, context.offset + 1, draft, policy.fsize_limit, once=True)
    end = context.offset + digest.size
    return answer({
        "ctx": to_base64(f"{context.block}.{end}".encode()), "checksum": to_base64(digest.sha1s), "crc32": digest.crc32,
        "offset": end, "host": request.root_url.rstrip("/"), "expired_at": store.uploads.find(context.block).expires_at})


def _context(text: str) -> Context:
    try:
        found = CONTEXT.fullmatch(from_base64(text))
    except Refusal:
        found = None
    if not found:
        raise Refusal(*BAD_CONTEXT)
    return Context(found[1].decode(), int(found[2]))


def _chunks_of(store: Store, policy: PutPolicy, context: Context) -> tuple[list[Part], int]:
    """The chunks a ctx vouches for, and where they end. Raises Refusal (701)."""
    try:
        block = store.uploads.find(context.block)
    except Refusal:
        raise Refusal(*BAD_CONTEXT) from None
    chunks, end = [], 0
    for part in store.uploads.parts(context.block):
        if part.number == end + 1 and end < context.offset:
            chunks.append(part)
            end += part.size
    if block.bucket != policy.bucket or end != context.offset:
        raise Refusal(*BAD_CONTEXT)
    return chunks, end


def _parts_of(store: Store, policy: PutPolicy, contexts: list[Context], size: int) -> list[Part]:
    """Every chunk of every block, once; they must add up to the size announced. Raises Refusal (400, 413, 701)."""
    if len({context.block for context in contexts}) != len(contexts):
        raise Refusal(*BAD_CONTEXT)
    parts = [part for context in contexts for part in _chunks_of(store, policy, context)[0]]
    if sum(part.size for part in parts) != size:
        raise Refusal(400, "file size does not match")
    if size > store.settings.max_object_bytes:
        raise Refusal(*TOO_LARGE)
    return parts


def _options(path: str) -> dict[str, str]:
    """`key/<b64>/fname/<b64>/x:name/<b64>` as a dict. Raises Refusal (400)."""
    words = path.strip("/").split("/") if path.strip("/") else []
    if len(words) % 2:
        raise Refusal(*BAD_ARGUMENT)
    return {name: text_from_base64(text) for name, text in zip(words[::2], words[1::2], strict=True)}
