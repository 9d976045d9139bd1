"""Steps of a notice that somebody else's transaction takes: the clock's, and the row and the journal of every other."""
from datetime import datetime

from models import ids, journal
from models.accounts.actor import Actor
from models.db import is_writing
from models.notices.plans.law import NoticeState, NoticeStep, step_for
from models.notices.plans.tables import Notice, NoticeMove
from models.rows import insert_row, update_row

PAST = {"submit": "awaiting_approval", "send": "scheduled", "approve": "approved", "pause": "paused", "resume": "resumed",
        "cancel": "cancelled", "start": "started", "stop": "stopped", "go_on": "went_on", "finish": "finished", "lapse": "lapsed"}


def by_clock(notice: Notice, act: str, at: datetime, why: str | None = None) -> bool:
    """Take a step nobody asked for; whether the law has it from here. Inside `writing()`, with the row held."""
    step = step_for(act, notice.state)
    if step is None or not step.by_clock:
        return False
    take(notice, step, move_id=ids.mint("mov"), actor=None, at=at, why=why)
    return True


def take(notice: Notice, step: NoticeStep, *, move_id: str, actor: Actor | None, at: datetime, comment: str = "",
         why: str | None = None) -> NoticeMove:
    """Write a step down. Inside `writing()`, with the row held; `why` stays with a paused or cancelled notice."""
    if not is_writing():
        raise RuntimeError("a step belongs into a verb's writing()")
    source, actor_id = notice.state, actor.account_id if actor else None
    notice.state, notice.why = step.target, why if step.target in (NoticeState.PAUSED, NoticeState.CANCELLED) else None
    update_row(notice)
    moved = NoticeMove(id=move_id, notice=notice.id, act=step.act, source=source, target=step.target, actor=actor_id,
                       comment=comment, at=at)
    insert_row(NoticeMove, **moved.__data__)
    journal.write(f"notice.{PAST[step.act]}", notice.id, actor_id=actor_id, at=at, step=move_id, campaign=notice.campaign_id,
                  **({"why": why} if why else {}))
    return moved
