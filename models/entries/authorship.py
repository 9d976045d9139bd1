"""Whose entry it is: the author, who entered it for whom (代报), and the units it belongs to."""
from typing import Any

from models import seal
from models.accounts import personal
from models.accounts.actor import Actor
from models.entries.standing import is_own
from models.entries.tables import Entry
from models.problems import Forbidden
from models.units import queries as units
from models.units.tables import Unit

MAY_ENTER_FOR_OTHERS = ("coordinator", "host", "organiser")


def stamp(entry: Entry, on_behalf_of: dict[str, Any] | None, actor: Actor) -> None:
    """Say who the author is, at the first save. Raises Forbidden when a worker enters for somebody else, NotFound (the unit)."""
    if on_behalf_of is None:
        entry.author_id, entry.author_key = actor.account_id, str(actor.account_id)
        return
    if not any(actor.overs(role) for role in MAY_ENTER_FOR_OTHERS):
        raise Forbidden(act="代报")
    name, phone = personal.tidy_name(on_behalf_of["name"]), on_behalf_of.get("phone")
    entry.author_id = None
    entry.unit = _body(on_behalf_of.get("unit") or _acting_unit(actor))
    entry.author_name = seal.current().seal(name, "entry.author_name")
    entry.author_phone_print = personal.fingerprint(phone, "phone") if phone else None
    entry.author_key = _named_key(name, entry.author_phone_print, entry.unit_id)


def _named_key(name: str, phone_print: str | None, unit_id: str | None) -> str:
    """Whom limits count for until the entry is claimed. A phone tells two people of one name and unit apart."""
    if phone_print:
        return f"phone:{phone_print}"
    return "named:" + seal.current().fingerprint(f"{name}|{unit_id}", "entry.author")


def _acting_unit(actor: Actor) -> str | None:
    """The unit a coordinator enters for when none is named: the one he coordinates."""
    overs = sorted(over.removeprefix("unit:") for over in actor.overs("coordinator") if over.startswith("unit:"))
    return overs[0] if overs else actor.unit_id


def stamp_unit(entry: Entry, typed: str | None, actor: Actor) -> None:
    """The author's unit and the one it reports through, as they are now; frozen when the entry is submitted.

    Whoever else saves the draft does not change it.
    """
    if is_own(entry, actor):
        entry.unit = _body(actor.unit_id)
    entry.unit_typed = typed if entry.unit_id is None else None
    entry.reporting_unit = units.reporting_unit_of(entry.unit_id) if entry.unit_id else None


def _body(unit_id: str | None) -> Unit | None:
    return units.find(unit_id) if unit_id else None   # the survivor, where two names of one body were merged
