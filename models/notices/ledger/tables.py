from enum import StrEnum

from peewee import SQL, BigAutoField, BigIntegerField, BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField

from models.accounts.tables import Account
from models.db import Instant, Json, Record, one_of
from models.notices.plans.tables import Notice


class Channel(StrEnum):
    """The pushed channels; the inbox's delivery is its Message."""
    OFFICIAL = "official"            # 服务号模板消息, to followers who asked for it
    MINI = "mini"                    # 小程序订阅消息, for a credit


class DeliveryState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"              # on its way, or was when its sender died
    SENT = "sent"                    # WeChat took it
    DELIVERED = "delivered"          # WeChat says that it arrived
    REFUSED = "refused"              # by the person: 43101, 43004
    NO_CREDIT = "no_credit"          # the person has granted none, or it was used up before this one's turn
    FAILED = "failed"                # surely not sent, for another reason: `why`
    UNKNOWN = "unknown"              # nobody can say; never sent again by machine


D = DeliveryState
LIVE = (D.PLANNED, D.SENDING, D.SENT, D.DELIVERED, D.UNKNOWN)      # those that keep the other channel from being tried


class Delivery(Record):
    """One push to one person by one channel. `line`: which line of the journal, for a notice that stands for a kind of line; else 0."""
    id = BigAutoField()
    notice = ForeignKeyField(Notice, on_delete="RESTRICT", index=False)
    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    line = BigIntegerField(default=0)
    channel = CharField(max_length=8)
    state = CharField(max_length=10)
    why = CharField(max_length=24, null=True)            # an errcode, or a word: "day", "expired", "cancelled", "gone" …
    values = Json(null=True)                             # keyword values that differ for this person, None: the notice's
    page = CharField(max_length=200, null=True)          # the same of the page
    due_at = Instant()                                   # not before; moved on when WeChat was busy (-1, 43108)
    tries = IntegerField(default=0)                      # how often it was busy
    day = CharField(max_length=10, null=True)            # the Shanghai day it is this person's one message of
    sender = CharField(max_length=20, null=True)         # the Sender that claimed it
    msgid = CharField(max_length=32, null=True)          # WeChat's
    sent_at = Instant(null=True)                         # when the attempt began
    opened_at = Instant(null=True)                       # tapped through

    notice_id: str
    account_id: str

    class Meta:
        constraints = [one_of("state", DeliveryState), one_of("channel", Channel)]
        indexes = ((("notice", "account", "line", "channel"), True),)


def _among(states: tuple[str, ...]) -> str:
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


Delivery.add_index(Delivery.index(Delivery.notice, Delivery.account, Delivery.line, unique=True, where=SQL(_among(LIVE)),
                                  name="delivery_one_push"))
Delivery.add_index(Delivery.index(Delivery.notice, Delivery.due_at, Delivery.id, where=SQL(_among((D.PLANNED,))),
                                  name="delivery_waiting"))
Delivery.add_index(Delivery.index(Delivery.account, Delivery.sender, where=SQL(f"{_among((D.PLANNED, D.SENDING))} AND sender IS NOT NULL"),
                                  name="delivery_claimed"))
Delivery.add_index(Delivery.index(Delivery.account, Delivery.day, where=SQL("day IS NOT NULL"), name="delivery_of_a_day"))
Delivery.add_index(Delivery.index(Delivery.msgid, where=SQL("msgid IS NOT NULL"), name="delivery_msgid"))


class Credit(Record):
    """可提醒次数: one permission of one person to send one message by one template of the mini program.

    The phone's report and WeChat's event of one tap are one credit: whichever comes second sets `paired_at`. `spent_by` is the
    Delivery that took it; `ended_at`: WeChat said later that there was none (43101), or the person turned the template off.
    """
    id = BigAutoField()
    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    template = CharField(max_length=64)                  # WeChat's id
    granted_at = Instant()
    told_by = CharField(max_length=8)                    # "report" (the phone) or "event" (WeChat): who came first
    nonce = CharField(max_length=40, null=True)          # of the phone's report
    paired_at = Instant(null=True)
    spent_by = BigIntegerField(null=True, index=True)
    ended_at = Instant(null=True)

    account_id: str

    class Meta:
        constraints = [one_of("told_by", ("report", "event"))]
        indexes = ((("account", "template", "nonce"), True),)


Credit.add_index(Credit.index(Credit.account, Credit.template, Credit.id, where=SQL("spent_by IS NULL AND ended_at IS NULL"),
                              name="credit_at_hand"))


class Asked(Record):
    """A person asked to be told by the official account of one kind of notice (T1 …). Without it none is sent there."""
    account = ForeignKeyField(Account, on_delete="RESTRICT")
    template = CharField(max_length=4)
    asked_at = Instant()
    withdrawn_at = Instant(null=True)

    class Meta:
        primary_key = CompositeKey("account", "template")


class Follower(Record):
    """A follower of the official account, past or present, known to us by the unionid of the same person's mini program."""
    openid = CharField(primary_key=True, max_length=64)
    unionid = CharField(max_length=64, null=True, index=True)
    follows = BooleanField()
    refuses = BooleanField(default=False)                # WeChat said so of a template message (43101)
    at = Instant()                                       # WeChat's time of the last event believed


class Sender(Record):
    """A process that sends. One that is silent for too long is taken for dead: what it was sending is unknown."""
    id = CharField(primary_key=True, max_length=20)      # snd_…
    began_at = Instant()
    beat_at = Instant()
    ended_at = Instant(null=True)
