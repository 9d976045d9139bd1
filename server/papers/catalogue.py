"""Which papers a plan has, each made when it is first asked for and kept as long as it says the same."""
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from models.campaign import queries
from models.campaign.plan import Plan
from models.problems import NotFound
from server.papers import forms, texts
from server.papers.sheet import Sheet

Kind = Literal["notice", "consent", "form"]
NOTICE, SIGN_IN, GUARDIAN = "notice", "sign-in", "guardian"
KEPT = 256


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one version of a plan. A sub-project's label may change with the day, and its paper with it."""
    id: str
    label: str
    kind: Kind


def papers(plan: Plan, at: datetime) -> list[Paper]:
    """Every paper of a plan at an instant: the notice, the forms, the consents."""
    return [Paper(NOTICE, "活动通知要点", "notice"), *_forms(plan, at),
            *(Paper(f"consent-{one.id.lower()}", one.label, "consent") for one in plan.consents)]


def _forms(plan: Plan, at: datetime) -> Iterator[Paper]:
    for track in plan.tracks:
        yield Paper(f"form-{track.id.lower().replace('_', '-')}", forms.label_of(track, track.label_at(at)), "form")
    yield Paper(SIGN_IN, "线下活动签到表", "form")
    if any(one.when == "minors" for one in plan.consents):
        yield Paper(GUARDIAN, "未成年人监护人同意书", "form")


def find(plan: Plan, paper_id: str, at: datetime) -> Paper:
    """Raises NotFound."""
    found = next((paper for paper in papers(plan, at) if paper.id == paper_id), None)
    if found is None:
        raise NotFound(what="这份文件")
    return found


@lru_cache(maxsize=KEPT)
def printed(version_id: str, paper: Paper) -> bytes:
    """The .docx."""
    plan = queries.plan_of(version_id)
    sheet = Sheet(plan.name, paper.label, plan.starts)
    _write(sheet, plan, paper)
    sheet.small_print(f"{plan.notice.number}　方案第 {queries.number_of(version_id)} 版")
    return sheet.packed()


def _write(sheet: Sheet, plan: Plan, paper: Paper) -> None:
    if paper.kind == "notice":
        texts.notice(sheet, plan)
    elif paper.kind == "consent":
        texts.consent(sheet, next(one for one in plan.consents if f"consent-{one.id.lower()}" == paper.id))
    elif paper.id == SIGN_IN:
        texts.sign_in(sheet, plan)
    elif paper.id == GUARDIAN:
        texts.guardian(sheet, next(one for one in plan.consents if one.when == "minors"))
    else:
        forms.write(sheet, plan, next(track for track in plan.tracks if f"form-{track.id.lower().replace('_', '-')}" == paper.id))
