"""What one value in a campaign document may be: an instant, a day, a whole number, a name, a word of a list.

Every refusal is a ValueError in Chinese; `models.documents` adds line and key.
"""
import re
from datetime import date, datetime
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from models import clock

SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Part(BaseModel):
    """Any piece of the document: frozen, and refusing keys it does not know."""
    model_config = ConfigDict(frozen=True, extra="forbid")


def known(words: Any) -> BeforeValidator:
    """Refuses what is not one of a Literal's words, naming them all."""
    allowed = get_args(words)

    def check(value: object) -> object:
        if value not in allowed:
            raise ValueError(f"只能写 {'、'.join(allowed)} 之一，读到的是 {value!r}")
        return value

    return BeforeValidator(check)


def _day(value: object) -> date:
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as why:
            raise ValueError(f"没有这一天：{value}") from why
    raise ValueError(f'日期要写成带引号的 "2022-08-31"，读到的是 {value!r}')


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"要写成不小于 0 的整数，读到的是 {value!r}")


def _limit(value: object) -> int | str | tuple[str, ...] | None:
    if isinstance(value, list | tuple) and value and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    return value if value is None or (isinstance(value, str) and value) else _whole(value)


def _pair(value: object) -> object:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"要写成 [最少, 最多]，读到的是 {value!r}")
    return value


def _written(value: str) -> str:
    if not value.strip():
        raise ValueError("不能是空白")
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError(f"编号用英文字母开头，只含字母、数字、_ 和 -，至多 40 个字符，读到的是 {value!r}")
    return value


Wall = Annotated[datetime, BeforeValidator(clock.from_shanghai)]
Day = Annotated[date, BeforeValidator(_day)]
Whole = Annotated[int, BeforeValidator(_whole)]
Limit = Annotated[int | str | tuple[str, ...] | None, BeforeValidator(_limit)]
Pair = Annotated[tuple[Whole, Whole], BeforeValidator(_pair)]
YesNo = Annotated[bool, Field(strict=True)]
Text = Annotated[str, AfterValidator(_written)]
Slug = Annotated[str, AfterValidator(_slug)]
