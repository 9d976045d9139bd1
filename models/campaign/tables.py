"""What is kept of a campaign: its versions, forever, and the instants of its calendar that are still to be announced."""
from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from models.db import Instant, Json, Record, one_of


class Campaign(Record):
    """One yearly call. `starts`, `ends` and `name` are the newest published version's, kept here for `current`."""
    id = CharField(primary_key=True, max_length=40)
    name = CharField()
    starts = Instant()
    ends = Instant()
    newest = CharField(max_length=20, null=True)     # the newest published PlanVersion; None: nothing is published


class PlanVersion(Record):
    """One state of the document. Only `published_at` is ever written after the row was made, and only once."""
    id = CharField(primary_key=True, max_length=20)  # pln_…
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    campaign_id: str
    number = IntegerField()
    text = TextField()                               # byte for byte what was imported
    sha256 = CharField(max_length=64)
    document = Json()                                # the same, parsed
    imported_at = Instant()
    imported_by = CharField(null=True)               # None: the command line
    note = CharField(default="")
    published_at = Instant(null=True)

    class Meta:
        indexes = ((("campaign", "number"), True),)


class PhaseEdge(Record):
    """An opening, due date or closing of the newest plan. `written_at`: its journal line stands; `lapsed`: too late to tell anybody."""
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    campaign_id: str
    phase = CharField(max_length=40)
    edge = CharField(max_length=8)
    instant = Instant(index=True)
    written_at = Instant(null=True)
    lapsed = BooleanField(default=False)

    class Meta:
        indexes = ((("campaign", "phase", "edge", "instant"), True),)
        constraints = [one_of("edge", ("opened", "due", "closed"))]
