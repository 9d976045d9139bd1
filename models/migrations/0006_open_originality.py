"""Fingerprints of pictures and films with the bands they are found by; likenesses between files and what people say of them."""
from peewee import BlobField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, Model, TextField

BANDS = ("band_0", "band_1")


def up(migrator, db):
    class Account(Model):
        id = CharField(primary_key=True, max_length=20)

        class Meta:
            database = db
            table_name = "account"

    class File(Model):
        id = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "file"

    class Fingerprint(Model):
        file = ForeignKeyField(File, on_delete="CASCADE", index=False, backref="+")
        at_ms = IntegerField()
        part = IntegerField()
        kind = CharField(max_length=7, constraints=[Check("kind IN ('picture', 'frame')")])
        band_0 = IntegerField()
        band_1 = IntegerField()
        fine = IntegerField()
        detail = BlobField()

        class Meta:
            database = db
            table_name = "fingerprint"
            primary_key = CompositeKey("file", "at_ms", "part")
            indexes = tuple((("kind", *bands, "fine", "file", "at_ms", "part"), False) for bands in (BANDS, BANDS[::-1]))

    class Likeness(Model):
        id = CharField(primary_key=True, max_length=20)
        newer = ForeignKeyField(File, on_delete="CASCADE", index=False, backref="+")
        older = ForeignKeyField(File, on_delete="CASCADE", backref="+")
        how = CharField(max_length=7, constraints=[Check("how IN ('bytes', 'picture', 'film')")])
        similarity = IntegerField()
        matched = IntegerField(null=True)
        frames = IntegerField(null=True)
        newer_at_ms = IntegerField()
        older_at_ms = IntegerField()
        found_at = CharField(max_length=24)
        answer = CharField(null=True, max_length=9, constraints=[Check("answer IN ('same', 'different')")])
        comment = TextField()
        answered_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        answered_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "likeness"
            indexes = ((("newer", "older"), True), (("found_at", "id"), False))
            constraints = [Check("(answer IS NULL) = (answered_at IS NULL)"), Check("(answer IS NULL) = (answered_by_id IS NULL)"),
                           Check("newer_id <> older_id")]

    db.create_tables([Fingerprint, Likeness])


def down(migrator, db):
    for table in ("likeness", "fingerprint"):
        db.execute_sql(f'DROP TABLE "{table}"')
