"""Offline events, check-ins, attendance, clock samples, personal codes."""
from peewee import SQL, BigIntegerField, BlobField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, JSONField, Model, TextField


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

    class Unit(Model):
        id = CharField(primary_key=True, max_length=20)

        class Meta:
            database = db
            table_name = "unit"

    class Event(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        created_by = ForeignKeyField(Account, on_delete="RESTRICT")
        kind = CharField(constraints=[Check(
            "kind IN ('quiz', 'speech', 'welfare', 'volunteering', 'publicity', 'show', 'training', 'enterprise_visit', 'other')"
        )])
        title = CharField()
        place = CharField()
        starts_at = CharField(max_length=24)
        ends_at = CharField(max_length=24)
        claimed = IntegerField(null=True)
        enterprise = CharField()
        enterprise_key = CharField()
        promoters_present = IntegerField(null=True)
        online_reach = IntegerField(null=True)
        links = JSONField()
        note = TextField()
        state = CharField(constraints=[Check("state IN ('draft', 'reported', 'confirmed', 'returned', 'cancelled')")])
        revision = IntegerField()
        code_ahead_ms = IntegerField(null=True)
        saved_at = CharField(max_length=24)
        reported_at = CharField(max_length=24, null=True)
        confirmed_at = CharField(max_length=24, null=True)
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "event"
            indexes = ((("campaign", "state", "received_at"), False), (("unit", "received_at"), False),
                       (("reporting_unit", "state", "received_at"), False), (("received_at", "id"), False))
            constraints = [Check("ends_at > starts_at"), Check("claimed IS NULL OR claimed >= 0"),
                           Check("state NOT IN ('reported', 'confirmed') OR claimed IS NOT NULL"),
                           Check("(state = 'confirmed') = (confirmed_at IS NOT NULL)")]

    class EventRevision(Model):
        event = ForeignKeyField(Event, backref="revisions", on_delete="CASCADE")
        number = IntegerField()
        digest = CharField()
        document = JSONField()
        saved_by = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "event_revision"
            primary_key = CompositeKey("event", "number")

    class EventMove(Model):
        id = CharField(primary_key=True, max_length=20)
        event = ForeignKeyField(Event, backref="moves", on_delete="RESTRICT")
        number = IntegerField()
        act = CharField(constraints=[Check("act IN ('report', 'confirm', 'return', 'cancel')")])
        source = CharField(constraints=[Check("source IN ('draft', 'reported', 'confirmed', 'returned', 'cancelled')")])
        target = CharField(constraints=[Check("target IN ('draft', 'reported', 'confirmed', 'returned', 'cancelled')")])
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        as_role = CharField(constraints=[Check("as_role IN ('coordinator', 'reporting', 'organiser')")])
        on_behalf_of = CharField(null=True)
        comment = TextField()
        late_s = IntegerField()
        asked = JSONField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "event_move"
            indexes = ((("event", "number"), True),)

    class EventSecret(Model):
        event = ForeignKeyField(Event, backref="secrets", on_delete="CASCADE")
        number = IntegerField()
        sealed = BlobField()
        print = CharField()
        added_by = CharField()
        device = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "event_secret"
            primary_key = CompositeKey("event", "number")
            indexes = ((("event", "print"), True),)

    class CheckIn(Model):
        id = CharField(primary_key=True, max_length=20)
        event_id = CharField(max_length=20)
        account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
        how = CharField(constraints=[Check("how IN ('code', 'printed', 'personal', 'walk_in')")])
        code_event = CharField(null=True, max_length=20)
        step = BigIntegerField(null=True)
        mac = CharField(null=True, max_length=16)
        subject = CharField(null=True, max_length=20)
        name_sealed = BlobField(null=True)
        name_print = CharField(null=True)
        phone_sealed = BlobField(null=True)
        phone_print = CharField(null=True)
        device = CharField()
        scanned_at = CharField(max_length=24)
        sent_at = CharField(max_length=24)
        received_at = CharField(max_length=24)
        digest = CharField(max_length=64)
        state = CharField(constraints=[Check("state IN ('accepted', 'suspicious', 'waiting_for_event', 'refused')")])
        reason = CharField(null=True)
        evidence = CharField(constraints=[Check("evidence IN ('live', 'late', 'by_hand')")])
        scan_at = CharField(max_length=24, null=True)
        person = CharField(null=True)
        decision = CharField(null=True, constraints=[Check("decision IN ('accept', 'undo')")])
        decided_by = CharField(null=True)
        decided_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "check_in"
            indexes = ((("event_id", "received_at", "id"), False), (("account", "received_at"), False))

    CheckIn.add_index(CheckIn.index(CheckIn.received_at, name="check_in_waiting", where=SQL("state = 'waiting_for_event'")))

    CheckIn.add_index(CheckIn.index(CheckIn.event_id, CheckIn.state, CheckIn.received_at, CheckIn.id, name="check_in_open",
                                    where=SQL("state IN ('suspicious', 'waiting_for_event')")))
    CheckIn.add_index(CheckIn.index(CheckIn.subject, name="check_in_subject", where=SQL("subject IS NOT NULL AND subject <> account_id")))

    class CheckInMove(Model):
        id = CharField(primary_key=True, max_length=20)
        check_in = ForeignKeyField(CheckIn, backref="moves", on_delete="RESTRICT")
        act = CharField(constraints=[Check("act IN ('accept', 'undo')")])
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        comment = TextField()
        asked = JSONField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "check_in_move"

    class Attendance(Model):
        event = ForeignKeyField(Event, backref="attendances", on_delete="CASCADE", index=False)
        person = CharField()
        check_in = ForeignKeyField(CheckIn, unique=True, on_delete="CASCADE")
        evidence = CharField(constraints=[Check("evidence IN ('live', 'late', 'by_hand')")])
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "attendance"
            primary_key = CompositeKey("event", "person")
            indexes = ((("event", "evidence"), False),)

    class ClockSample(Model):
        device = CharField()
        account = CharField(null=True, max_length=20)
        sent_at = CharField(max_length=24)
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "clock_sample"
            indexes = ((("device", "sent_at"), False), (("account", "sent_at"), False))

    class Unsettled(Model):
        event_id = CharField(primary_key=True, max_length=20)
        since = CharField(max_length=24, index=True)

        class Meta:
            database = db
            table_name = "unsettled"

    class PersonalCode(Model):
        account = ForeignKeyField(Account, primary_key=True, on_delete="CASCADE")
        sealed = BlobField()
        print = CharField(unique=True)
        made_at = CharField(max_length=24)
        revoked_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "personal_code"

    db.create_tables([Event, EventRevision, EventMove, EventSecret, CheckIn, CheckInMove, Attendance, ClockSample, Unsettled, PersonalCode])


def down(migrator, db):
    for table in ("personal_code", "unsettled", "clock_sample", "attendance", "check_in_move", "check_in", "event_secret", "event_move",
                  "event_revision", "event"):
        db.execute_sql(f'DROP TABLE "{table}"')
