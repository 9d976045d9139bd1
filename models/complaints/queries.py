from typing import Any

from peewee import ModelSelect

from models import clock, seal
from models.accounts.actor import Actor
from models.complaints import rules
from models.complaints.tables import Complaint

PHONE = "complaint.phone"


def mine(actor: Actor) -> "ModelSelect[Complaint]":
    """What this person said, as a query."""
    return Complaint.select().where(Complaint.account == actor.account_id)


def every(actor: Actor) -> "ModelSelect[Complaint]":
    """What everybody said, as a query, for organisers, administrators and observers. Raises Forbidden."""
    rules.require_reader(actor)
    return Complaint.select()


def phone_of(complaint: Complaint) -> str | None:
    """Opened. Raises seal.Unsealable for another key."""
    return seal.current().open(complaint.phone, PHONE) if complaint.phone is not None else None


def phone_for(complaint: Complaint, actor: Actor) -> str | None:
    """The phone, for the person themselves and for those who may have to call them; observers only read."""
    is_own = actor.account_id is not None and complaint.account_id == actor.account_id
    return phone_of(complaint) if is_own or actor.is_organiser or actor.is_administrator else None


def exported(account_id: str) -> list[dict[str, Any]]:
    """Everything a person said and was answered, oldest first, as plain JSON."""
    rows = Complaint.select().where(Complaint.account == account_id).order_by(Complaint.received_at, Complaint.id)
    return [{"id": row.id, "kind": row.kind, "words": row.words, "phone": phone_of(row), "sent_at": clock.to_wire(row.received_at),
             "answer": row.answer, "answered_at": clock.to_wire(row.answered_at) if row.answered_at else None} for row in rows]
