from datetime import datetime

from models import clock, journal, seal
from models.accounts import personal
from models.accounts.actor import Actor
from models.accounts.holding import hold
from models.complaints import queries, rules
from models.complaints.tables import Complaint
from models.db import is_writing, writing
from models.problems import IdReused, NotFound
from models.rows import find_row, insert_row


def complain(complaint_id: str, *, kind: str, words: str, phone: str | None = None, actor: Actor,
             at: datetime | None = None) -> tuple[Complaint, bool]:
    """Say what is wrong, or what could be better; (Complaint, first time). The same again finds the first.

    Raises Incomplete, IdReused (another meaning or another person's), ComplaintsOfADay, NotFound (someone who left).
    """
    at = at or clock.now()
    phone = phone if phone and phone.strip() else None
    rules.require_kind(kind)
    rules.require_words(words, "内容")
    rules.require_phone(phone)
    with writing():
        account = hold(actor.account_id)
        if known := find_row(Complaint, complaint_id):
            return _replayed(known, (account.id, kind, words, personal.tidy_phone(phone) if phone else None)), False
        rules.require_room_today(account.id, at)
        sealed = seal.current().seal(personal.tidy_phone(phone), queries.PHONE) if phone else None
        insert_row(Complaint, id=complaint_id, account=account, kind=kind, words=words, phone=sealed, received_at=at)
        journal.write("complaint.received", complaint_id, actor_id=account.id, at=at, kind=kind)
        return Complaint.get_by_id(complaint_id), True


def _replayed(known: Complaint, meaning: tuple[str, str, str, str | None]) -> Complaint:
    if (known.account_id, known.kind, known.words, queries.phone_of(known)) != meaning:
        raise IdReused()
    return known


def answer(complaint_id: str, words: str, *, actor: Actor, at: datetime | None = None) -> Complaint:
    """Answer it, or put another answer in the former one's place; the same again changes nothing. The person is told.

    Raises Forbidden (organisers only), Incomplete, NotFound.
    """
    at = at or clock.now()
    rules.require_answerer(actor)
    rules.require_words(words, "答复", at_least=1)
    with writing():
        complaint = find_row(Complaint, complaint_id, hold=True)
        if complaint is None:
            raise NotFound(what="这条投诉建议")
        if complaint.answer == words:
            return complaint
        journal.write("complaint.answered", complaint.id, actor_id=actor.account_id, at=at, kind=complaint.kind,
                      account=complaint.account_id, again=complaint.answer is not None)
        complaint.answer, complaint.answered_at, complaint.answered_by_id = words, at, actor.account_id
        complaint.save(only=["answer", "answered_at", "answered_by"])
        return complaint


def detach(account_id: str) -> None:
    """Inside another verb's `writing()`: what a person who left had said stays, without them and without their phone."""
    if not is_writing():
        raise RuntimeError("detach belongs into a verb's writing()")
    Complaint.update(account=None, phone=None).where(Complaint.account == account_id).execute()
