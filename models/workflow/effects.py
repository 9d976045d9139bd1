"""What each act changes besides the state. One function an act; an act without one changes the state only."""
from collections.abc import Callable
from datetime import datetime, timedelta

from models import clock
from models.accounts import membership
from models.accounts.tables import Account
from models.db import locked
from models.entries import authorship
from models.entries.standing import is_own
from models.entries.tables import Publication
from models.law import LIVE, State
from models.problems import DueWrong, Incomplete, NoLongerSo, NotFound
from models.rows import update_row
from models.safety import actions as safety
from models.units import queries as units
from models.workflow import slots
from models.workflow.guards import Attempt

LONGEST_SUPPLEMENT = timedelta(days=14)
AGREEING = 3                       # the proposer and two people besides


def apply(tried: Attempt) -> None:
    """Change the entry as its step says, and save it. Raises what the act's own effect raises."""
    effect = EFFECTS.get(tried.step.act)
    if effect:
        effect(tried)
    _enter(tried)


def _enter(tried: Attempt) -> None:
    """Take the step's target state; slots are held exactly while the state is live (a CHECK says so too).

    What leaves the campaign is shown to nobody any more and mended by nobody.
    """
    entry = tried.entry
    entry.state = tried.step.target or State(entry.state)
    if entry.state not in LIVE:
        slots.release(entry)
        entry.editable_until = entry.exhibited_at = None
        update_row(entry)
    elif entry.campaign_slot is None:
        slots.take(entry, tried.made_under)
    else:
        update_row(entry)


def _submit(tried: Attempt) -> None:
    """The unit is frozen at the first submission: as the author belongs that day, though the draft may be older.

    What is written is given to WeChat to check while its author is here.
    """
    entry = tried.entry
    if entry.state == State.DRAFT and is_own(entry, tried.actor):
        authorship.stamp_unit(entry, entry.unit_typed, tried.actor)
    entry.editable_until = None
    entry.submitted_at = entry.submitted_at or tried.at
    safety.ask_texts(entry, actor=tried.actor, at=tried.at)


def _return(tried: Attempt) -> None:
    """Until when the author may mend: as asked, else the plan's days, never past the plan's last day. Raises DueWrong."""
    latest = _latest_return(tried)
    due = tried.facts.get("due_at") or min(tried.at + timedelta(days=tried.newest.returns.days), latest)
    if not tried.at < due <= latest:
        raise DueWrong(latest=clock.to_shanghai(latest), fields=[{"field": "due_at", "says": "要晚于现在，且不晚于最后期限"}])
    tried.entry.editable_until = due


def _latest_return(tried: Attempt) -> datetime:
    """A late return still leaves the author a day: staff acts are late, never locked."""
    if tried.step.target is not State.RETURNED:
        return tried.at + LONGEST_SUPPLEMENT
    return max(tried.newest.returns.latest, tried.at + timedelta(days=1))


def _preselect(tried: Attempt) -> None:
    """Preselecting confirms the author's membership of the entry's unit, so that no work stays uncounted for a missing tick."""
    entry = tried.entry
    entry.preselected_at = tried.at
    author = Account.get_or_none(Account.id == entry.author_id) if entry.author_id and entry.unit_id else None
    if author and author.unit_id in units.same_body(str(entry.unit_id)):
        membership.confirm_membership(author.id, actor=tried.actor, at=tried.at)


def _endorse(tried: Attempt) -> None:
    tried.entry.endorsed_at = tried.at


def _exhibit(tried: Attempt) -> None:
    tried.entry.exhibited_at = tried.at


def _unexhibit(tried: Attempt) -> None:
    tried.entry.exhibited_at = None


def _publish(tried: Attempt) -> None:
    """Propose or agree to publishing the track's results; the third person makes it so, for the whole batch."""
    batch = _batch(tried)
    batch.agreed = [*batch.agreed, tried.actor.account_id]
    batch.published_at = tried.at if len(batch.agreed) >= AGREEING else None
    (Publication.update(agreed=batch.agreed, published_at=batch.published_at)
     .where(Publication.campaign == batch.campaign_id, Publication.track == batch.track).execute())
    tried.noted = {"track": batch.track, "agreed": len(batch.agreed), "published": batch.published_at is not None}


def _batch(tried: Attempt) -> Publication:
    """The track's results, held until the verb ends. Raises NoLongerSo when somebody published them meanwhile."""
    entry = tried.entry
    Publication.insert(campaign=entry.campaign_id, track=entry.track, agreed=[], proposed_at=tried.at).on_conflict_ignore().execute()
    batch: Publication = locked(Publication.select().where(
        Publication.campaign == entry.campaign_id, Publication.track == entry.track)).get()
    if batch.published_at or tried.actor.account_id in batch.agreed:
        raise NoLongerSo(why="这个子项目的结果已经公布，或您已同意公布")
    return batch


def _move_track(tried: Attempt) -> None:
    """Into another track of the same campaign, with what was written; the author's slots are taken anew.

    A track of one type needs none named. Raises NotFound (track), Incomplete (type).
    """
    entry, track, asked = tried.entry, tried.made_under.track(tried.facts["track"]), tried.facts.get("type")
    kinds = [kind.id for kind in track.types]
    if asked is not None and asked not in kinds:
        raise Incomplete(summary="类别不在这个子项目里", fields=[{"field": "type", "says": "不在可选范围内"}])
    entry.track, entry.type = track.id, asked or (kinds[0] if len(kinds) == 1 else None)
    entry.campaign_slot = entry.track_slot = None


def _change_reporting_unit(tried: Attempt) -> None:
    unit = units.find(tried.facts["unit"])
    if not unit.reports:
        raise NotFound(what="这个报送单位")
    tried.entry.reporting_unit = unit


EFFECTS: dict[str, Callable[[Attempt], None]] = {
    "submit": _submit, "return": _return, "preselect": _preselect, "endorse": _endorse, "exhibit": _exhibit,
    "unexhibit": _unexhibit, "publish": _publish, "move_track": _move_track, "change_reporting_unit": _change_reporting_unit,
}
