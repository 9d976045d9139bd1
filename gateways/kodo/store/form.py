"""Form upload: `POST /` with multipart/form-data, the way of `wx.uploadFile`, browsers and small files.

The body is parsed while it arrives and the file goes straight to disk, hashed in passing. SDKs differ in order: when
the token comes first the file is judged as it begins, otherwise an unsigned file may only be small.
"""
from collections.abc import Callable

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from werkzeug import Request, Response

from .deposit import Arrival, deposit
from .disk import Draft
from .etag import HEAD, Digest
from .intake import chunks
from .kinds import check_kind
from .policy import PutPolicy, read_token
from .refusals import NO_FILE_PART, OVER_FSIZE_LIMIT, TOO_LARGE, WRONG_SUM, Refusal
from .store import Store

MAX_TEXT_BYTES = 1 << 20
MAX_PARTS = 200
MAX_FRAME_BYTES = 64 << 10
BROKEN = 400, "invalid multipart format"


def upload_form(store: Store, request: Request) -> Response:
    """Raises Refusal (400, 401, 403, 406, 413, 614, 631)."""
    kind, options = parse_options_header(request.headers.get("Content-Type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Refusal(400, "invalid multipart format: request Content-Type isn't multipart/form-data")
    form = _Form(store, request.content_length or 0)
    try:
        form.read(options[b"boundary"], request)
        return _deposit(store, form)
    finally:
        form.close()


def _deposit(store: Store, form: "_Form") -> Response:
    policy = _policy(store, form.fields)
    if form.draft is None:
        raise Refusal(*NO_FILE_PART)
    told = form.fields.get("crc32")
    if told and told != str(_crc32_of(form.draft)):
        raise Refusal(*WRONG_SUM)
    arrival = Arrival(form.fields.get("key"), form.fname, form.declared, form.draft.digest.etag, form.fields)
    return deposit(store, policy, arrival, form.draft)


def _crc32_of(draft: Draft) -> int:
    """Summed in passing when it was known to be asked for, else by reading again."""
    if draft.digest.sums_crc32:
        return draft.digest.crc32
    return draft.seen_by(Digest(blocks=False, crc32=True)).crc32


def _policy(store: Store, fields: dict[str, str]) -> PutPolicy:
    policy = read_token(fields.get("token"), store.keys)
    store.check_bucket(policy.bucket)
    if "key" in fields:
        policy.check_key(fields["key"])
    return policy


class _Form:
    """One form, as the parser reports it piece by piece."""

    def __init__(self, store: Store, announced: int) -> None:
        self.fields: dict[str, str] = {}
        self.fname, self.declared = "", ""
        self.draft: Draft | None = None
        self._store, self._announced = store, announced
        self._policy: PutPolicy | None = None
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value, self._text = bytearray(), bytearray(), bytearray()
        self._name, self._parts, self._texts, self._ended = "", 0, 0, False
        self._sink: Callable[[memoryview], None] = self._to_nowhere

    def read(self, boundary: bytes, request: Request) -> None:
        """Raises Refusal (400, and whatever the file is refused for as it begins)."""
        try:
            parser = MultipartParser(boundary, {
                "on_part_begin": self._begin_part, "on_header_field": self._add_name, "on_header_value": self._add_value,
                "on_header_end": self._end_header, "on_headers_finished": self._end_headers,
                "on_part_data": self._data, "on_part_end": self._end_part, "on_end": self._end})
            for chunk in chunks(request):
                parser.write(chunk)
        except FormParserError as why:
            raise Refusal(BROKEN[0], f"{BROKEN[1]}: {why}") from None
        if not self._ended:
            raise Refusal(BROKEN[0], f"{BROKEN[1]}: unexpected EOF")

    def close(self) -> None:
        if self.draft:
            self.draft.__exit__(None, None, None)

    def _begin_part(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise Refusal(BROKEN[0], f"{BROKEN[1]}: too many parts")
        self._headers, self._name, self._sink = {}, "", self._to_nowhere
        self._text.clear()

    def _add_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _end_headers(self) -> None:
        _, told = parse_options_header(self._headers.get(b"content-disposition"))
        self._name = told.get(b"name", b"").decode(errors="replace")
        if self._name == "file" and b"filename" in told and self.draft is None:
            self.fname = told[b"filename"].decode(errors="replace").replace("\0", "")
            self.declared = self._headers.get(b"content-type", b"").decode("latin-1")
            self._begin_file()
        elif self._name and b"filename" not in told:
            self._sink = self._to_text

    def _begin_file(self) -> None:
        """With the token known, what can be refused is refused before its bytes are taken."""
        self._sink = self._to_draft
        if "token" in self.fields:
            self._policy = _policy(self._store, self.fields)
            if self._policy.fsize_limit and self._announced > self._policy.fsize_limit + MAX_FRAME_BYTES + self._texts:
                raise Refusal(*OVER_FSIZE_LIMIT)
        self._store.shelf.expect(self._announced)
        self.draft = self._store.disk.draft(Digest(crc32=self._policy is None or "crc32" in self.fields))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._sink(memoryview(data)[start:end])

    def _to_nowhere(self, data: memoryview) -> None:
        """A second file, or a part without a name, is read past."""

    def _to_text(self, data: memoryview) -> None:
        self._texts += len(data)
        if self._texts > MAX_TEXT_BYTES:
            raise Refusal(BROKEN[0], f"{BROKEN[1]}: multipart: message too large")
        self._text += data

    def _to_draft(self, data: memoryview) -> None:
        if self.draft is None:
            raise Refusal(*NO_FILE_PART)
        seen = self.draft.digest
        judged = len(seen.head) >= HEAD
        self.draft.write(data)
        if self._policy and not judged and len(seen.head) >= HEAD:
            check_kind(self._policy, seen.head)
        if seen.size > self._limit():
            raise Refusal(*OVER_FSIZE_LIMIT if self._policy and self._policy.fsize_limit else TOO_LARGE)

    def _limit(self) -> int:
        settings = self._store.settings
        if self._policy is None:
            return settings.max_unsigned_bytes
        return min(self._policy.fsize_limit or settings.max_object_bytes, settings.max_object_bytes)

    def _end_part(self) -> None:
        if self._sink == self._to_text:
            self.fields.setdefault(self._name, self._text.decode(errors="replace"))

    def _end(self) -> None:
        self._ended = True
