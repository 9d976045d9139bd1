"""Notices, their audiences and moves; deliveries, credits, requests and followers; who sends."""
from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

STATES = "('draft', 'awaiting_approval', 'scheduled', 'sending', 'paused', 'done', 'cancelled')"
LIVE = "state IN ('planned', 'sending', 'sent', 'delivered', 'unknown')"


def up(migrator, db):
    class Account(Model):
        id = CharField(primary_key=True, max_length=20)

        class Meta:
            database = db
            table_name = "account"

    class Campaign(Model):
        id = CharField(primary_key=True, max_length=40)

        class Meta:
            database = db
            table_name = "campaign"

    class Audience(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        name = CharField(max_length=60)
        terms = JSONField()
        revision = IntegerField()
        created_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        saved_at = CharField(max_length=24)
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "audience"
            indexes = ((("campaign", "received_at", "id"), False),)

    class Notice(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        origin = CharField(max_length=10)
        plan = CharField(max_length=10, null=True)
        once = CharField(null=True, unique=True)
        title = CharField(max_length=100)
        words = TextField()
        page = CharField(max_length=200, null=True)
        template = CharField(max_length=4, null=True)
        values = JSONField()
        audience = JSONField()
        forward = TextField()
        due_at = CharField(max_length=24, null=True)
        expires_at = CharField(max_length=24, null=True)
        working_time = BooleanField()
        once_a_day = BooleanField()
        state = CharField(max_length=20)
        why = CharField(max_length=40, null=True)
        revision = IntegerField()
        planned_upto = CharField(max_length=20)
        planned_at = CharField(max_length=24, null=True)
        created_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        saved_by = CharField(max_length=20, null=True)
        saved_at = CharField(max_length=24)
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "notice"
            constraints = [
                Check(f"state IN {STATES}"),
                Check("origin IN ('organiser', 'edge', 'trial', 'line')")]
            indexes = ((("campaign", "received_at", "id"), False), (("state", "due_at"), False))

    class NoticeRevision(Model):
        notice = ForeignKeyField(Notice, backref="revisions", on_delete="CASCADE")
        number = IntegerField()
        digest = CharField(max_length=64)
        saved_by = CharField(max_length=20)
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "notice_revision"
            primary_key = CompositeKey("notice", "number")

    class NoticeMove(Model):
        id = CharField(primary_key=True, max_length=20)
        notice = ForeignKeyField(Notice, backref="moves", on_delete="RESTRICT")
        act = CharField(max_length=20)
        source = CharField(max_length=20)
        target = CharField(max_length=20)
        actor = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        comment = TextField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "notice_move"
            constraints = [
                Check("act IN ('submit', 'send', 'approve', 'pause', 'resume', 'cancel', 'start', 'stop', 'go_on', 'finish', 'lapse')"),
                Check(f"source IN {STATES}"), Check(f"target IN {STATES}")]

    class Delivery(Model):
        id = BigAutoField()
        notice = ForeignKeyField(Notice, on_delete="RESTRICT", index=False)
        account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
        line = BigIntegerField()
        channel = CharField(max_length=8)
        state = CharField(max_length=10)
        why = CharField(max_length=24, null=True)
        values = JSONField(null=True)
        page = CharField(max_length=200, null=True)
        due_at = CharField(max_length=24)
        tries = IntegerField()
        day = CharField(max_length=10, null=True)
        sender = CharField(max_length=20, null=True)
        msgid = CharField(max_length=32, null=True)
        sent_at = CharField(max_length=24, null=True)
        opened_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "delivery"
            constraints = [
                Check("state IN ('planned', 'sending', 'sent', 'delivered', 'refused', 'no_credit', 'failed', 'unknown')"),
                Check("channel IN ('official', 'mini')")]
            indexes = ((("notice", "account", "line", "channel"), True),)

    Delivery.add_index(Delivery.index(Delivery.notice, Delivery.account, Delivery.line, unique=True, where=SQL(LIVE),
                                      name="delivery_one_push"))
    Delivery.add_index(Delivery.index(Delivery.notice, Delivery.due_at, Delivery.id, where=SQL("state IN ('planned')"),
                                      name="delivery_waiting"))
    Delivery.add_index(Delivery.index(Delivery.account, Delivery.sender, where=SQL("state IN ('planned', 'sending') AND sender IS NOT NULL"),
                                      name="delivery_claimed"))
    Delivery.add_index(Delivery.index(Delivery.account, Delivery.day, where=SQL("day IS NOT NULL"), name="delivery_of_a_day"))
    Delivery.add_index(Delivery.index(Delivery.msgid, where=SQL("msgid IS NOT NULL"), name="delivery_msgid"))

    class Credit(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
        template = CharField(max_length=64)
        granted_at = CharField(max_length=24)
        told_by = CharField(max_length=8)
        nonce = CharField(max_length=40, null=True)
        paired_at = CharField(max_length=24, null=True)
        spent_by = BigIntegerField(null=True, index=True)
        ended_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "credit"
            constraints = [Check("told_by IN ('report', 'event')")]
            indexes = ((("account", "template", "nonce"), True),)

    Credit.add_index(Credit.index(Credit.account, Credit.template, Credit.id, where=SQL("spent_by IS NULL AND ended_at IS NULL"),
                                  name="credit_at_hand"))

    class Asked(Model):
        account = ForeignKeyField(Account, on_delete="RESTRICT")
        template = CharField(max_length=4)
        asked_at = CharField(max_length=24)
        withdrawn_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "asked"
            primary_key = CompositeKey("account", "template")

    class Follower(Model):
        openid = CharField(primary_key=True, max_length=64)
        unionid = CharField(max_length=64, null=True, index=True)
        follows = BooleanField()
        refuses = BooleanField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "follower"

    class Sender(Model):
        id = CharField(primary_key=True, max_length=20)
        began_at = CharField(max_length=24)
        beat_at = CharField(max_length=24)
        ended_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "sender"

    db.create_tables([Audience, Notice, NoticeRevision, NoticeMove, Delivery, Credit, Asked, Follower, Sender])
    db.execute_sql("CREATE INDEX message_of_a_notice ON message (purpose, account_id) WHERE line = 0")


def down(migrator, db):
    db.execute_sql("DROP INDEX message_of_a_notice")
    for table in ("sender", "follower", "asked", "credit", "delivery", "notice_move", "notice_revision", "notice", "audience"):
        db.execute_sql(f'DROP TABLE "{table}"')
