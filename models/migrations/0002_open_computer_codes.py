"""Codes by which a computer brings a file."""
from peewee import CharField, Check, ForeignKeyField, Model


def up(migrator, db):
    class Account(Model):
        id = CharField(primary_key=True, max_length=20)

        class Meta:
            database = db
            table_name = "account"

    class ComputerCode(Model):
        id = CharField(primary_key=True)
        about = CharField()
        owner = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        kind = CharField(constraints=[Check("kind IN ('photo', 'song', 'video', 'document')")])
        asked_to_replace = CharField(null=True)
        code_print = CharField(null=True, unique=True)
        made_at = CharField(max_length=24)
        expires_at = CharField(index=True, max_length=24)
        used_at = CharField(null=True, max_length=24)
        token_hash = CharField(null=True, unique=True, max_length=64)
        token_expires_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "computer_code"
            constraints = [Check("(used_at IS NULL) = (token_hash IS NULL)"), Check("(used_at IS NULL) = (token_expires_at IS NULL)")]

    db.create_tables([ComputerCode])


def down(migrator, db):
    db.execute_sql('DROP TABLE "computer_code"')
