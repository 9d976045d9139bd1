from enum import StrEnum

from peewee import SQL, BigIntegerField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField

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
    state = CharField(default=FileState.WAITING, constraints=[one_of("state", FileState)])
    mime = CharField(null=True)                            # as the store sniffed it
    etag = CharField(null=True)
    sha256 = CharField(null=True, index=True)
    verdicts = Json(default=list)
    opened_at = Instant()
    stored_at = Instant(null=True)
    called_back_at = Instant(null=True)
    looked_at = Instant(null=True)                         # when the store was last asked in vain
    removed_at = Instant(null=True)

    owner_id: str


# Nearly every file is ready and none removed: an index of either column would only lead SQLite astray.
File.add_index(File.index(File.opened_at, name="file_waiting", where=SQL("state = 'waiting' AND removed_at IS NULL")))


class Discarded(Record):
    """An object whose file was removed or refused, waiting to be deleted from the store."""
    key = CharField(primary_key=True)
    due_at = Instant(index=True)


class Step(StrEnum):
    """What is done with a stored file, in this order. `check` asks WeChat; its answer comes later (models.safety)."""
    SNIFF = "sniff"
    MEASURE = "measure"
    RENDER = "render"
    PRINT = "print"
    CHECK = "check"


class Examination(Record):
    """文件检查: one row a stored file, claimed by one worker at a time. `step` is the next one to do.

    Whoever holds `claim` may write down what a step found; a worker that was killed loses it when `claimed_until` is past.
    """
    file = ForeignKeyField(File, primary_key=True, on_delete="CASCADE")
    kind = CharField(constraints=[one_of("kind", KINDS)])  # the file's, so that films and photographs may have different workers
    step = CharField(default=Step.SNIFF, constraints=[one_of("step", Step)])
    measured = Json(default=dict)                          # models.ports.Measured
    attempts = IntegerField(default=0)                     # of this step
    due_at = Instant()
    claim = CharField(null=True)
    claimed_until = Instant(null=True)
    ticket = CharField(null=True)                          # of the store's own processing, while it is under way
    trouble = CharField(null=True)                         # why the last attempt failed
    given_up_at = Instant(null=True)
    done_at = Instant(null=True)

    file_id: str


Examination.add_index(Examination.index(Examination.kind, Examination.due_at, name="examination_due",
                                        where=Examination.done_at.is_null() & Examination.given_up_at.is_null()))
Examination.add_index(Examination.index(Examination.given_up_at, name="examination_given_up", where=Examination.given_up_at.is_null(False)))


class Rendition(Record):
    """A derived file (转码件), without the original's metadata. Its key follows from the original's, so that doing it again overwrites.

    For people: thumb and thumb_webp (480 px), display and display_webp (1280 px), poster (a film's cover), play (720p or mp3).
    For WeChat's content check only: frame_01 … frame_10, sound.
    """
    file = ForeignKeyField(File, backref="renditions", on_delete="CASCADE")
    purpose = CharField(max_length=16)
    key = CharField(unique=True)
    mime = CharField()
    size = BigIntegerField()                               # bytes
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    duration_ms = IntegerField(null=True)
    made_at = Instant()

    file_id: str

    class Meta:
        primary_key = CompositeKey("file", "purpose")


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
