from peewee import BlobField, CharField, Check, ForeignKeyField, TextField

from models.accounts.tables import Account
from models.db import Instant, Record, one_of

KINDS = ("complaint", "suggestion")


class Complaint(Record):
    """One complaint or suggestion. The phone minted the id. Who left is no longer named, what they said stays."""
    id = CharField(primary_key=True, max_length=20)      # cmp_…
    account = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    kind = CharField(max_length=10, constraints=[one_of("kind", KINDS)])
    words = TextField()
    phone = BlobField(null=True)                         # sealed
    received_at = Instant()
    answer = TextField(null=True)
    answered_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
    answered_at = Instant(null=True)

    account_id: str | None
    answered_by_id: str | None

    class Meta:
        indexes = ((("account", "received_at", "id"), False), (("received_at", "id"), False))
        constraints = [Check("(answer IS NULL) = (answered_at IS NULL)"), Check("(answer IS NULL) = (answered_by_id IS NULL)")]
