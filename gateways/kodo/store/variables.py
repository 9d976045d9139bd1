"""The $(variables) of returnBody, callbackBody and saveKey.

Outside quotes in a JSON template a variable becomes a JSON value; inside quotes, escaped text; in a form body,
percent-encoded text. What is missing is null or empty. Variables that need the file decoded (imageInfo, avinfo, exif,
imageAve) are always missing here: the service measures its own files.
"""
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from urllib.parse import quote

from models.clock import SHANGHAI

VARIABLE = re.compile(r"\$\(([^()]+)\)|\$\{([^{}]+)\}")
QUOTE = re.compile(r'(?<!\\)"')

Value: TypeAlias = str | int | None


def dates(now: datetime) -> dict[str, Value]:
    """The clock variables, on the wall clock of the store's region."""
    local = now.astimezone(SHANGHAI)
    return {"year": f"{local:%Y}", "mon": f"{local:%m}", "day": f"{local:%d}",
            "hour": f"{local:%H}", "min": f"{local:%M}", "sec": f"{local:%S}"}


def in_json(template: str, values: Mapping[str, Value]) -> str:
    written: list[str] = []
    quotes = last = 0
    for found in VARIABLE.finditer(template):
        plain, last = template[last:found.start()], found.end()
        quotes += len(QUOTE.findall(plain))
        value = values.get(_name(found))
        written += [plain, _escaped(value) if quotes % 2 else json.dumps(value, ensure_ascii=False)]
    return "".join(written) + template[last:]


def in_form(template: str, values: Mapping[str, Value]) -> str:
    return VARIABLE.sub(lambda found: quote(_plain(values.get(_name(found))), safe=""), template)


def in_key(template: str, values: Mapping[str, Value]) -> str:
    return VARIABLE.sub(lambda found: _plain(values.get(_name(found))), template)


def _escaped(value: Value) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)[1:-1]


def _plain(value: Value) -> str:
    return "" if value is None else str(value)


def _name(found: re.Match[str]) -> str:
    return found[1] or found[2]
