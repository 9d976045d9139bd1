"""Events, the secrets their codes are made of, check-ins as they arrived, and who counts as having been there."""
from enum import StrEnum

from peewee import SQL, BigIntegerField, BlobField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.campaign.tables import Campaign
from models.db import Instant, Json, Record, one_of
from models.events.law import ACTS, KINDS, EventRole, EventState
from models.units.tables import Unit


class Event(Record):
    """An offline event (线下活动, counted in 场), planned ahead or logged afterwards."""
    id = CharField(primary_key=True, max_length=20)
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    created_by = ForeignKeyField(Account, on_delete="RESTRICT")
    kind = CharField(constraints=[one_of("kind", KINDS)])
    title = CharField(default="")
    place = CharField(default="")
    starts_at = Instant()
    ends_at = Instant()
    claimed = IntegerField(null=True)                    # 参加人数（填报）: the coordinator's own head-count; None until counted
    enterprise = CharField(default="")                   # 走进的企业, as typed
    enterprise_key = CharField(default="")               # the same, tidied, by which one enterprise is known again
    promoters_present = IntegerField(null=True)
    online_reach = IntegerField(null=True)
    links = Json(default=list)                           # [{"url": …, "title": …}]
    note = TextField(default="")
    state = CharField(default=EventState.DRAFT, constraints=[one_of("state", EventState)])
    revision = IntegerField(default=1)
    code_ahead_ms = IntegerField(null=True)              # how far the showing phone's clock is ahead, as last settled
    saved_at = Instant()
    reported_at = Instant(null=True)
    confirmed_at = Instant(null=True)
    received_at = Instant()

    campaign_id: str
    unit_id: str
    reporting_unit_id: str | None
    created_by_id: str

    class Meta:
        indexes = ((("campaign", "state", "received_at"), False), (("unit", "received_at"), False),
                   (("reporting_unit", "state", "received_at"), False), (("received_at", "id"), False))
        constraints = [Check("ends_at > starts_at"), Check("claimed IS NULL OR claimed >= 0"),
                       Check("state NOT IN ('reported', 'confirmed') OR claimed IS NOT NULL"),
                       Check("(state = 'confirmed') = (confirmed_at IS NOT NULL)")]


class EventRevision(Record):
    """One saved version, never changed. `digest` recognises a save that is sent again."""
    event = ForeignKeyField(Event, backref="revisions", on_delete="CASCADE")
    number = IntegerField()
    digest = CharField()
    document = Json()
    saved_by = CharField()
    at = Instant()

    class Meta:
        table_name = "event_revision"
        primary_key = CompositeKey("event", "number")


class EventMove(Record):
    """One step an event took; the client minted the id."""
    id = CharField(primary_key=True, max_length=20)
    event = ForeignKeyField(Event, backref="moves", on_delete="RESTRICT")
    number = IntegerField()
    act = CharField(constraints=[one_of("act", ACTS)])
    source = CharField(constraints=[one_of("source", EventState)])
    target = CharField(constraints=[one_of("target", EventState)])
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    as_role = CharField(constraints=[one_of("as_role", EventRole)])
    on_behalf_of = CharField(null=True)
    comment = TextField(default="")
    late_s = IntegerField(default=0)
    asked = Json(default=dict)
    at = Instant()

    event_id: str
    actor_id: str

    class Meta:
        table_name = "event_move"
        indexes = ((("event", "number"), True),)


class EventSecret(Record):
    """What rotating codes of an event are made with: 32 bytes of the phone's, sealed, write-once; replacing adds a number."""
    event = ForeignKeyField(Event, backref="secrets", on_delete="CASCADE")
    number = IntegerField()
    sealed = BlobField()
    print = CharField()                                  # keyed hash, to know the same one again
    added_by = CharField()
    device = CharField(default="")                       # the phone that made it
    at = Instant()

    event_id: str

    class Meta:
        table_name = "event_secret"
        primary_key = CompositeKey("event", "number")
        indexes = ((("event", "print"), True),)


class How(StrEnum):
    """The ways in."""
    CODE = "code"                    # the worker scanned the rotating code
    PRINTED = "printed"              # the worker came by the printed mini-program code
    PERSONAL = "personal"            # the coordinator scanned the worker's personal code
    WALK_IN = "walk_in"              # 补登: the coordinator wrote down a name


class CheckInState(StrEnum):
    ACCEPTED = "accepted"
    SUSPICIOUS = "suspicious"        # shown as 待核实
    WAITING = "waiting_for_event"
    REFUSED = "refused"


class Evidence(StrEnum):
    LIVE = "live"                    # reached us within 90 s of the code's step
    LATE = "late"
    BY_HAND = "by_hand"


class CheckIn(Record):
    """One check-in as it arrived, and what is thought of it now. Rows are unlimited; Attendance is what counts.

    `event_id` is no foreign key: a check-in may come before its event. Times of phones stand as they were said.
    """
    id = CharField(primary_key=True, max_length=20)
    event_id = CharField(max_length=20)
    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)      # who sent it
    how = CharField(constraints=[one_of("how", How)])
    code_event = CharField(null=True, max_length=20)                   # the event the code speaks of
    step = BigIntegerField(null=True)                                  # unix seconds / 10, by the showing phone's clock
    mac = CharField(null=True, max_length=16)
    subject = CharField(null=True, max_length=20)                      # the account that was there; None for a walk-in
    name_sealed = BlobField(null=True)
    name_print = CharField(null=True)
    phone_sealed = BlobField(null=True)
    phone_print = CharField(null=True)
    device = CharField(default="")
    scanned_at = Instant()                                             # by the scanning phone's clock
    sent_at = Instant()                                                # the same clock at the first sending that arrived
    received_at = Instant()                                            # ours
    digest = CharField(max_length=64)                                  # of its meaning, to recognise a replay
    state = CharField(constraints=[one_of("state", CheckInState)])
    reason = CharField(null=True)                                      # models.events.judging.REASONS
    evidence = CharField(constraints=[one_of("evidence", Evidence)])
    scan_at = Instant(null=True)                                       # the scan by our clock, as far as it can be known
    person = CharField(null=True)                                      # acc_…, p:<phone print>, n:<name print> or the row's own id
    decision = CharField(null=True, constraints=[one_of("decision", ("accept", "undo"))])
    decided_by = CharField(null=True)
    decided_at = Instant(null=True)

    account_id: str

    class Meta:
        table_name = "check_in"
        indexes = ((("event_id", "received_at", "id"), False), (("account", "received_at"), False))


CheckIn.add_index(CheckIn.index(CheckIn.received_at, name="check_in_waiting", where=SQL("state = 'waiting_for_event'")))
CheckIn.add_index(CheckIn.index(CheckIn.event_id, CheckIn.state, CheckIn.received_at, CheckIn.id, name="check_in_open",
                                where=SQL("state IN ('suspicious', 'waiting_for_event')")))
CheckIn.add_index(CheckIn.index(CheckIn.subject, name="check_in_subject", where=SQL("subject IS NOT NULL AND subject <> account_id")))


class CheckInMove(Record):
    """A coordinator's word on a check-in: accept what is 待核实, or undo, with a reason."""
    id = CharField(primary_key=True, max_length=20)
    check_in = ForeignKeyField(CheckIn, backref="moves", on_delete="RESTRICT")
    act = CharField(constraints=[one_of("act", ("accept", "undo"))])
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    comment = TextField(default="")
    asked = Json(default=dict)
    at = Instant()

    check_in_id: str
    actor_id: str

    class Meta:
        table_name = "check_in_move"


class Attendance(Record):
    """One person at one event, once. Belongs to the earliest accepted scan."""
    event = ForeignKeyField(Event, backref="attendances", on_delete="CASCADE", index=False)
    person = CharField()
    check_in = ForeignKeyField(CheckIn, unique=True, on_delete="CASCADE")
    evidence = CharField(constraints=[one_of("evidence", Evidence)])
    at = Instant()                                                     # the scan by our clock

    event_id: str
    check_in_id: str

    class Meta:
        primary_key = CompositeKey("event", "person")
        indexes = ((("event", "evidence"), False),)


class ClockSample(Record):
    """What one phone's clock said when it spoke to us: the difference is how far it is ahead."""
    device = CharField()
    account = CharField(null=True, max_length=20)
    sent_at = Instant()                                                # the phone's
    received_at = Instant()                                            # ours

    id: int

    class Meta:
        table_name = "clock_sample"
        indexes = ((("device", "sent_at"), False), (("account", "sent_at"), False))


class Unsettled(Record):
    """An event whose check-ins are to be judged together again. A row is the queue's ticket."""
    event_id = CharField(primary_key=True, max_length=20)
    since = Instant(index=True)


class PersonalCode(Record):
    """The code a worker shows to a coordinator: p1.<account>.<22 characters>. Revocable; kept sealed, so that it can be shown again."""
    account = ForeignKeyField(Account, primary_key=True, on_delete="CASCADE")
    sealed = BlobField()
    print = CharField(unique=True)
    made_at = Instant()
    revoked_at = Instant(null=True)

    account_id: str

    class Meta:
        table_name = "personal_code"
