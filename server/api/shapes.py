"""Shapes that several endpoints share, and the texts their fields may hold."""
import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field

from models import ids
from models.problems import Malformed
from server.wire import Out

SLUG = r"^[a-z0-9][a-z0-9_-]{0,63}$"


UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")      # control characters but tab and newline


def _clean(text: str) -> str:
    if UNPRINTABLE.search(text):
        raise ValueError("含有不能保存的控制字符")
    try:
        text.encode()
    except UnicodeEncodeError as why:
        raise ValueError("含有不完整的字符") from why
    return text


def _clean_tree(value: Any) -> Any:
    """The same for answers of any JSON kind, and numbers every reader of JSON can hold."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, int | float) and not abs(value) <= 2**53:
        raise ValueError("数字太大了")
    for one in value if isinstance(value, list) else (*value, *value.values()) if isinstance(value, dict) else ():
        _clean_tree(one)
    return value


def _id_of(kind: str) -> AfterValidator:
    def check(text: str) -> str:
        if not ids.is_id(text, kind):
            raise ValueError(f"要是 {kind}_ 开头的编号")
        return text
    return AfterValidator(check)


def _between(first: int, last: int) -> AfterValidator:
    """Years at the ends of the calendar overflow as soon as an hour is added."""
    def check(instant: datetime) -> datetime:
        if not first <= instant.year <= last:
            raise ValueError("年份不对")
        return instant
    return AfterValidator(check)


Text = Annotated[str, AfterValidator(_clean)]
Instant = Annotated[AwareDatetime, Field(strict=False), _between(2000, 2099)]
PhoneInstant = Annotated[AwareDatetime, Field(strict=False), _between(1900, 2199)]     # by a clock that may be as wrong as it likes
Line = Annotated[Text, Field(max_length=200)]
Name = Annotated[Text, Field(max_length=60)]
Answer = Annotated[Any, AfterValidator(_clean_tree)]
Slug = Annotated[str, Field(pattern=SLUG)]
Cursor = Annotated[str, Field(max_length=200)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
EntryId = Annotated[str, _id_of("ent"), Field(json_schema_extra={"pattern": rf"^ent_[{ids.ALPHABET}]{{16}}$"})]
UnitId = Annotated[str, _id_of("unt"), Field(json_schema_extra={"pattern": rf"^unt_[{ids.ALPHABET}]{{16}}$"})]
FileId = Annotated[str, _id_of("fil"), Field(json_schema_extra={"pattern": rf"^fil_[{ids.ALPHABET}]{{16}}$"})]


class ProblemOut(Out):
    """RFC 9457. Clients switch on `code` and show `detail`; a 422 names the fields in `context.fields`."""
    type: str
    title: str
    status: int
    code: str
    detail: str
    context: dict[str, Any]
    instance: str


def require_id(text: str, kind: str) -> str:
    """An id from a path. Raises Malformed, so that a mistyped id is not mistaken for a missing thing."""
    if not ids.is_id(text, kind):
        raise Malformed(summary=f"编号要以 {kind}_ 开头，后接 16 个字符", fields=[{"field": "id", "says": "格式不对"}])
    return text


def require_slug(text: str) -> str:
    """A campaign's id from a path. Raises Malformed."""
    if not re.fullmatch(SLUG, text):
        raise Malformed(summary="编号由小写字母、数字和连字符组成", fields=[{"field": "id", "says": "格式不对"}])
    return text
