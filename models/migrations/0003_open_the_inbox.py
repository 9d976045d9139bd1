"""Messages and how far the journal is told; complaints; an index for works on show.

What happened before there was an inbox is not told: the cursor begins at the journal's end.
"""
from peewee import BigIntegerField, BlobField, CharField, Check, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Account(Model):
        id = CharField(primary_key=True, max_length=20)

        class Meta:
            database = db
            table_name = "account"

    class Message(Model):
        id = CharField(primary_key=True, max_length=20)
        account = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        purpose = CharField(max_length=40)
        title = CharField(max_length=100)
        words = TextField()
        about = CharField(null=True)
        page = CharField(null=True)
        line = BigIntegerField()
        at = CharField(max_length=24)
        read_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "message"
            indexes = ((("account", "purpose", "line"), True), (("account", "at", "id"), False))

    Message.add_index(Message.index(Message.account, where=Message.read_at.is_null(), name="message_unread"))

    class JournalCursor(Model):
        name = CharField(primary_key=True, max_length=20)
        line = BigIntegerField()
        within = CharField()
        ahead = BigIntegerField()
        horizon = BigIntegerField()

        class Meta:
            database = db
            table_name = "journal_cursor"

    class Complaint(Model):
        id = CharField(primary_key=True, max_length=20)
        account = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        kind = CharField(max_length=10, constraints=[Check("kind IN ('complaint', 'suggestion')")])
        words = TextField()
        phone = BlobField(null=True)
        received_at = CharField(max_length=24)
        answer = TextField(null=True)
        answered_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        answered_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "complaint"
            indexes = ((("account", "received_at", "id"), False), (("received_at", "id"), False))
            constraints = [Check("(answer IS NULL) = (answered_at IS NULL)"), Check("(answer IS NULL) = (answered_by_id IS NULL)")]

    db.create_tables([Message, JournalCursor, Complaint])
    db.execute_sql("""INSERT INTO journal_cursor (name, line, "within", ahead, horizon) SELECT 'announce', COALESCE(MAX(id), 0), '', 0, 0 FROM line""")
    db.execute_sql("CREATE INDEX entry_exhibited ON entry (campaign_id, exhibited_at, id) WHERE exhibited_at IS NOT NULL")


def down(migrator, db):
    db.execute_sql("DROP INDEX entry_exhibited")
    for table in ("complaint", "journal_cursor", "message"):
        db.execute_sql(f'DROP TABLE "{table}"')
