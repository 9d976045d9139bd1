from enum import StrEnum

from peewee import BigIntegerField, CharField, Check, ForeignKeyField, IntegerField

from models.accounts.tables import Account
from models.db import Instant, Json, Record, one_of


class FileState(StrEnum):
    WAITING = "waiting"          # a place and a permit; no bytes known yet
    STORED = "stored"            # the store has the bytes; not yet looked into
    READY = "ready"              # looked into and fit to show
    REFUSED = "refused"          # cannot be used; `verdicts` says why


KINDS = ("photo", "song", "video", "document")


class File(Record):
    """One file of an entry (later: of an event). The phone minted the id.

    `key` is the server's own random name in the store; the author's file name lives only in `name`.
    `rules` are the ones it will be judged by, kept from the plan version the entry was made under.
    """
    id = CharField(primary_key=True)
    about = CharField(index=True)                          # ent_…
    owner = ForeignKeyField(Account, on_delete="RESTRICT")
    kind = CharField(constraints=[one_of("kind", KINDS)])
    name = CharField(max_length=255)
    size = BigIntegerField()                               # bytes, as the phone said
    declared_sha256 = CharField(null=True)
    rules = Json(default=dict)
    key = CharField(unique=True)
    ticket = CharField(unique=True)                        # travels in the store's callback, used once
    position = IntegerField(default=0)
    asked_to_replace = CharField(null=True)                # as the phone asked, to recognise a replay
    replaces = CharField(null=True)                        # the file this one takes the place of, once its own bytes are here
    state = CharField(default=FileState.WAITING, index=True, constraints=[one_of("state", FileState)])
    mime = CharField(null=True)                            # as the store sniffed it
    etag = CharField(null=True)
    sha256 = CharField(null=True)
    verdicts = Json(default=list)
    opened_at = Instant()
    stored_at = Instant(null=True)
    called_back_at = Instant(null=True)
    looked_at = Instant(null=True)                         # when the store was last asked in vain
    removed_at = Instant(null=True, index=True)

    owner_id: str


class Discarded(Record):
    """An object whose file was removed or refused, waiting to be deleted from the store."""
    key = CharField(primary_key=True)
    due_at = Instant(index=True)


class ComputerCode(Record):
    """One file that may be brought from a computer. The id is the file's, whose place is opened when it has been chosen."""
    id = CharField(primary_key=True)
    about = CharField()
    owner = ForeignKeyField(Account, on_delete="RESTRICT")
    kind = CharField(constraints=[one_of("kind", KINDS)])
    asked_to_replace = CharField(null=True)
    code_print = CharField(null=True, unique=True)         # null once it was used
    made_at = Instant()
    expires_at = Instant(index=True)
    used_at = Instant(null=True)
    token_hash = CharField(null=True, unique=True, max_length=64)
    token_expires_at = Instant(null=True)

    owner_id: str

    class Meta:
        table_name = "computer_code"
        constraints = [Check("(used_at IS NULL) = (token_hash IS NULL)"), Check("(used_at IS NULL) = (token_expires_at IS NULL)")]
