"""Whether one answer fits one kind of field: says in Chinese what is wrong, or None.

Control characters are refused (in texts, except tab and newline), and so are lone
surrogates, which no database takes. Numbers arrive as JSON numbers, days as YYYY-MM-DD.
"""
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from models.campaign.tracks import Field

LINE_AT_MOST = 200
TEXT_AT_MOST = 5000
LINK_AT_MOST = 500
NUMBER_AT_MOST = 10**12
PEOPLE_AT_MOST = 50
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
YEARS = range(1900, 2101)


def is_blank(answer: object) -> bool:
    """Whether a question is unanswered: nothing, only spaces, or an empty list."""
    return answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())


def length(text: str) -> int:
    """Characters as people count them: a composed letter is one, however it was typed."""
    return len(unicodedata.normalize("NFC", text))


def text_fault(answer: object, at_most: int, keeps: str = "") -> str | None:
    """A text of at most so many characters, without control characters except those in `keeps`."""
    if not isinstance(answer, str):
        return "要填文字"
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in keeps for c in answer):
        return "含有不能显示的字符，请删去后重新输入"
    if length(answer) > at_most:
        return f"至多 {at_most} 字，现在 {length(answer)} 字"
    return None


def _line(field: Field, answer: object, type_id: str | None) -> str | None:
    return text_fault(answer, field.longest(type_id) or LINE_AT_MOST)


def _text(field: Field, answer: object, type_id: str | None) -> str | None:
    return text_fault(answer, field.longest(type_id) or TEXT_AT_MOST, keeps="\n\r\t")


def _choice(field: Field, answer: object, _: str | None) -> str | None:
    return None if isinstance(answer, str) and answer in field.options else f"要在{'、'.join(field.options)}之中选一项"


def _choices(field: Field, answer: object, _: str | None) -> str | None:
    if not isinstance(answer, list) or any(one not in field.options for one in answer):
        return f"要在{'、'.join(field.options)}之中选"
    if any(answer.index(one) != i for i, one in enumerate(answer)):
        return "同一项选了两次"
    return f"至多选 {field.at_most} 项" if field.at_most is not None and len(answer) > field.at_most else None


def _date(field: Field, answer: object, _: str | None) -> str | None:
    to_month = field.precision == "month"
    says = '要写成年月，如 1985-06' if to_month else "要写成年月日，如 2022-08-01"
    if not isinstance(answer, str) or not (DAY.fullmatch(answer) or (to_month and MONTH.fullmatch(answer))):
        return says
    try:
        day = date.fromisoformat(answer if DAY.fullmatch(answer) else f"{answer}-01")
    except ValueError:
        return "没有这一天"
    return None if day.year in YEARS else "年份不对"


def _number(field: Field, answer: object, _: str | None) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not _finite(answer):
        return "要填数字"
    least, most = field.at_least or 0, NUMBER_AT_MOST if field.at_most is None else field.at_most
    if not least <= answer <= most:
        return f"要在 {least} 到 {most} 之间"
    if _decimals(answer) > field.decimals:
        return f"至多 {field.decimals} 位小数" if field.decimals else "要填整数"
    return None


def _finite(answer: int | float) -> bool:
    return isinstance(answer, int) or math.isfinite(answer)


def _decimals(answer: int | float) -> int:
    return max(0, -int(Decimal(str(answer)).normalize().as_tuple().exponent))


def _link(field: Field, answer: object, _: str | None) -> str | None:
    says = text_fault(answer, field.at_most or LINK_AT_MOST)
    return says or (None if _is_link(str(answer)) else "要填以 http:// 或 https:// 开头的链接")


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)
    except ValueError:
        return False


def _people(field: Field, answer: object, _: str | None) -> str | None:
    """Further people of a form; an entry's own authors are judged in `forms`, by the roles of the track."""
    if not isinstance(answer, list) or len(answer) > (field.at_most or PEOPLE_AT_MOST):
        return f"要是名单，至多 {field.at_most or PEOPLE_AT_MOST} 位"
    fits = all(isinstance(one, dict) and not set(one) - {"name", "role", "unit"} and one.get("name")
               and not any(text_fault(value, 50) for value in one.values()) for one in answer)
    return None if fits else "每位写姓名和分工，各不超过 50 字"


SHAPES: dict[str, Callable[[Field, Any, str | None], str | None]] = {
    "line": _line, "text": _text, "choice": _choice, "choices": _choices,
    "date": _date, "number": _number, "link": _link, "people": _people,
}
