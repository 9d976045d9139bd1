"""One line of a list of units: what a sheet or a campaign document says of a unit."""
import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.units.sheets import read_table
from models.units.tables import Kind

HEADINGS = {
    "name": ("全称", "单位全称", "单位名称", "工会全称", "工会名称", "名称"),
    "short": ("简称", "单位简称"),
    "aliases": ("别名", "简称/别名", "简称、别名", "又名", "曾用名"),
    "position": ("序号", "顺序", "次序"),
    "kind": ("类别", "类型", "单位类别"),
    "parent": ("上级", "上级单位", "上级工会", "所属上级"),
    "reports": ("是否报送单位", "报送单位"),
    "events": ("活动数", "线下活动数", "线下活动"),
    "hosts": ("承办子项目", "承办"),
    "liaison_a": ("联络员A", "联络员", "联络员A角", "联络员甲"),
    "liaison_b": ("联络员B", "联络员B角", "联络员乙"),
    "office_phone": ("办公电话", "电话", "联系电话"),
    "workers": ("职工数", "职工人数"),
}
KINDS = {
    Kind.PROVINCE: ("省总工会", "省", "省级", "省总"),
    Kind.CITY: ("市总工会", "市", "市级"),
    Kind.PREFECTURE: ("州总工会", "州", "市州", "市（州）", "州级"),
    Kind.INDUSTRY: ("产业工会", "产业", "省级产业工会", "省产业工会"),
    Kind.DIRECT: ("直属工会", "直属", "省总直属工会", "直属单位"),
    Kind.COUNTY: ("县级工会", "县", "区", "区县", "县区", "县（市、区）", "县总工会", "区总工会"),
    Kind.COMPANY: ("公司工会", "公司", "企业", "子公司", "分公司"),
    Kind.GRASSROOTS: ("基层工会", "基层"),
    Kind.DEPARTMENT: ("部门", "内设部门", "省总部门"),
}
WORDS = {word: kind for kind, words in KINDS.items() for word in (*words, kind.value)}
YES, NO = ("是", "√", "✓", "1", "y", "yes", "true"), ("否", "×", "0", "n", "no", "false")
WHOLE = re.compile(r"\.0+$")              # CSV writes 80000 as 80000.0
SEPARATORS = str.maketrans(dict.fromkeys("、，,;；/\n", "|"))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """None, "" and () say nothing: what stands in the tree stays. `parent` is any name of the unit above.

    `events` and `hosts` belong to the plan, which reads them from here; the tree does not keep them.
    """
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    parent: str = ""
    reports: bool | None = None
    position: int | None = None
    liaison_a: str = ""
    liaison_b: str = ""
    office_phone: str = ""
    workers: int | None = None
    events: int | None = None
    hosts: str = ""
    line: int = 0
    faults: tuple[str, ...] = ()


def read_units(content: bytes) -> list[UnitRow]:
    """The rows of an .xlsx or CSV file, faulty ones included. Raises SheetUnreadable, SheetTooLarge."""
    return [_row(line, cells) for line, cells in read_table(content, HEADINGS, ("name",))]


def _row(line: int, cells: dict[str, str]) -> UnitRow:
    faults: list[str] = []
    return UnitRow(
        name=cells["name"], short=cells.get("short", ""), aliases=_names(cells.get("aliases", "")),
        kind=_kind(cells.get("kind", ""), faults), parent=cells.get("parent", ""),
        reports=_yes(cells.get("reports", ""), faults), position=_number("序号", cells.get("position", ""), faults),
        liaison_a=cells.get("liaison_a", ""), liaison_b=cells.get("liaison_b", ""),
        office_phone=cells.get("office_phone", ""), workers=_number("职工数", cells.get("workers", ""), faults),
        events=_number("活动数", cells.get("events", ""), faults), hosts=cells.get("hosts", ""),
        line=line, faults=tuple(faults))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in cell.translate(SEPARATORS).split("|") if name.strip()))


def _kind(cell: str, faults: list[str]) -> str:
    if cell and cell not in WORDS:
        faults.append(f"类别要写成：{_either(words[0] for words in KINDS.values())}")
    return WORDS.get(cell, "")


def _yes(cell: str, faults: list[str]) -> bool | None:
    if cell and cell.lower() not in YES + NO:
        faults.append("是否报送单位要写成是或否")
    return cell.lower() in YES if cell else None


def _number(heading: str, cell: str, faults: list[str]) -> int | None:
    digits = WHOLE.sub("", cell.replace(",", ""))
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        faults.append(f"{heading}要写成整数")
        return None
    return int(digits) if digits else None


def _either(words: Iterable[str]) -> str:
    return "、".join(words)
