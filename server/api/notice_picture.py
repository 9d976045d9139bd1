"""One picture of how a notice went: people told, pushes by channel and state, and its hours. SVG in the house's colours, no library.

Drawn 750 wide, twice a phone's width, so that its smallest letters are twelve points there. A state is never told by colour alone:
its number stands beside its name. Nobody is named and no unit ranked.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from models import clock
from models.clock import SHANGHAI

WIDTH, EDGE, INNER = 750, 40, 670
INK, SOFT, LINE, PAPER, BRAND, GOLD, INFO = "#1E1A17", "#6B625A", "#ECE4DA", "#FBF7F2", "#C8161D", "#E3A93C", "#1F5FA8"
FONT = "'PingFang SC','Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',sans-serif"
STATES = {"delivered": ("已送达", "#2E7D32"), "sent": ("已发出", INFO), "planned": ("等待发送", GOLD), "sending": ("正在发送", "#B58222"),
          "no_credit": ("没有可提醒次数", "#B5ABA1"), "refused": ("本人拒收", "#8F0E13"), "failed": ("没有发出", BRAND),
          "unknown": ("不能确定", SOFT)}
READ = {"read": ("已读", "#2E7D32"), "unread": ("未读", "#B5ABA1")}
TITLE_AT_MOST, HOURS_AT_MOST, DAYS_AT_MOST = 22, 48, 60
BAR, ROW, PLOT = 30, 34, 190             # heights: a bar, a line of a legend, the hours

Counted = Sequence[tuple[str, int, int]]  # (hour in UTC as "2022-08-31T16", begun, opened)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some lines of SVG and how high they are."""
    lines: list[str]
    height: int


def picture(title: str, state: str, told: int, read: int, channels: Mapping[str, Mapping[str, int]], hours: Counted, at: datetime) -> str:
    """The whole of it. `channels`: label to the number of pushes by their state now; `told` and `read` count people."""
    blocks = [_head(title, f"{state} · 截至 {clock.to_shanghai(at)}"),
              _bar("站内消息（人）", {"read": read, "unread": told - read}, READ),
              *(_bar(f"{label}（条）", counts, STATES) for label, counts in channels.items()), _over_time(hours)]
    lines, top = [], EDGE
    for block in blocks:
        lines += [f'<g transform="translate({EDGE} {top})">', *block.lines, "</g>"]
        top += block.height
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" role="img" '
        f'font-family="{FONT}" fill="{INK}">', f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{top}" fill="{PAPER}"/>', *lines, "</svg>\n"])


def _head(title: str, under: str) -> Drawn:
    cut = title if len(title) <= TITLE_AT_MOST else title[:TITLE_AT_MOST - 1] + "…"
    return Drawn([_text(0, 30, cut, 30, weight=700), _text(0, 66, under, 24, fill=SOFT),
                  f'<rect y="84" width="64" height="5" rx="2.5" fill="{BRAND}"/>'], 120)


def _bar(label: str, counts: Mapping[str, int], kinds: Mapping[str, tuple[str, str]]) -> Drawn:
    """A bar of its parts, and each part's number below it."""
    parts = [(called, colour, counts[name]) for name, (called, colour) in kinds.items() if counts.get(name)]
    total = sum(number for *_, number in parts)
    lines = [_text(0, 24, label, 26, weight=600), _text(INNER, 24, f"{total:,}", 26, weight=600, anchor="end"),
             f'<rect y="40" width="{INNER}" height="{BAR}" rx="6" fill="{LINE}"/>']
    left = 0.0
    for _, colour, number in parts:
        width = INNER * number / total
        lines.append(f'<rect x="{left:.1f}" y="40" width="{max(width, 2):.1f}" height="{BAR}" fill="{colour}"/>')
        left += width
    for place, (called, colour, number) in enumerate(parts):
        x, y = (place % 2) * (INNER // 2), 40 + BAR + 14 + (place // 2) * ROW
        lines += [_key(x, y, colour), _text(x + 30, y + 19, f"{called} {number:,}", 24)]
    return Drawn(lines, 40 + BAR + 14 + -(-len(parts) // 2) * ROW + 34)


def _over_time(hours: Counted) -> Drawn:
    """Columns of what was sent and what was opened, an hour each; a day each when it took longer than two days."""
    columns = _columns(hours)
    head = [_text(0, 24, "发送和点开", 26, weight=600)]
    if not columns:
        return Drawn([*head, _text(0, 64, "还没有推送", 24, fill=SOFT)], 100)
    most = max(max(begun, opened) for _, begun, opened in columns)
    head += [_key(200, 5, INFO), _text(230, 24, "发送", 24), _key(310, 5, GOLD), _text(340, 24, "点开", 24),
             _text(INNER, 24, f"最高 {most:,}", 24, fill=SOFT, anchor="end")]
    step, foot = INNER / len(columns), 50 + PLOT
    drawn = [line for place, (_, *both) in enumerate(columns) for line in _pair(place * step, min(step, 120), foot, both, most)]
    ticks = {0: "start", len(columns) - 1: "end"} if len(columns) > 1 else {0: "start"}
    named = [_text(INNER if anchor == "end" else 0, foot + 30, columns[place][0], 24, fill=SOFT, anchor=anchor)
             for place, anchor in ticks.items()]
    return Drawn([*head, *drawn, f'<rect y="{foot}" width="{INNER}" height="2" fill="{LINE}"/>', *named], foot + 70)


def _pair(left: float, step: float, foot: int, both: Sequence[int], most: int) -> list[str]:
    """Two columns side by side; something that happened is never invisible."""
    width = step * 0.4
    return [f'<rect x="{left + step * 0.08 + place * (width + step * 0.04):.1f}" y="{foot - height:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" fill="{colour}"/>'
            for place, (number, colour) in enumerate(zip(both, (INFO, GOLD), strict=True))
            if (height := max(PLOT * number / most, 3) if number else 0)]


def _columns(hours: Counted) -> list[tuple[str, int, int]]:
    """(label, begun, opened) without gaps, the last ones when there are too many."""
    found = {datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(SHANGHAI): (begun, opened) for hour, begun, opened in hours}
    if not found:
        return []
    is_short = max(found) - min(found) < timedelta(hours=HOURS_AT_MOST)
    step, most = (timedelta(hours=1), HOURS_AT_MOST) if is_short else (timedelta(days=1), DAYS_AT_MOST)
    summed: dict[datetime, tuple[int, int]] = {}
    for at, (begun, opened) in found.items():
        start = at if is_short else at.replace(hour=0)
        before = summed.get(start, (0, 0))
        summed[start] = before[0] + begun, before[1] + opened
    first, count = min(summed), int((max(summed) - min(summed)) / step) + 1
    starts = [first + number * step for number in range(count)][-most:]
    return [(f"{one.month}月{one.day}日" + (f" {one.hour}时" if is_short else ""), *summed.get(one, (0, 0))) for one in starts]


def _key(x: int, y: int, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="20" height="20" rx="4" fill="{colour}"/>'


def _text(x: float, y: float, said: str, size: int, *, weight: int = 400, fill: str = INK, anchor: str = "start") -> str:
    return (f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">'
            f"{escape(said)}</text>")
