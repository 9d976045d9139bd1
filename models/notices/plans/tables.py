from peewee import BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.campaign.tables import Campaign
from models.db import Instant, Json, Record, one_of
from models.notices.plans.law import LAW, NoticeState, Origin


class Notice(Record):
    """One 提醒. `values` are its template's keyword values in the template's order; they and `words` may have {gaps} that differ
    from person to person (`gaps`).

    Fanning out is written down as it goes: everybody up to account `planned_upto` has their rows, and all have when
    `planned_at` is set. A notice of a kind of line (Origin.LINE) stands for ever and is not fanned out: each line of the
    journal brings the rows of the few whom it concerns.
    """
    id = CharField(primary_key=True, max_length=20)      # ntc_…
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    origin = CharField(max_length=10)
    plan = CharField(max_length=10, null=True)           # which default plan of the campaign document: "A4"
    once = CharField(null=True, unique=True)             # a name for what may be written only once, "qinghai-2022/A4/2022-08-28"
    title = CharField(max_length=100)
    words = TextField()
    page = CharField(max_length=200, null=True)          # where the mini program shows it, None: the inbox
    template = CharField(max_length=4, null=True)        # T1 … T4 of config.yaml; None: the inbox only
    values = Json(default=list)
    audience = Json(default=dict)                        # the terms, models.notices.audiences.terms
    forward = TextField(default="")                      # 群转发文案, to be pasted into groups
    due_at = Instant(null=True)                          # when it goes out; None: as soon as it may
    expires_at = Instant(null=True)                      # after this nothing of it is pushed any more
    working_time = BooleanField(default=False)           # only 工作日 08:30–12:00, 14:30–18:00
    once_a_day = BooleanField(default=True)              # it is a person's one pushed message of the day
    state = CharField(max_length=20)
    why = CharField(max_length=40, null=True)            # of a paused or cancelled one: an errcode, "organiser", "expired", "nobody" …
    revision = IntegerField()
    planned_upto = CharField(max_length=20, default="")
    planned_at = Instant(null=True)
    created_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
    saved_by = CharField(max_length=20, null=True)       # who wrote it last
    saved_at = Instant()
    received_at = Instant()

    campaign_id: str
    created_by_id: str | None

    class Meta:
        constraints = [one_of("state", NoticeState), one_of("origin", Origin)]
        indexes = ((("campaign", "received_at", "id"), False), (("state", "due_at"), False))


class NoticeRevision(Record):
    """That a notice was saved: answers a repeated PUT, and says who changed it."""
    notice = ForeignKeyField(Notice, backref="revisions", on_delete="CASCADE")
    number = IntegerField()
    digest = CharField(max_length=64)
    saved_by = CharField(max_length=20)
    at = Instant()

    class Meta:
        table_name = "notice_revision"
        primary_key = CompositeKey("notice", "number")


class NoticeMove(Record):
    """One step of a notice; `actor` None: the clock's."""
    id = CharField(primary_key=True, max_length=20)      # mov_…
    notice = ForeignKeyField(Notice, backref="moves", on_delete="RESTRICT")
    act = CharField(max_length=20)
    source = CharField(max_length=20)
    target = CharField(max_length=20)
    actor = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
    comment = TextField(default="")
    at = Instant()

    notice_id: str
    actor_id: str | None

    class Meta:
        table_name = "notice_move"
        constraints = [one_of("act", dict.fromkeys(step.act for step in LAW)), one_of("source", NoticeState), one_of("target", NoticeState)]
