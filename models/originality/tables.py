from peewee import BlobField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.db import Instant, Record, one_of
from models.media.tables import File

KINDS = ("picture", "frame")
HOW = ("bytes", "picture", "film")
ANSWERS = ("same", "different")
BANDS = ("band_0", "band_1")


class Fingerprint(Record):
    """One fingerprint of a file: of a photograph, of a part of one, or of a film's frame.

    The 64-bit mark stands as two bands of 20 bits and 24 fine ones (models.originality.marks). Either band has an index that
    holds the whole mark and the key, so that nothing but `detail`, 32 bytes, is ever fetched from the row itself.
    """
    file = ForeignKeyField(File, on_delete="CASCADE", index=False, backref="+")
    at_ms = IntegerField()                                 # into the film; 0 for a photograph
    part = IntegerField()                                  # models.ports.Print.window: 0 is the whole
    kind = CharField(max_length=7, constraints=[one_of("kind", KINDS)])
    band_0 = IntegerField()
    band_1 = IntegerField()
    fine = IntegerField()
    detail = BlobField()

    file_id: str

    class Meta:
        primary_key = CompositeKey("file", "at_ms", "part")
        indexes = tuple((("kind", *bands, "fine", "file", "at_ms", "part"), False) for bands in (BANDS, BANDS[::-1]))


class Likeness(Record):
    """疑似重复: two files of different entries that are, or look, the same; and what people say of it.

    `newer` reached us after `older`. `similarity` is in percent: of 256 bits for a picture, of the shorter film's frames
    for a film (`matched` of `frames`), 100 for equal bytes. The instants say where films begin to match.
    """
    id = CharField(primary_key=True, max_length=20)        # lik_…
    newer = ForeignKeyField(File, on_delete="CASCADE", index=False, backref="+")
    older = ForeignKeyField(File, on_delete="CASCADE", backref="+")
    how = CharField(max_length=7, constraints=[one_of("how", HOW)])
    similarity = IntegerField()
    matched = IntegerField(null=True)
    frames = IntegerField(null=True)
    newer_at_ms = IntegerField(default=0)
    older_at_ms = IntegerField(default=0)
    found_at = Instant()
    answer = CharField(null=True, max_length=9, constraints=[one_of("answer", ANSWERS)])
    comment = TextField(default="")
    answered_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
    answered_at = Instant(null=True)

    newer_id: str
    older_id: str
    answered_by_id: str | None

    class Meta:
        indexes = ((("newer", "older"), True), (("found_at", "id"), False))
        constraints = [Check("(answer IS NULL) = (answered_at IS NULL)"), Check("(answer IS NULL) = (answered_by_id IS NULL)"),
                       Check("newer_id <> older_id")]
