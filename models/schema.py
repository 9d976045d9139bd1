"""Every table, in the order they are made; and the way from one version of the schema to the next."""
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playhouse.migrations import Runner

from models.accounts.tables import Account, Grant, Invitation, RosterLine, RosterTry, Session
from models.campaign.tables import Campaign, PhaseEdge, PlanVersion
from models.complaints.tables import Complaint
from models.db import database, writing
from models.entries.tables import Entry, Publication, Revision
from models.events.tables import (
    Attendance,
    CheckIn,
    CheckInMove,
    ClockSample,
    Event,
    EventMove,
    EventRevision,
    EventSecret,
    PersonalCode,
    Unsettled,
)
from models.journal import Line
from models.media.tables import ComputerCode, Discarded, Examination, File, Rendition
from models.notices.audiences.tables import Audience
from models.notices.inbox.tables import JournalCursor, Message
from models.notices.ledger.tables import Asked, Credit, Delivery, Follower, Sender
from models.notices.plans.tables import Notice, NoticeMove, NoticeRevision
from models.originality.tables import Fingerprint, Likeness
from models.promoters.tables import Promoter, PromoterMove, PromoterRevision, Visit
from models.safety.tables import ContentCheck, HeardEarly
from models.targets.tables import Denominator, Publicity, PublicityRevision, Settlement, Statement, StatementRow, TargetCheck
from models.units.tables import Unit
from models.workflow.tables import LateCode, Move

TABLES = (Line, Campaign, PlanVersion, PhaseEdge, Unit, Account, Session, Grant, Invitation, RosterLine, RosterTry,
          File, Discarded, ComputerCode, Examination, Rendition, Entry, Revision, Publication, ContentCheck, HeardEarly, LateCode, Move,
          Fingerprint, Likeness, Event, EventRevision, EventMove, EventSecret, CheckIn, CheckInMove, Attendance, ClockSample,
          Unsettled, PersonalCode, Promoter, PromoterRevision, PromoterMove, Visit, Publicity,
          PublicityRevision, Denominator, Settlement, TargetCheck, Statement, StatementRow, Audience, Notice, NoticeRevision,
          NoticeMove, Delivery, Credit, Asked, Follower, Sender, Message, JournalCursor, Complaint)
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(target: str | None = None) -> list[str]:
    """Apply what has not been applied, in one transaction each; the names of what was. Raises MigrationError."""
    with _changing() as runner:
        return list(runner.up(target))


def migrate_down(target: str | None = None) -> list[str]:
    """Take back the last migration, or every one back through `target`. Raises MigrationError."""
    with _changing() as runner:
        return list(runner.down(target))


def pending() -> list[str]:
    """Migrations not yet applied; the service does not start while there are any."""
    with database.connection_context():
        return [one.name for one in Runner(database.obj, str(MIGRATIONS)).status() if one.path and not one.applied]


@contextmanager
def _changing() -> Iterator[Runner]:
    """Migrations hold the turn to write, like any verb."""
    with writing():
        yield Runner(database.obj, str(MIGRATIONS))
