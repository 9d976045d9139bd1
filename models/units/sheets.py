"""Tables that people keep, read as text: .xlsx and CSV, with Chinese headings, whatever stands above them.

Formulas are never evaluated: a cell that begins with "=" is the text that stands there. What a file may
cost is bounded before it is opened, because a 40 KB workbook can unpack to gigabytes.
"""
import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from models.problems import SheetTooLarge, SheetUnreadable

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 100_000
MAX_COLUMNS = 64
HEADING_WITHIN = 10                      # rows: a title and a note often stand above the headings
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
HINT = re.compile(r"[(\[【].*?[)\]】]|[\s*:]")

Outcome = Literal["new", "changed", "same", "refused"]
Cells = tuple[Any, ...]
Headings = Mapping[str, tuple[str, ...]]  # our word → the headings people write for it


class ReportLine(NamedTuple):
    """What became of one line of a sheet. `says` is Chinese and holds nothing personal."""
    line: int
    outcome: Outcome
    says: str = ""


@dataclass(slots=True)
class Report:
    """An import, line by line, in the sheet's order."""
    lines: list[ReportLine] = field(default_factory=list)
    dry_run: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many lines had each outcome; outcomes that did not occur are 0."""
        return {"new": 0, "changed": 0, "same": 0, "refused": 0} | Counter(line.outcome for line in self.lines)


def read_table(content: bytes, headings: Headings, required: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each filled row below the headings as (line number, {our word: text}); unknown columns are left out.

    The headings are the first of the first ten rows that has every required one.
    Raises SheetUnreadable and SheetTooLarge.
    """
    if len(content) > MAX_BYTES:
        raise SheetTooLarge(limit=f"{MAX_BYTES // 1024 // 1024} MB")
    rows = _rows(content)
    columns = _columns(rows, headings, tuple(required))
    for line, cells in rows:
        if line > MAX_ROWS + HEADING_WITHIN:
            raise SheetTooLarge(limit=f"{MAX_ROWS} 行")
        width = len(cells)
        row = {word: _text(cells[at]) if at < width else "" for word, at in columns}
        if any(row.values()):
            yield line, row


def _columns(rows: Iterator[tuple[int, Cells]], headings: Headings, required: tuple[str, ...]) -> list[tuple[str, int]]:
    words = {_heading(name): word for word, names in headings.items() for name in names}
    for line, cells in rows:
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if word := words.get(_heading(_text(cell))):
                found.setdefault(word, at)
        if all(word in found for word in required):
            return list(found.items())
        if line >= HEADING_WITHIN:
            break
    raise SheetUnreadable(why="没有找到表头：" + "、".join(headings[word][0] for word in required))


def _heading(text: str) -> str:
    return HINT.sub("", unicodedata.normalize("NFKC", text)).lower()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(getattr(cell, "text", cell))      # openpyxl keeps an array formula as an object


def _rows(content: bytes) -> Iterator[tuple[int, Cells]]:
    if content.startswith(b"PK"):
        return _excel(content)
    if content.startswith(OLD_EXCEL):
        raise SheetUnreadable(why="这是旧版 .xls，请另存为 .xlsx 或 CSV")
    return _csv(content)


def _excel(content: bytes) -> Iterator[tuple[int, Cells]]:
    from openpyxl import load_workbook  # a fifth of a second that only an import of a sheet should pay
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        page: Any = book.worksheets[0]
        page.reset_dimensions()                   # the file's own claim of its size may be a million empty rows
        yield from enumerate(page.iter_rows(max_row=MAX_ROWS + HEADING_WITHIN + 1, max_col=MAX_COLUMNS, values_only=True), 1)
    except Exception as why:                      # openpyxl meets a damaged file with whatever happens first
        raise SheetUnreadable(why="不是可以打开的 Excel 文件") from why


def _refuse_bombs(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as why:
        raise SheetUnreadable(why="不是可以打开的 Excel 文件") from why
    # zipfile never reads past the size a part declares, so the declaration may be believed.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise SheetTooLarge(limit=f"展开后 {MAX_UNPACKED // 1024 // 1024} MB")


def _csv(content: bytes) -> Iterator[tuple[int, Cells]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if first.count("\t") > first.count(",") else ",")
    try:
        for cells in reader:
            yield reader.line_num, tuple(cells)
    except csv.Error as why:
        raise SheetUnreadable(why=f"第 {reader.line_num} 行不是正确的 CSV") from why


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):     # what Excel writes on a Chinese Windows
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable(why="文字编码不是 UTF-8 或 GB18030")
