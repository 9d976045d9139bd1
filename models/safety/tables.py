from enum import StrEnum

from peewee import SQL, CharField, Check, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.db import Instant, Record, one_of
from models.entries.tables import Entry


class CheckState(StrEnum):
    DUE = "due"                  # WeChat is to be asked
    ASKED = "asked"              # WeChat was asked about a file and answers later, by its trace id
    PASSED = "passed"            # WeChat found nothing
    HUMAN = "human"              # a person must look: WeChat doubts, refused to look, or did not answer
    CLEARED = "cleared"          # a person said fine
    BLOCKED = "blocked"          # a person said no


KINDS = ("text", "picture", "sound")
SUGGESTS = ("pass", "review", "risky")
DECIDED = (CheckState.CLEARED, CheckState.BLOCKED)
OPEN = (CheckState.DUE, CheckState.ASKED, CheckState.HUMAN)


class ContentCheck(Record):
    """One thing that WeChat is asked about: a piece of an entry's text, a picture, a sound. No text is kept here.

    `digest` is a text's sha256 or a rendition's key, so that a changed text is another check and the same one is not.
    A text that was replaced by another is `superseded_at`; it counts again when the author comes back to it.
    """
    id = CharField(primary_key=True, max_length=20)                  # cks_…
    about = CharField(max_length=20)                                 # ent_… or fil_…
    entry = ForeignKeyField(Entry, null=True, on_delete="CASCADE")   # the entry it belongs to; a discarded draft takes its checks along
    account = ForeignKeyField(Account, on_delete="RESTRICT")         # who submitted or uploaded: WeChat asks whose content it is
    part = CharField(max_length=30)                                  # text/1, picture/display, picture/frame_01, sound/play
    kind = CharField(max_length=10, constraints=[one_of("kind", KINDS)])
    digest = CharField(max_length=100)
    state = CharField(max_length=10, default=CheckState.DUE, constraints=[one_of("state", CheckState)])
    opened_at = Instant()                                            # since when it waits: two hours at most
    due_at = Instant()
    claimed_until = Instant(null=True)                               # some process is asking at this moment
    attempts = IntegerField(default=0)                               # how often WeChat took the question
    failures = IntegerField(default=0)                               # how often in a row it could not be reached
    trace_id = CharField(max_length=100, null=True, unique=True)
    asked_at = Instant(null=True)
    suggest = CharField(max_length=10, null=True, constraints=[one_of("suggest", SUGGESTS)])
    label = IntegerField(null=True)                                  # WeChat's number for the kind of trouble, 100 for none
    answered_at = Instant(null=True)
    why = CharField(max_length=20, null=True)                        # review, risky, timeout, away, no_openid, or WeChat's errcode
    superseded_at = Instant(null=True)
    decided_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
    decided_at = Instant(null=True)
    comment = TextField(default="")

    entry_id: str | None
    account_id: str
    decided_by_id: str | None

    class Meta:
        table_name = "content_check"
        indexes = ((("about", "part", "digest"), True),)
        constraints = [Check("(state IN ('cleared', 'blocked')) = (decided_at IS NOT NULL)"),
                       Check("(suggest IS NULL) = (answered_at IS NULL)"),
                       Check("state <> 'asked' OR (trace_id IS NOT NULL AND asked_at IS NOT NULL)")]


ContentCheck.add_index(ContentCheck.index(ContentCheck.due_at, name="content_check_due", where=SQL("state = 'due'")))
ContentCheck.add_index(ContentCheck.index(ContentCheck.asked_at, name="content_check_asked", where=SQL("state = 'asked'")))
ContentCheck.add_index(ContentCheck.index(ContentCheck.opened_at, ContentCheck.id, name="content_check_human",
                                          where=SQL("state = 'human'")))


class HeardEarly(Record):
    """An answer of WeChat's whose question we have not written down yet, or never will. Kept two days."""
    trace_id = CharField(primary_key=True, max_length=100)
    suggest = CharField(max_length=10)
    label = IntegerField(null=True)
    errcode = IntegerField()
    heard_at = Instant(index=True)

    class Meta:
        table_name = "heard_early"
