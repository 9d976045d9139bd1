"""The publicity ledger, what percentages are taken of, answers to the plan's questions, nightly checks, and statements."""
from peewee import AutoField, BooleanField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.campaign.tables import Campaign
from models.db import Instant, Json, Record, one_of
from models.units.tables import Unit

CHANNELS = {"portal": "门户网站", "wechat_account": "微信公众号", "video_account": "视频号", "weibo": "微博", "douyin": "抖音",
            "newspaper": "报纸", "tv": "广播电视", "screen": "户外屏幕", "other": "其他"}
SIDES = ("verified", "claimed")               # 已核实, 单位填报（附佐证）
ANSWERS = {"rename": "更名", "merge": "合并", "leave": "保留"}
PROVINCE = "province"


class Publicity(Record):
    """One line of the publicity ledger (宣传台账): what a unit published elsewhere, and how often it was read."""
    id = CharField(primary_key=True, max_length=20)
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    created_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
    channel = CharField(max_length=20, constraints=[one_of("channel", CHANNELS)])
    title = CharField()
    link = CharField(default="", max_length=1000)
    reads = IntegerField(constraints=[Check("reads >= 0")])
    day = CharField(max_length=10)                       # in Shanghai
    began_at = Instant()                                 # that day's first instant
    note = TextField(default="")
    revision = IntegerField(default=1)
    saved_at = Instant()
    received_at = Instant()
    withdrawn_at = Instant(null=True)

    campaign_id: str
    unit_id: str
    reporting_unit_id: str | None
    created_by_id: str

    class Meta:
        indexes = ((("campaign", "received_at", "id"), False), (("unit", "received_at"), False),
                   (("reporting_unit", "received_at"), False))


class PublicityRevision(Record):
    """What one saved revision was, by digest: recognises a save that is sent again."""
    publicity = ForeignKeyField(Publicity, backref="revisions", on_delete="CASCADE")
    number = IntegerField()
    digest = CharField(max_length=64)
    reads = IntegerField()
    saved_by = CharField()
    at = Instant()

    class Meta:
        table_name = "publicity_revision"
        primary_key = CompositeKey("publicity", "number")


class Denominator(Record):
    """How many worker netizens coverage is a percentage of: of the province, or of a unit that gives a number."""
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    over = CharField(max_length=20)                      # "province" or a unit's id
    people = IntegerField(constraints=[Check("people > 0")])
    taken_from = CharField(max_length=200)
    set_by = CharField()
    at = Instant()

    class Meta:
        primary_key = CompositeKey("campaign", "over")


class Settlement(Record):
    """How the organiser answered a question that the notice leaves open. `details`: units by id, a new name."""
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    question = CharField(max_length=64)
    answer = CharField(constraints=[one_of("answer", ANSWERS)])
    details = Json(default=dict)
    settled_by = CharField()
    at = Instant()

    campaign_id: str

    class Meta:
        primary_key = CompositeKey("campaign", "question")


class TargetCheck(Record):
    """One night's recount: every number worked out in two ways. `numbers`: {figure: {side: {total, units, shared, recount}}}."""
    id = AutoField()
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    night = CharField(max_length=10)                     # the Shanghai day it was done on
    differs = BooleanField()
    numbers = Json()
    at = Instant()

    campaign_id: str

    class Meta:
        table_name = "target_check"
        indexes = ((("campaign", "night"), True),)


class Statement(Record):
    """统计表“截至某日”: numbers as they were then. Written once; nothing updates or deletes a row."""
    id = CharField(primary_key=True, max_length=20)
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")          # None: the province
    until = CharField(max_length=10)                                       # the last Shanghai day that counts
    columns = Json()                                                       # {figure: side}: which column is printed
    note = TextField(default="")
    numbers = Json()                                                       # as models.targets.statements.Numbers has them
    made_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
    as_role = CharField(max_length=20, constraints=[one_of("as_role", ("organiser", "coordinator"))])
    received_at = Instant()

    campaign_id: str
    unit_id: str | None
    made_by_id: str

    class Meta:
        indexes = ((("campaign", "received_at", "id"), False), (("unit", "received_at"), False))


class StatementRow(Record):
    """What stands behind a statement's numbers: one row for each thing counted and each unit it counts for. Ids only.

    They point at nothing the database would follow: what is later undone or deleted stays written here.
    """
    statement = ForeignKeyField(Statement, backref="rows", on_delete="RESTRICT")
    number = IntegerField()
    figure = CharField(max_length=20)
    side = CharField(constraints=[one_of("side", SIDES)])
    unit_id = CharField(null=True, max_length=20)
    row_id = CharField(max_length=40)
    counts = IntegerField()

    class Meta:
        table_name = "statement_row"
        primary_key = CompositeKey("statement", "number")
        indexes = ((("statement", "figure", "side", "number"), False),)
