"""Promoters, their saved versions and steps, and the people whom all links together brought."""
from peewee import SQL, BlobField, BooleanField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.accounts.tables import Account
from models.campaign.tables import Campaign
from models.db import Instant, Json, Record, one_of
from models.promoters.law import ACTS, LIVE, PromoterRole, PromoterState
from models.units.tables import Unit

IS_LIVE = "state IN (" + ", ".join(f"'{state.value}'" for state in LIVE) + ")"


class Promoter(Record):
    """One person as a promoter of one campaign, by account or, when nominated, by name and phone.

    `phone_print` also stands beside an account whose phone WeChat verified, so that one person cannot be there twice.
    """
    id = CharField(primary_key=True, max_length=20)      # prm_…
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    account = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    nominated_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
    name_sealed = BlobField(null=True)                   # as nominated; who has an account is called as the account says
    name_print = CharField(null=True)
    phone_sealed = BlobField(null=True)
    phone_print = CharField(null=True)
    paper = BooleanField(default=False)                  # the unit keeps the consent signed on paper
    consent = Json(null=True)                            # {"id", "version", "at"}, given by the person
    statement = TextField(default="")
    state = CharField(constraints=[one_of("state", PromoterState)])
    slug = CharField(unique=True, max_length=10)         # the end of the personal link
    revision = IntegerField(default=1)
    saved_at = Instant()
    confirmed_at = Instant(null=True)                    # stays when the promoter leaves later
    left_at = Instant(null=True)
    received_at = Instant()

    campaign_id: str
    unit_id: str
    reporting_unit_id: str | None
    account_id: str | None
    nominated_by_id: str | None

    class Meta:
        indexes = ((("campaign", "state", "received_at"), False), (("unit", "received_at"), False),
                   (("reporting_unit", "state", "received_at"), False), (("received_at", "id"), False))
        constraints = [Check("state <> 'confirmed' OR confirmed_at IS NOT NULL"), Check("(state = 'left') = (left_at IS NOT NULL)"),
                       Check("state NOT IN ('enrolled', 'confirmed') OR consent IS NOT NULL OR paper")]


Promoter.add_index(Promoter.index(Promoter.campaign, Promoter.account, unique=True, name="promoter_live_account",
                                  where=SQL(f"account_id IS NOT NULL AND {IS_LIVE}")))
Promoter.add_index(Promoter.index(Promoter.campaign, Promoter.phone_print, unique=True, name="promoter_live_phone",
                                  where=SQL(f"phone_print IS NOT NULL AND {IS_LIVE}")))


class PromoterRevision(Record):
    """One saved version. `digest` recognises a save that is sent again; keyed, since a phone may be in it."""
    promoter = ForeignKeyField(Promoter, backref="revisions", on_delete="CASCADE")
    number = IntegerField()
    digest = CharField()
    document = Json()                                    # what was saved, without name and phone
    saved_by = CharField()
    at = Instant()

    class Meta:
        table_name = "promoter_revision"
        primary_key = CompositeKey("promoter", "number")


class PromoterMove(Record):
    """One step a promoter took; the client minted the id."""
    id = CharField(primary_key=True, max_length=20)
    promoter = ForeignKeyField(Promoter, backref="moves", on_delete="RESTRICT")
    number = IntegerField()
    act = CharField(constraints=[one_of("act", ACTS)])
    source = CharField(constraints=[one_of("source", PromoterState)])
    target = CharField(constraints=[one_of("target", PromoterState)])
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    as_role = CharField(constraints=[one_of("as_role", PromoterRole)])
    comment = TextField(default="")
    asked = Json(default=dict)
    at = Instant()

    promoter_id: str
    actor_id: str

    class Meta:
        table_name = "promoter_move"
        indexes = ((("promoter", "number"), True),)


class Visit(Record):
    """One person or browser that came by some promoter's link, once a campaign. By whose link is not kept, nor how often."""
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    visitor = CharField(max_length=43)                   # keyed hash of an account or of a browser's random mark
    first_at = Instant()

    campaign_id: str

    class Meta:
        primary_key = CompositeKey("campaign", "visitor")
