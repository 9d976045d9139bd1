"""People, their sessions, the roles they were given, and the rosters they are found on.

Personal data stands sealed beside a keyed hash (`…_print`) by which it is found; `personal` does both.
"""
from peewee import SQL, BlobField, BooleanField, CharField, ForeignKeyField, IntegerField

from models.accounts.actor import EVERYTHING, Role
from models.db import Instant, Record, one_of
from models.units.tables import Unit


class Account(Record):
    """A person. The id outlives everything else in the row, so that no count changes when someone leaves.

    Membership: asked (`unit_asked_at`), then confirmed or refused; asking again starts over.
    """
    id = CharField(primary_key=True, max_length=20)
    openid = CharField(null=True, unique=True)
    unionid = CharField(null=True, unique=True)
    nickname = CharField(default="")
    avatar = CharField(default="")
    name_sealed = BlobField(null=True)
    name_print = CharField(null=True, index=True)
    phone_sealed = BlobField(null=True)
    phone_print = CharField(null=True, index=True)
    phone_verified_at = Instant(null=True)               # by WeChat; nothing else verifies a phone
    employee_no_sealed = BlobField(null=True)
    employee_no_print = CharField(null=True)
    unit = ForeignKeyField(Unit, null=True, backref="accounts")
    unit_typed = CharField(default="")                   # a name for which no unit was found yet
    unit_asked_at = Instant(null=True)
    unit_confirmed_at = Instant(null=True)
    unit_confirmed_by = CharField(null=True)             # an account id; None when the roster did
    unit_refused_at = Instant(null=True)
    created_at = Instant()
    last_seen_at = Instant()
    deleted_at = Instant(null=True)
    is_demo = BooleanField(default=False)

    unit_id: str | None

    class Meta:
        indexes = ((("unit", "unit_asked_at"), False),)


class Session(Record):
    """One sign-in. The token itself is known to the phone only."""
    token_hash = CharField(unique=True, max_length=64)
    account = ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
    created_at = Instant()
    expires_at = Instant(index=True)
    device = CharField(default="")

    id: int
    account_id: str


class Grant(Record):
    """A role over a unit, a track, an event or everything. Revoked ones stay as history; a live one is unique."""
    account = ForeignKeyField(Account, backref="grants")
    role = CharField()
    over = CharField(default=EVERYTHING)                 # "*", unit:<id>, track:<campaign>/<track>, event:<id>
    granted_by = CharField(null=True)
    granted_at = Instant()
    revoked_by = CharField(null=True)
    revoked_at = Instant(null=True)

    id: int
    account_id: str

    class Meta:
        table_name = "role_grant"                        # GRANT is a word of SQL
        constraints = [one_of("role", Role)]


Grant.add_index(Grant.index(Grant.account, Grant.role, Grant.over, unique=True, where=Grant.revoked_at.is_null(),
                            name="role_grant_live"))
Grant.add_index(Grant.index(Grant.over, Grant.role, name="role_grant_over"))


class Invitation(Record):
    """One code, for one person, once. `note` says for which office, never for whom by name."""
    id = CharField(primary_key=True, max_length=20)
    code_hash = CharField(unique=True, max_length=64)
    role = CharField()
    over = CharField()
    note = CharField(default="")
    invited_by = CharField(null=True)
    created_at = Instant()
    expires_at = Instant()
    grant = ForeignKeyField(Grant, null=True, backref="invitations")
    used_by = CharField(null=True)
    used_at = Instant(null=True)
    revoked_at = Instant(null=True)

    grant_id: int | None

    class Meta:
        constraints = [one_of("role", Role)]


class RosterLine(Record):
    """One member as a unit's own list has them; claimed at most once, and by one account."""
    unit = ForeignKeyField(Unit, backref="roster")
    name_sealed = BlobField()
    name_print = CharField()
    phone_sealed = BlobField(null=True)
    phone_print = CharField(null=True)
    employee_no_sealed = BlobField(null=True)
    employee_no_print = CharField(null=True)
    claimed_by = ForeignKeyField(Account, null=True, backref="roster_lines")
    claimed_at = Instant(null=True)

    id: int
    unit_id: str
    claimed_by_id: str | None

    class Meta:
        table_name = "roster_line"
        indexes = ((("unit", "phone_print"), True), (("unit", "employee_no_print"), True))


class RosterTry(Record):
    """How often someone asked the rosters on one day in Shanghai."""
    account = ForeignKeyField(Account, on_delete="CASCADE")
    day = CharField(max_length=10)
    count = IntegerField(constraints=[SQL("DEFAULT 0")])

    class Meta:
        table_name = "roster_try"
        indexes = ((("account", "day"), True),)
