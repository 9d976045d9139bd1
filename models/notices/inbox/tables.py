from peewee import SQL, BigIntegerField, CharField, ForeignKeyField, TextField

from models.accounts.tables import Account
from models.db import Instant, Record


class Message(Record):
    """One 消息 in one person's inbox. A line of the journal gives a person at most one of each purpose.

    Of a notice that is for many it is the delivery by the first channel: `purpose` is the notice's id and `line` 0.
    """
    id = CharField(primary_key=True, max_length=20)      # msg_…
    account = ForeignKeyField(Account, on_delete="RESTRICT")
    purpose = CharField(max_length=40)
    title = CharField(max_length=100)
    words = TextField()
    about = CharField(null=True)                         # the one thing it is about, None for several
    page = CharField(null=True)                          # where the mini program shows it
    line = BigIntegerField()                             # of the journal; 0 for a notice
    at = Instant()                                       # when it was written here
    read_at = Instant(null=True)

    account_id: str

    class Meta:
        indexes = ((("account", "purpose", "line"), True), (("account", "at", "id"), False))


Message.add_index(Message.index(Message.account, where=Message.read_at.is_null(), name="message_unread"))
Message.add_index(Message.index(Message.purpose, Message.account, where=SQL("line = 0"), name="message_of_a_notice"))


class JournalCursor(Record):
    """How far a reader of the journal has come: every line up to `line` is done, of the next one everybody up to `within`.

    `ahead` and `horizon` are a mark on PostgreSQL, where lines may come to be seen out of order: lines up to `ahead`
    are all there once no transaction older than `horizon` is still open.
    """
    name = CharField(primary_key=True, max_length=20)
    line = BigIntegerField(default=0)
    within = CharField(default="")
    ahead = BigIntegerField(default=0)
    horizon = BigIntegerField(default=0)

    class Meta:
        table_name = "journal_cursor"
