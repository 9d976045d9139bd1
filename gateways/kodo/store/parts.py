"""Resumable upload v2: initiate, send parts in any order, ask which ones arrived, complete or abort.

A part is acknowledged when its file and its row are durable; a client that was killed asks `list_parts` and sends
only what is missing. Source: facts of api-specs `resumable-upload-v2`; parts 1 to 10000, 1 MiB to 1 GiB, 7 days.
"""
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from werkzeug import Request, Response

from .answers import answer
from .assembly import PlacedDraft, claimed, joined
from .deposit import Arrival, deposit
from .disk import Draft
from .etag import Digest, qetag_of_parts
from .intake import receive, small_body
from .policy import PutPolicy, read_token
from .refusals import BAD_ARGUMENT, NO_UPLOAD, OUT_OF_SCOPE, OVER_FSIZE_LIMIT, TOO_LARGE, WRONG_SUM, Refusal
from .store import Store
from .uploads import Part, Upload
from .wire import checked_key, text_from_base64

NO_KEY = "~"
MIN_PART_BYTES, MAX_PART_BYTES, MAX_PARTS = 1 << 20, 1 << 30, 10_000
PAGE = 1000


class Named(BaseModel):
    """One line of the list a client completes with."""
    model_config = ConfigDict(alias_generator=to_camel)
    part_number: int
    etag: str


class Completion(BaseModel):
    """The body of `complete`. The Python SDK sends null for what it does not have."""
    model_config = ConfigDict(alias_generator=to_camel, coerce_numbers_to_str=True)
    parts: list[Named]
    fname: str | None = None
    mime_type: str | None = None
    metadata: dict[str, str] | None = None
    custom_vars: dict[str, str] | None = None


def initiate(store: Store, request: Request, bucket: str, entry: str) -> Response:
    """Raises Refusal (400, 401, 403, 631)."""
    _, key = _admitted(store, request, bucket, entry)
    upload = store.uploads.open(bucket, key)
    return answer({"uploadId": upload.id, "expireAt": upload.expires_at})


def put_part(store: Store, request: Request, bucket: str, entry: str, upload: str, number: str) -> Response:
    """Raises Refusal (400, 401, 403, 406, 413, 612, 631)."""
    policy, _ = _resumed(store, request, bucket, entry, upload)
    if not 0 < int(number) <= MAX_PARTS:
        raise Refusal(400, "invalid part number")
    if policy.fsize_limit and (request.content_length or 0) > policy.fsize_limit:
        raise Refusal(*OVER_FSIZE_LIMIT)
    store.shelf.expect(request.content_length or 0)
    told = request.headers.get("Content-MD5", "").lower()
    with _receiving(store, request, upload, int(number), Digest(md5=bool(told))) as draft:
        receive(request, draft, MAX_PART_BYTES)
        if told != draft.digest.md5:
            raise Refusal(*WRONG_SUM)
        part = store.uploads.keep(upload, int(number), draft, policy.fsize_limit)
    return answer({"etag": part.etag, "md5": told} if told else {"etag": part.etag})


def list_parts(store: Store, request: Request, bucket: str, entry: str, upload: str) -> Response:
    """Raises Refusal (400, 401, 403, 612, 631)."""
    _, found = _resumed(store, request, bucket, entry, upload)
    limit = min(_count(request.args, "max-parts") or PAGE, PAGE)
    # The SDKs' own specification spells it with an underscore in one place.
    after = _count(request.args, "part-number-marker") or _count(request.args, "part-number_marker")
    parts = store.uploads.parts(upload, after, limit + 1)
    page, more = parts[:limit], len(parts) > limit
    return answer({
        "uploadId": upload, "expireAt": found.expires_at, "partNumberMarker": page[-1].number if more else 0,
        "parts": [{"partNumber": p.number, "etag": p.etag, "size": p.size, "putTime": p.put_at} for p in page]})


def complete(store: Store, request: Request, bucket: str, entry: str, upload: str) -> Response:
    """Join the named parts into the object; the upload ends with it. Raises Refusal (400 … 614)."""
    policy, found = _resumed(store, request, bucket, entry, upload)
    wanted = _completion(small_body(request))
    known = store.uploads.parts(upload)
    # Rows of an upload go together with it: still there now, it was whole when its parts were read.
    store.uploads.find(upload)
    parts = _chosen(wanted, known)
    size = sum(part.size for part in parts)
    if size > store.settings.max_object_bytes:
        raise Refusal(*TOO_LARGE)
    policy.check_size(size)
    arrival = Arrival(
        found.key, (wanted.fname or "").replace("\0", ""), wanted.mime_type,
        qetag_of_parts([(part.size, part.sha1s) for part in parts]), (wanted.custom_vars or {}) | (wanted.metadata or {}))
    try:
        with joined(store.disk, upload, parts) as draft:
            return deposit(store, policy, arrival, draft, upload)
    except FileNotFoundError:
        # Another complete or an abort was faster.
        raise Refusal(*NO_UPLOAD) from None


def abort(store: Store, request: Request, bucket: str, entry: str, upload: str) -> Response:
    """Raises Refusal (401, 403, 612, 631)."""
    _resumed(store, request, bucket, entry, upload)
    store.uploads.drop(upload)
    return answer({})


@contextmanager
def _receiving(store: Store, request: Request, upload: str, number: int, digest: Digest) -> Iterator[Draft]:
    """Where a part is received: in its place when that is known, free and ours, else in a file of its own."""
    size, folder = request.content_length or 0, store.disk.upload_folder(upload)
    placeable = size >= MIN_PART_BYTES and number * size <= store.settings.max_object_bytes
    try:
        with claimed(folder, number, size) as alone:
            in_place = alone and placeable and store.uploads.is_new(upload, number)
            with PlacedDraft(folder, number, size, digest) if in_place else store.uploads.draft(upload, digest) as draft:
                yield draft
    except FileNotFoundError:
        raise Refusal(*NO_UPLOAD) from None


def uptoken(request: Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "UpToken" else None


def _admitted(store: Store, request: Request, bucket: str, entry: str) -> tuple[PutPolicy, str | None]:
    policy = read_token(uptoken(request), store.keys)
    store.check_bucket(policy.bucket)
    if bucket != policy.bucket:
        raise Refusal(*OUT_OF_SCOPE)
    key = None if entry == NO_KEY else checked_key(text_from_base64(entry))
    if key is not None:
        policy.check_key(key)
    return policy, key


def _resumed(store: Store, request: Request, bucket: str, entry: str, upload: str) -> tuple[PutPolicy, Upload]:
    policy, key = _admitted(store, request, bucket, entry)
    found = store.uploads.find(upload)
    if (found.bucket, found.key) != (bucket, key):
        raise Refusal(*NO_UPLOAD)
    return policy, found


def _completion(body: bytes) -> Completion:
    try:
        return Completion.model_validate_json(body)
    except ValidationError:
        raise Refusal(*BAD_ARGUMENT) from None


def _chosen(wanted: Completion, known: Sequence[Part]) -> list[Part]:
    """The parts named, in order; gaps are allowed. Raises Refusal (400)."""
    numbers = [named.part_number for named in wanted.parts]
    if not numbers or numbers != sorted(set(numbers)):
        raise Refusal(400, "invalid parts")
    by_number = {part.number: part for part in known}
    chosen = [by_number[named.part_number] for named in wanted.parts
              if named.part_number in by_number and by_number[named.part_number].etag == named.etag]
    if len(chosen) != len(numbers):
        raise Refusal(400, "invalid part etag")
    if any(part.size < MIN_PART_BYTES for part in chosen[:-1]):
        raise Refusal(400, "part size is too small")
    return chosen


def _count(words: Mapping[str, str], name: str) -> int:
    text = words.get(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal(*BAD_ARGUMENT)
    return int(text)
