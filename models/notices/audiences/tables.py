from peewee import CharField, ForeignKeyField, IntegerField

from models.accounts.tables import Account
from models.campaign.tables import Campaign
from models.db import Instant, Json, Record


class Audience(Record):
    """A saved description of people. A notice copies its terms, so that changing it changes no notice that exists."""
    id = CharField(primary_key=True, max_length=20)      # aud_…
    campaign = ForeignKeyField(Campaign, on_delete="RESTRICT")
    name = CharField(max_length=60)
    terms = Json()
    revision = IntegerField()
    created_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
    saved_at = Instant()
    received_at = Instant()

    campaign_id: str
    created_by_id: str

    class Meta:
        indexes = ((("campaign", "received_at", "id"), False),)
