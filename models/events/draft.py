"""What a phone saves: the whole of an event as its coordinator has it now."""
import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from models import clock

USUAL_LENGTH = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One save. `claimed` is the coordinator's own head-count, None until counted; `links` are {url, title}."""
    unit: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None = None
    campaign: str | None = None
    title: str = ""
    place: str = ""
    claimed: int | None = None
    enterprise: str = ""
    promoters_present: int | None = None
    online_reach: int | None = None
    links: list[dict[str, str]] = field(default_factory=list)
    note: str = ""

    @property
    def until(self) -> datetime:
        """When it ends: as said, else two hours after it begins."""
        return self.ends_at or self.starts_at + USUAL_LENGTH

    def document(self) -> dict[str, Any]:
        """The same as plain JSON: what a revision keeps."""
        return asdict(self) | {"starts_at": clock.to_wire(self.starts_at), "ends_at": clock.to_wire(self.until)}

    def digest(self) -> str:
        return hashlib.sha256(orjson.dumps(self.document(), option=orjson.OPT_SORT_KEYS)).hexdigest()
