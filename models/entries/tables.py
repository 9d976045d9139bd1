from peewee import BlobField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.campaign.tables import Campaign, PlanVersion
from models.db import Instant, Json, Record, one_of
from models.law import LIVE, State
from models.units.tables import Unit

_LIVE = ", ".join(f"'{state.value}'" for state in LIVE)


class Entry(Record):
    """A work entered into a campaign. `state` repeats the last move's target.

    Limits are constraints: a live entry holds one of its author's numbered slots in the campaign and one
    in the track, and no two live entries of one author hold the same. `author_key` is the author's account id,
    or a keyed hash of name and unit while an entry made on somebody's behalf (代报) waits to be claimed.
    Fields that are personal data stand sealed in `private`, never in `fields`.
    """
    id = CharField(primary_key=True)
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    plan_version = ForeignKeyField(PlanVersion, on_delete="RESTRICT")
    track = CharField()
    type = CharField(null=True)
    title = CharField(default="")
    fields = Json(default=dict)
    private = BlobField(null=True)
    authors = Json(default=list)                     # [{name, role, unit?}]: credited, publication data
    consents = Json(default=list)                    # [{id, version, at}]
    search = TextField(default="")
    author = ForeignKeyField(Account, null=True, backref="entries", on_delete="RESTRICT")
    author_key = CharField()
    author_name = BlobField(null=True)               # 代报: sealed, until claimed
    author_phone_print = CharField(null=True, index=True)
    entered_by = ForeignKeyField(Account, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    unit_typed = CharField(null=True)
    reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    state = CharField(default=State.DRAFT, constraints=[one_of("state", State)])
    revision = IntegerField(default=1)
    campaign_slot = IntegerField(null=True)
    track_slot = IntegerField(null=True)
    editable_until = Instant(null=True)              # a return's due time; while a supplement is asked, set beside JURY states
    endorsed_at = Instant(null=True)
    exhibited_at = Instant(null=True)
    saved_at = Instant()
    submitted_at = Instant(null=True)
    preselected_at = Instant(null=True)              # since then its host may see it
    received_at = Instant()

    campaign_id: str
    plan_version_id: str
    author_id: str | None
    entered_by_id: str
    unit_id: str | None
    reporting_unit_id: str | None

    class Meta:
        indexes = (
            (("campaign", "author_key", "campaign_slot"), True),
            (("campaign", "author_key", "track", "track_slot"), True),
            (("campaign", "track", "state", "received_at"), False),
            (("reporting_unit", "state", "received_at"), False),
            (("campaign", "unit", "reporting_unit"), False),
            (("author", "received_at"), False),
            (("entered_by", "received_at"), False),
            (("received_at", "id"), False),
        )
        constraints = [Check(f"(state IN ({_LIVE})) = (campaign_slot IS NOT NULL)"),
                       Check("(campaign_slot IS NULL) = (track_slot IS NULL)")]


Entry.add_index(Entry.index(Entry.campaign, Entry.exhibited_at, Entry.id, where=Entry.exhibited_at.is_null(False),
                            name="entry_exhibited"))


class Revision(Record):
    """One saved version of an entry, never changed. `digest` recognises a save that is sent again."""
    entry = ForeignKeyField(Entry, backref="revisions", on_delete="CASCADE")
    number = IntegerField()
    digest = CharField()
    document = Json()                                # what was saved, without personal fields
    saved_by = CharField()
    at = Instant()

    class Meta:
        primary_key = CompositeKey("entry", "number")


class Publication(Record):
    """The results of one track, from first proposal to published: two people agree besides the proposer."""
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    track = CharField()
    agreed = Json(default=list)                      # account ids, the proposer first
    proposed_at = Instant()
    published_at = Instant(null=True)

    campaign_id: str

    class Meta:
        primary_key = CompositeKey("campaign", "track")
