"""Content checks, and WeChat's answers that come before our own commit."""
from peewee import SQL, CharField, Check, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Account(Model):
        id = CharField(primary_key=True, max_length=20)

        class Meta:
            database = db
            table_name = "account"

    class Entry(Model):
        id = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "entry"

    class ContentCheck(Model):
        id = CharField(primary_key=True, max_length=20)
        about = CharField(max_length=20)
        entry = ForeignKeyField(Entry, null=True, on_delete="CASCADE", backref="+")
        account = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        part = CharField(max_length=30)
        kind = CharField(max_length=10, constraints=[Check("kind IN ('text', 'picture', 'sound')")])
        digest = CharField(max_length=100)
        state = CharField(max_length=10, constraints=[Check("state IN ('due', 'asked', 'passed', 'human', 'cleared', 'blocked')")])
        opened_at = CharField(max_length=24)
        due_at = CharField(max_length=24)
        claimed_until = CharField(null=True, max_length=24)
        attempts = IntegerField()
        failures = IntegerField()
        trace_id = CharField(max_length=100, null=True, unique=True)
        asked_at = CharField(null=True, max_length=24)
        suggest = CharField(max_length=10, null=True, constraints=[Check("suggest IN ('pass', 'review', 'risky')")])
        label = IntegerField(null=True)
        answered_at = CharField(null=True, max_length=24)
        why = CharField(max_length=20, null=True)
        superseded_at = CharField(null=True, max_length=24)
        decided_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        decided_at = CharField(null=True, max_length=24)
        comment = TextField()

        class Meta:
            database = db
            table_name = "content_check"
            indexes = ((("about", "part", "digest"), True),)
            constraints = [Check("(state IN ('cleared', 'blocked')) = (decided_at IS NOT NULL)"),
                           Check("(suggest IS NULL) = (answered_at IS NULL)"),
                           Check("state <> 'asked' OR (trace_id IS NOT NULL AND asked_at IS NOT NULL)")]

    ContentCheck.add_index(ContentCheck.index(ContentCheck.due_at, name="content_check_due", where=SQL("state = 'due'")))
    ContentCheck.add_index(ContentCheck.index(ContentCheck.asked_at, name="content_check_asked", where=SQL("state = 'asked'")))
    ContentCheck.add_index(ContentCheck.index(ContentCheck.opened_at, ContentCheck.id, name="content_check_human",
                                              where=SQL("state = 'human'")))

    class HeardEarly(Model):
        trace_id = CharField(primary_key=True, max_length=100)
        suggest = CharField(max_length=10)
        label = IntegerField(null=True)
        errcode = IntegerField()
        heard_at = CharField(max_length=24, index=True)

        class Meta:
            database = db
            table_name = "heard_early"

    db.create_tables([ContentCheck, HeardEarly])


def down(migrator, db):
    for table in ("heard_early", "content_check"):
        db.execute_sql(f'DROP TABLE "{table}"')
