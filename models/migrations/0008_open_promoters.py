"""职工好网民宣传员, and the people whom their links brought, in total."""
from peewee import SQL, BlobField, BooleanField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, JSONField, Model, TextField

STATES = "('nominated', 'enrolled', 'confirmed', 'refused', 'left')"
IS_LIVE = "state IN ('nominated', 'enrolled', 'confirmed')"


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

    class Promoter(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
        account = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
        nominated_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        name_sealed = BlobField(null=True)
        name_print = CharField(null=True)
        phone_sealed = BlobField(null=True)
        phone_print = CharField(null=True)
        paper = BooleanField()
        consent = JSONField(null=True)
        statement = TextField()
        state = CharField(constraints=[Check(f"state IN {STATES}")])
        slug = CharField(unique=True, max_length=10)
        revision = IntegerField()
        saved_at = CharField(max_length=24)
        confirmed_at = CharField(max_length=24, null=True)
        left_at = CharField(max_length=24, null=True)
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "promoter"
            indexes = ((("campaign", "state", "received_at"), False), (("unit", "received_at"), False),
                       (("reporting_unit", "state", "received_at"), False), (("received_at", "id"), False))
            constraints = [Check("state <> 'confirmed' OR confirmed_at IS NOT NULL"), Check("(state = 'left') = (left_at IS NOT NULL)"),
                           Check("state NOT IN ('enrolled', 'confirmed') OR consent IS NOT NULL OR paper")]

    Promoter.add_index(Promoter.index(Promoter.campaign, Promoter.account, unique=True, name="promoter_live_account",
                                      where=SQL(f"account_id IS NOT NULL AND {IS_LIVE}")))
    Promoter.add_index(Promoter.index(Promoter.campaign, Promoter.phone_print, unique=True, name="promoter_live_phone",
                                      where=SQL(f"phone_print IS NOT NULL AND {IS_LIVE}")))

    class PromoterRevision(Model):
        promoter = ForeignKeyField(Promoter, backref="revisions", on_delete="CASCADE")
        number = IntegerField()
        digest = CharField()
        document = JSONField()
        saved_by = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "promoter_revision"
            primary_key = CompositeKey("promoter", "number")

    class PromoterMove(Model):
        id = CharField(primary_key=True, max_length=20)
        promoter = ForeignKeyField(Promoter, backref="moves", on_delete="RESTRICT")
        number = IntegerField()
        act = CharField(constraints=[Check("act IN ('accept', 'confirm', 'refuse', 'leave')")])
        source = CharField(constraints=[Check(f"source IN {STATES}")])
        target = CharField(constraints=[Check(f"target IN {STATES}")])
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        as_role = CharField(constraints=[Check("as_role IN ('person', 'keeper', 'coordinator', 'organiser')")])
        comment = TextField()
        asked = JSONField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "promoter_move"
            indexes = ((("promoter", "number"), True),)

    class Visit(Model):
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        visitor = CharField(max_length=43)
        first_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "visit"
            primary_key = CompositeKey("campaign", "visitor")

    db.create_tables([Promoter, PromoterRevision, PromoterMove, Visit])


def down(migrator, db):
    for table in ("visit", "promoter_move", "promoter_revision", "promoter"):
        db.execute_sql(f'DROP TABLE "{table}"')
