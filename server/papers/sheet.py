"""An A4 page with room to write in: 宋体 for headings, 仿宋 for the rest, never below 12 points where somebody writes.

The same content gives the same bytes on every machine and every day, so that its hash is its ETag.
"""
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row

HEADING, BODY = "宋体", "仿宋"
NUMERALS = "一二三四五六七八九"
WIDTH_CM = 16.0                       # A4 without its margins
FIXED = (1980, 1, 1, 0, 0, 0)         # the date of every part in the file
CENTRED, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


class Sheet:
    """One paper being written, from top to bottom."""

    def __init__(self, over: str, title: str, dated: datetime) -> None:
        self._docx: DocxDocument = Document()
        self._parts = 0
        self._set_page()
        self._set_facts(title, dated)
        self.line(over, size=12, align=CENTRED)
        self.line(title, size=18, bold=True, font=HEADING, align=CENTRED, after=8)

    def _set_page(self) -> None:
        section = self._docx.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.2)
        normal = self._docx.styles["Normal"]
        normal.font.size = Pt(12)
        _name_font(normal, BODY)

    def _set_facts(self, title: str, dated: datetime) -> None:
        """What the file says of itself: nothing of whoever made it."""
        facts = self._docx.core_properties
        facts.title, facts.author, facts.comments, facts.last_modified_by = title, "", "", ""
        facts.created = facts.modified = dated.replace(tzinfo=None)

    def line(self, text: str, *, size: float = 12, bold: bool = False, font: str = BODY, align: Any = None, before: float = 0,
             after: float = 3) -> None:
        """A paragraph; sizes and distances in points."""
        paragraph = self._docx.add_paragraph()
        _write(paragraph, text, size=size, bold=bold, font=font, align=align, after=after)
        paragraph.paragraph_format.space_before = Pt(before)

    def heading(self, text: str) -> None:
        """The next part of the paper, numbered."""
        self._parts += 1
        self.line(f"{NUMERALS[self._parts - 1]}、{text}", size=14, bold=True, font=HEADING, before=10, after=5)

    def text(self, text: str) -> None:
        """A longer text, a paragraph for each of its lines."""
        for line in text.strip().splitlines():
            self.line(line, size=14, after=6)

    def grid(self, widths_cm: Sequence[float]) -> "Grid":
        return Grid(self._docx.add_table(rows=0, cols=len(widths_cm), style="Table Grid"), widths_cm)

    def small_print(self, text: str) -> None:
        """At the foot of every page."""
        _write(self._docx.sections[0].footer.paragraphs[0], text, size=9, align=CENTRED, after=0)

    def packed(self) -> bytes:
        """The file."""
        written, packed = io.BytesIO(), io.BytesIO()
        self._docx.save(written)
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again:
            for name in parts.namelist():
                again.writestr(zipfile.ZipInfo(name, FIXED), parts.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()


class Grid:
    """A table with lines, filled row by row."""

    def __init__(self, table: Table, widths_cm: Sequence[float]) -> None:
        self._table, self._widths = table, widths_cm
        table.autofit = False
        for column, width in zip(table.columns, widths_cm, strict=True):
            column.width = Cm(width)                     # Word reads the cells' own widths, LibreOffice these

    def head(self, texts: Iterable[str]) -> None:
        """The row that is repeated on every page."""
        row = self.row([(text,) for text in texts], bold=True)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def row(self, cells: Sequence[Sequence[str]], *, height_cm: float = 0.9, bold: bool = False) -> _Row:
        """Cells of one or more paragraphs; those after the first are explanations, in smaller type."""
        row = self._table.add_row()
        row.height, row.height_rule = Cm(height_cm), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width, said in zip(row.cells, self._widths, cells, strict=True):
            cell.width, cell.vertical_alignment = Cm(width), WD_ALIGN_VERTICAL.CENTER
            _fill(cell, said, bold)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return row


def _fill(cell: _Cell, said: Sequence[str], bold: bool) -> None:
    for n, text in enumerate(said):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        _write(paragraph, text, size=12 if n == 0 else 9, bold=bold, after=0)


def _write(paragraph: Any, text: str, *, size: float, bold: bool = False, font: str = BODY, align: Any = None, after: float = 3) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if font != BODY:
        _name_font(run, font)
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.alignment = align


def _name_font(styled: Any, name: str) -> None:
    """For Chinese as for the rest: Word keeps the two apart."""
    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
