"""Units of the union tree: who reports, who hosts, who has members, and by what names people know them.

A unit is global and permanent. What a campaign asks of it (events to hold, tracks to host,
quotas, targets) belongs to the plan; a unit that turns out to be another one is merged, never deleted.
"""
from enum import StrEnum

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from models.db import Instant, Json, Record, one_of


class Kind(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    PREFECTURE = "prefecture"
    INDUSTRY = "industry"        # 省级产业工会
    DIRECT = "direct"            # 省总直属工会
    COUNTY = "county"
    COMPANY = "company"          # a company's union between its group and the grassroots
    GRASSROOTS = "grassroots"
    DEPARTMENT = "department"    # of the federation itself: hosts and reports, has no members


class Unit(Record):
    """One body. `merged_into` always points at the survivor itself, never at another merged unit."""
    id = CharField(primary_key=True, max_length=20)
    name = CharField(unique=True)                    # 全称
    short = CharField(default="")
    aliases = Json(default=list)
    kind = CharField(default=Kind.GRASSROOTS)
    parent = ForeignKeyField("self", null=True, backref="children")
    reports = BooleanField(default=False)            # 报送单位: preselects, ranks and reports
    position = IntegerField(default=0)               # the document's order: never by result
    liaison_a = CharField(default="")
    liaison_b = CharField(default="")
    office_phone = CharField(default="")
    workers = IntegerField(null=True)
    merged_into = ForeignKeyField("self", null=True, backref="absorbed")
    search = TextField(default="")                   # its own names, as `names.searchable` writes them
    lineage = TextField(default="")                  # the names above it and its own, from the root down
    created_at = Instant()
    closed_at = Instant(null=True)

    parent_id: str | None
    merged_into_id: str | None

    class Meta:
        constraints = [one_of("kind", Kind)]
