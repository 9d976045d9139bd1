"""Cases the service and the phone must answer alike, word for word: `python -m tests.vectors` writes them from the plan in campaigns/.

campaign.json is the plan as a phone reads it; forms.json and specification.json hold drafts and files with what the service
says of them. Python tests say that they are fresh, tests/miniprogram/domain that the phone says the same.
codes.json: the codes of events, made and read.
"""
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.campaign.plan import Plan, read

HERE = Path(__file__).parent
REFRESH = "python -m tests.vectors"
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def the_plan() -> Plan:
    return read((HERE.parent.parent / "campaigns/qinghai-2022.yaml").read_text(encoding="utf-8"))[0]


def text_of(document: dict[str, list[Any]]) -> str:
    """One case a line; halves of characters escaped, as no file can hold them."""
    parts = [f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]"
             for name, cases in document.items()]
    return HALF_A_CHARACTER.sub(lambda half: f"\\u{ord(half.group()):04x}", "{\n" + ",\n".join(parts) + "\n}\n")


def written(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def write(name: str, make: Callable[[Plan], dict[str, list[Any]]]) -> None:
    (HERE / name).write_text(text_of(make(the_plan())), encoding="utf-8")
