"""What a phone saves: the whole of an entry as its author has it now."""
import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Draft:
    """One save. `on_behalf_of` (代报: {name, phone?, unit?}) counts at the first save only."""
    track: str
    title: str = ""
    campaign: str | None = None
    type: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    authors: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)
    unit_typed: str | None = None
    on_behalf_of: dict[str, Any] | None = None

    def digest(self) -> str:
        return hashlib.sha256(orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)).hexdigest()
