"""The guards that models.law names. Each is asked about an Attempt and raises a Problem or is silent."""
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.accounts.actor import Actor
from models.campaign.plan import Plan
from models.entries import completeness, national, standing
from models.entries.standing import Reach
from models.entries.tables import Entry, Publication
from models.law import Step
from models.media import queries as files
from models.media.tables import FileState
from models.problems import ContentOpen, FilesNotReady, NoLongerSo, NothingAsked
from models.safety import queries as safety
from models.units import queries as units
from models.workflow import slots
from models.workflow.tables import LateCode


@dataclass(slots=True)
class Attempt:
    """Somebody tries a step of the law on an entry, now."""
    entry: Entry
    step: Step
    reach: Reach
    at: datetime
    made_under: Plan                 # forms, limits and consents: the version the entry was made under
    newest: Plan                     # windows and due dates: the newest published version
    facts: dict[str, Any] = field(default_factory=dict)
    late_code: LateCode | None = None                              # what opens it after closing; spent when the step is taken
    noted: dict[str, Any] = field(default_factory=dict)            # what the effect adds to the journal's line

    @property
    def actor(self) -> Actor:
        return self.reach.actor


def form_complete(attempt: Attempt) -> None:
    completeness.require_form(attempt.entry, attempt.made_under)


def consents_given(attempt: Attempt) -> None:
    completeness.require_consents(attempt.entry, attempt.made_under)


def files_ready(attempt: Attempt) -> None:
    """Every file has arrived and none is refused, and there are as many as the track asks for."""
    present = files.files_of(attempt.entry.id)
    waiting = sum(file.state == FileState.WAITING for file in present)
    refused = sum(file.state == FileState.REFUSED for file in present)
    if waiting or refused:
        words = [says for count, says in ((waiting, f"还有 {waiting} 个文件没有传完"), (refused, f"{refused} 个文件不合格")) if count]
        raise FilesNotReady(summary="，".join(words), waiting=waiting, refused=refused)
    completeness.require_files(attempt.entry, attempt.made_under, present)


def national_specification(attempt: Attempt) -> None:
    """Hints until here, conditions now: the newest version's."""
    national.require(attempt.entry, attempt.newest)


def within_limits(attempt: Attempt) -> None:
    """Asked for the buttons; the move itself takes a numbered slot, which is the rule."""
    slots.free(attempt.entry, attempt.made_under)


def supplement_asked(attempt: Attempt) -> None:
    if not standing.supplement_open(attempt.entry, attempt.at):
        raise NothingAsked()


def not_endorsed(attempt: Attempt) -> None:
    _require(attempt.entry.endorsed_at is None, "这件作品已经推荐给上级工会")


def other_track(attempt: Attempt) -> None:
    _require(attempt.facts.get("track") != attempt.entry.track, "这件作品已在这个子项目")


def other_unit(attempt: Attempt) -> None:
    """Without a unit named (the button asks) anything is another one; an entry may have none yet."""
    unit = attempt.facts.get("unit")
    _require(unit is None or units.find(unit).id != attempt.entry.reporting_unit_id, "报送单位没有变化")


def not_published(attempt: Attempt) -> None:
    """Nobody agrees twice."""
    _require(not _published(attempt), "这个子项目的结果已经公布")
    batch = Publication.get_or_none(Publication.campaign == attempt.entry.campaign_id, Publication.track == attempt.entry.track)
    _require(batch is None or attempt.actor.account_id not in batch.agreed, "您已同意公布，还要另外的人同意")


def published(attempt: Attempt) -> None:
    _require(_published(attempt), "结果公布以后才能展示")


def exhibited(attempt: Attempt) -> None:
    _require(attempt.entry.exhibited_at is not None, "这件作品没有在展示")


def not_exhibited(attempt: Attempt) -> None:
    _require(attempt.entry.exhibited_at is None, "这件作品已在展示")


def content_cleared(attempt: Attempt) -> None:
    """Nothing is shown to the public that was not looked at: by WeChat, or where it doubts or is away by a person."""
    stands = safety.standing_of(attempt.entry.id)
    words = ((stands.blocked, "{} 项人工核对未通过，请退回作者修改"), (stands.human, "{} 项待人工核对"),
             (stands.waiting, "{} 项还在检查，请稍后再试"))
    summary = "；".join(says.format(count) for count, says in words if count)
    if summary:
        raise ContentOpen(summary=summary, waiting=stands.waiting, human=stands.human, blocked=stands.blocked)


def _published(attempt: Attempt) -> bool:
    return attempt.reach.published_at(attempt.entry) is not None


def _require(so: bool, otherwise: str) -> None:
    if not so:
        raise NoLongerSo(why=otherwise)
