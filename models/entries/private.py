"""Personal answers of a form (a contact's phone, a birth month): sealed apart from the rest, joined again for those who may see."""
from typing import Any

import orjson

from models import seal
from models.campaign.plan import Plan
from models.entries.tables import Entry

COLUMN = "entry.private"


def split(fields: dict[str, Any], plan: Plan, track: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what stands in the open, what is sealed)."""
    personal = {field.id for field in plan.form(track) if field.personal}
    return ({key: value for key, value in fields.items() if key not in personal},
            {key: value for key, value in fields.items() if key in personal})


def sealed(answers: dict[str, Any]) -> bytes | None:
    return seal.current().seal(orjson.dumps(answers).decode(), COLUMN) if answers else None


def answers(entry: Entry) -> dict[str, Any]:
    """Every answer of the form, the sealed ones opened."""
    return {**entry.fields, **opened(entry)}


def opened(entry: Entry) -> dict[str, Any]:
    return orjson.loads(seal.current().open(entry.private, COLUMN)) if entry.private else {}
