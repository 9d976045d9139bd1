"""What the clock does: lets scheduled notices go when they are due and the hour is right, and ends those that are too late."""
from datetime import datetime

from models import clock
from models.db import writing
from models.notices.plans import queries, stepping
from models.notices.plans.law import NoticeState
from models.notices.plans.moments import Quiet
from models.notices.plans.tables import Notice
from models.rows import find_row


def start_due(quiet: Quiet, at: datetime | None = None) -> int:
    """Scheduled notices whose moment has come are being sent, those past their time are cancelled; how many took a step."""
    at, taken = at or clock.now(), 0
    scheduled = Notice.select(Notice.id).where(Notice.state == NoticeState.SCHEDULED, Notice.due_at.is_null() | (Notice.due_at <= at))
    for found in [row.id for row in scheduled.order_by(Notice.due_at, Notice.id)]:
        with writing():
            notice = find_row(Notice, found, hold=True)
            if notice is None or notice.state != NoticeState.SCHEDULED:
                continue
            if notice.expires_at is not None and notice.expires_at <= at:
                taken += stepping.by_clock(notice, "lapse", at, "expired")
            elif queries.goes_out_at(notice, quiet, at) <= at:
                taken += stepping.by_clock(notice, "start", at)
    return taken
