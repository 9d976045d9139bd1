"""What of an entry WeChat reads as text: its title, the texts of its form, the credited names. Never a personal answer.

It is read from the entry each time it is needed, in the same words and order, whichever track the entry stands in
meanwhile; a check keeps only its sha256.
"""
import hashlib
from collections.abc import Iterator

from models.campaign import queries as campaigns
from models.campaign.plan import Plan
from models.entries.tables import Entry

MOST = 2500                      # characters WeChat takes at once
LATEST_BREAK = 400               # a piece ends at a line or a sentence when one ends among its last characters
OVERLAP = 20                     # else the next piece begins a little earlier, so that no word is read in two halves
STOPS = "\n。！？；.!?;"
READ = ("line", "text")


def pieces(entry: Entry) -> dict[str, str]:
    """{part: text} of at most MOST characters each: "text/1", "text/2" …"""
    return {f"text/{n}": piece for n, piece in enumerate(cut(whole(entry)), 1)}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def whole(entry: Entry) -> str:
    """Everything that is read, a line for each answer."""
    answers = (entry.fields.get(name) for name in _read_fields(campaigns.plan_of(entry.plan_version_id)))
    names = "、".join(str(one["name"]) for one in entry.authors if one.get("name"))
    lines = (entry.title, *(answer for answer in answers if isinstance(answer, str)), names)
    return "\n".join(line.strip() for line in lines if line.strip())


def cut(text: str) -> Iterator[str]:
    """The same text in pieces of at most MOST characters; nothing of it is left out."""
    while len(text) > MOST:
        end = max(text.rfind(stop, MOST - LATEST_BREAK, MOST) for stop in STOPS) + 1
        yield text[:end or MOST]
        text = text[end:] if end else text[MOST - OVERLAP:]
    if text:
        yield text


def _read_fields(plan: Plan) -> list[str]:
    """The text fields of every track's form: an entry that was moved keeps its answers to the form it was written in."""
    asked = [field for track in plan.tracks for field in plan.form(track.id)]
    personal = {field.id for field in asked if field.personal}
    return list(dict.fromkeys(field.id for field in asked if field.kind in READ and field.id not in personal))
