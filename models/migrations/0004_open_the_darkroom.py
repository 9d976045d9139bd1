"""Examinations and renditions of files; what is stored already is to be examined. Equal bytes are found by an index."""
from peewee import BigIntegerField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, JSONField, Model

KINDS = "kind IN ('photo', 'song', 'video', 'document')"


def up(migrator, db):
    class File(Model):
        id = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "file"

    class Examination(Model):
        file = ForeignKeyField(File, primary_key=True, on_delete="CASCADE", backref="+")
        kind = CharField(constraints=[Check(KINDS)])
        step = CharField(constraints=[Check("step IN ('sniff', 'measure', 'render', 'print', 'check')")])
        measured = JSONField()
        attempts = IntegerField()
        due_at = CharField(max_length=24)
        claim = CharField(null=True)
        claimed_until = CharField(null=True, max_length=24)
        ticket = CharField(null=True)
        trouble = CharField(null=True)
        given_up_at = CharField(null=True, max_length=24)
        done_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "examination"

    Examination.add_index(Examination.index(Examination.kind, Examination.due_at, name="examination_due",
                                            where=Examination.done_at.is_null() & Examination.given_up_at.is_null()))

    Examination.add_index(Examination.index(Examination.given_up_at, name="examination_given_up",
                                            where=Examination.given_up_at.is_null(False)))

    class Rendition(Model):
        file = ForeignKeyField(File, on_delete="CASCADE", backref="+")
        purpose = CharField(max_length=16)
        key = CharField(unique=True)
        mime = CharField()
        size = BigIntegerField()
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        duration_ms = IntegerField(null=True)
        made_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "rendition"
            primary_key = CompositeKey("file", "purpose")

    db.create_tables([Examination, Rendition])
    db.execute_sql("CREATE INDEX file_sha256 ON file (sha256)")
    db.execute_sql("DROP INDEX file_state")
    db.execute_sql("DROP INDEX file_removed_at")
    db.execute_sql("CREATE INDEX file_waiting ON file (opened_at) WHERE state = 'waiting' AND removed_at IS NULL")
    db.execute_sql("""INSERT INTO examination (file_id, kind, step, measured, attempts, due_at)
                      SELECT id, kind, 'sniff', '{}', 0, stored_at FROM file WHERE state = 'stored' AND removed_at IS NULL""")


def down(migrator, db):
    for index in ("file_waiting", "file_sha256"):
        db.execute_sql(f"DROP INDEX {index}")
    db.execute_sql("CREATE INDEX file_state ON file (state)")
    db.execute_sql("CREATE INDEX file_removed_at ON file (removed_at)")
    for table in ("rendition", "examination"):
        db.execute_sql(f'DROP TABLE "{table}"')
