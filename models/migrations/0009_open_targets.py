"""The publicity ledger, denominators, settled questions, nightly recounts, statements; an index that finds who entered works."""
from peewee import AutoField, BooleanField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, JSONField, Model, TextField


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

    class Publicity(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
        created_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        channel = CharField(max_length=20, constraints=[Check(
            "channel IN ('portal', 'wechat_account', 'video_account', 'weibo', 'douyin', 'newspaper', 'tv', 'screen', 'other')"
        )])
        title = CharField()
        link = CharField(max_length=1000)
        reads = IntegerField(constraints=[Check("reads >= 0")])
        day = CharField(max_length=10)
        began_at = CharField(max_length=24)
        note = TextField()
        revision = IntegerField()
        saved_at = CharField(max_length=24)
        received_at = CharField(max_length=24)
        withdrawn_at = CharField(max_length=24, null=True)

        class Meta:
            database = db
            table_name = "publicity"
            indexes = ((("campaign", "received_at", "id"), False), (("unit", "received_at"), False),
                       (("reporting_unit", "received_at"), False))

    class PublicityRevision(Model):
        publicity = ForeignKeyField(Publicity, backref="revisions", on_delete="CASCADE")
        number = IntegerField()
        digest = CharField(max_length=64)
        reads = IntegerField()
        saved_by = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "publicity_revision"
            primary_key = CompositeKey("publicity", "number")

    class Denominator(Model):
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        over = CharField(max_length=20)
        people = IntegerField(constraints=[Check("people > 0")])
        taken_from = CharField(max_length=200)
        set_by = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "denominator"
            primary_key = CompositeKey("campaign", "over")

    class Settlement(Model):
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        question = CharField(max_length=64)
        answer = CharField(constraints=[Check("answer IN ('rename', 'merge', 'leave')")])
        details = JSONField()
        settled_by = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "settlement"
            primary_key = CompositeKey("campaign", "question")

    class TargetCheck(Model):
        id = AutoField()
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        night = CharField(max_length=10)
        differs = BooleanField()
        numbers = JSONField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "target_check"
            indexes = ((("campaign", "night"), True),)

    class Statement(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        until = CharField(max_length=10)
        columns = JSONField()
        note = TextField()
        numbers = JSONField()
        made_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        as_role = CharField(max_length=20, constraints=[Check("as_role IN ('organiser', 'coordinator')")])
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "statement"
            indexes = ((("campaign", "received_at", "id"), False), (("unit", "received_at"), False))

    class StatementRow(Model):
        statement = ForeignKeyField(Statement, backref="rows", on_delete="RESTRICT")
        number = IntegerField()
        figure = CharField(max_length=20)
        side = CharField(constraints=[Check("side IN ('verified', 'claimed')")])
        unit_id = CharField(null=True, max_length=20)
        row_id = CharField(max_length=40)
        counts = IntegerField()

        class Meta:
            database = db
            table_name = "statement_row"
            primary_key = CompositeKey("statement", "number")
            indexes = ((("statement", "figure", "side", "number"), False),)

    db.create_tables([Publicity, PublicityRevision, Denominator, Settlement, TargetCheck, Statement, StatementRow])
    db.execute_sql("CREATE INDEX entry_campaign_id_unit_id_reporting_unit_id ON entry (campaign_id, unit_id, reporting_unit_id)")


def down(migrator, db):
    db.execute_sql("DROP INDEX entry_campaign_id_unit_id_reporting_unit_id")
    for table in ("statement_row", "statement", "target_check", "settlement", "denominator", "publicity_revision", "publicity"):
        db.execute_sql(f'DROP TABLE "{table}"')
