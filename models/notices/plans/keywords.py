"""What WeChat takes as the value of a template's keyword: one row a kind, by the letters its key begins with (thing1, time3 …).

A value is made fit before anything is sent: WeChat answers 47003 for a whole message where one value is empty, too long
or of another kind. A title may be cut; a number, a time or a code that were cut would say something else, and are refused.
Source: the platform's page of the subscribe message, "订阅消息参数值内容限制说明", and of the template message since 2023-05-04.
"""
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models import clock

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KEY = re.compile(r"([a-z_]+?)([0-9]{1,2})")
CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
CHINESE_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?")
NUMBERED_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
ELLIPSIS = "…"
LAST_MINUTE = "23:59"


class Unfit(ValueError):
    """A value WeChat would refuse, in words for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`most`: characters, as WeChat counts them. `fits`: what a whole value looks like. `cut`: a longer one may be shortened."""
    label: str
    most: int
    fits: Callable[[str], bool]
    wants: str
    cut: bool = False


def _like(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    """Ten characters with Chinese among them, twenty without."""
    return length(text) <= (10 if re.search(f"[{HAN}]", text) else 20)


def _is_time(text: str) -> bool:
    """A time of day, with a date before it or not; a span with ~."""
    parts = [part.strip() for part in text.split("~")]
    return len(parts) <= 2 and all(map(_one_time, parts))


def _one_time(text: str) -> bool:
    day, _, hour = text.rpartition(" ")
    return re.fullmatch(CLOCK, hour) is not None and (not day or _one_day(day))


def _is_date(text: str) -> bool:
    parts = [part.strip() for part in text.split("~")]
    return len(parts) <= 2 and all(_one_day(part) or (" " in part and _one_time(part)) for part in parts)


def _one_day(text: str) -> bool:
    """2022年8月31日, 2022年8月, 8月31日, 2022-08-31; a day that is in the calendar."""
    found = CHINESE_DAY.fullmatch(text) or NUMBERED_DAY.fullmatch(text)
    if not found or not (found[1] or found[3]):
        return False
    try:
        datetime(int(found[1] or 2024), int(found[2]), int(found[3] or 1))
    except ValueError:
        return False
    return True


KINDS: Mapping[str, Kind] = {
    "thing": Kind("事项", 20, bool, "20 个字以内", cut=True),
    "number": Kind("数字", 32, _like(r"\d+(?:\.\d+)?"), "只能是数字"),
    "letter": Kind("字母", 32, _like(r"[A-Za-z]+"), "只能是字母"),
    "symbol": Kind("符号", 5, lambda text: all(unicodedata.category(one)[0] in "PS" for one in text), "只能是符号"),
    "character_string": Kind("编号", 32, _like(r"[\x21-\x7e]+"), "只能是数字、字母或符号"),
    "time": Kind("时间", 64, _is_time, "写成“2022年8月31日 23:59”，没有 24:00"),
    "date": Kind("日期", 64, _is_date, "写成“2022年8月31日”"),
    "amount": Kind("金额", 14, _like(r"[¥￥$€£]?\d{1,10}(?:\.\d+)?元?"), "写成“￥100”"),
    "phone_number": Kind("电话", 17, _like(r"[\d+() #*-]+"), "17 位以内的数字和符号"),
    "car_number": Kind("车牌", 8, _like(rf"[{HAN}]?[A-Za-z0-9]+[{HAN}]?"), "8 位以内"),
    "name": Kind("名称", 20, _is_name, "10 个汉字以内"),
    "phrase": Kind("词语", 5, _like(f"[{HAN}]+"), "5 个汉字以内，只能是汉字"),
}


def kind_of(key: str) -> Kind | None:
    """The kind of a keyword such as "thing1" or "time03"; None for a key of no kind we know (enum and const are the template's own)."""
    found = KEY.fullmatch(key)
    return KINDS.get(found[1]) if found else None


def fit(key: str, value: str) -> str:
    """The value as it is sent. Raises Unfit."""
    kind = kind_of(key)
    if kind is None:
        raise Unfit(f"模板里没有“{key}”这样的关键词")
    text = tidied(value)
    if not text:
        raise Unfit(f"{kind.label}不能为空")
    if length(text) > kind.most:
        if not kind.cut:
            raise Unfit(f"{kind.label}太长：{kind.wants}")
        text = shortened(text, kind.most)
    if not kind.fits(text):
        raise Unfit(f"{kind.label}的格式不对：{kind.wants}")
    return text


def tidied(value: str) -> str:
    """On one line, without what cannot be seen or shows as a box: control characters, emoji and what joins them."""
    seen = "".join(" " if one.isspace() else one for one in value if one.isspace() or not _is_unseen(one))
    return " ".join(seen.split())


def shortened(text: str, most: int) -> str:
    """The beginning of a text and "…", `most` characters in all."""
    kept = ""
    for one in text:
        if length(kept + one) > most - 1:
            break
        kept += one
    return kept.rstrip() + ELLIPSIS


def length(text: str) -> int:
    """Characters as WeChat counts them: a rare one outside the first plane counts twice, so that we never send too much."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def time_value(instant: datetime) -> str:
    """"2022年8月31日 23:59", in Shanghai. Midnight is said as the last minute of the day before, since 24:00 is refused."""
    at = instant.astimezone(clock.SHANGHAI)
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        day = at.date().fromordinal(at.date().toordinal() - 1)
        return f"{day.year}年{day.month}月{day.day}日 {LAST_MINUTE}"
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def _is_unseen(one: str) -> bool:
    """Emoji stand among "other symbols" outside the first plane, and among a few inside it; skin tones and joiners go with them."""
    category = unicodedata.category(one)
    return category in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= one <= "\ufe0f" or one == "\u20e3" or (
        category in ("So", "Sk") and (ord(one) > 0xFFFF or "\u2600" <= one <= "\u27bf" or "\u2b00" <= one <= "\u2bff"))
