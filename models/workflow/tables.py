from peewee import CharField, Check, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.db import Instant, Json, Record, one_of
from models.entries.tables import Entry
from models.law import ACTS, Role, State
from models.units.tables import Unit


class LateCode(Record):
    """延期报送许可: lets authors submit after closing; bounded in time, uses and scope, and logged.

    The code itself is not kept: it follows from the id and the sealing key, so that it can be shown again.
    """
    id = CharField(primary_key=True)
    print = CharField(unique=True)
    campaign_id = CharField()
    track = CharField(null=True)
    reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    until = Instant()
    uses = IntegerField()
    used = IntegerField(default=0)
    reason = TextField()
    issued_by = ForeignKeyField(Account, on_delete="RESTRICT")
    issued_at = Instant()
    revoked_at = Instant(null=True)

    reporting_unit_id: str | None
    issued_by_id: str

    class Meta:
        constraints = [Check("used >= 0"), Check("used <= uses")]


class Move(Record):
    """One step an entry took. The client minted the id, so a retry finds the step already taken; `number` is the order."""
    id = CharField(primary_key=True)
    entry = ForeignKeyField(Entry, backref="moves", on_delete="RESTRICT")
    number = IntegerField()                                           # 1, 2, 3 … of this entry
    act = CharField(constraints=[one_of("act", ACTS)])
    source = CharField(constraints=[one_of("source", State)])
    target = CharField(constraints=[one_of("target", State)])
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    as_role = CharField(constraints=[one_of("as_role", Role)])        # the role it was taken in
    on_behalf_of = CharField(null=True)                               # the role the organiser stood in for
    acting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    comment = TextField(default="")
    due_at = Instant(null=True)                                       # a return's
    late_s = IntegerField(default=0)                                  # seconds past the act's due time
    late_code = ForeignKeyField(LateCode, null=True, on_delete="RESTRICT")
    asked = Json(default=dict)                                        # what the mover asked for, to recognise a replay
    at = Instant(index=True)

    entry_id: str
    actor_id: str
    acting_unit_id: str | None
    late_code_id: str | None

    class Meta:
        indexes = ((("entry", "number"), True),)
