"""What may be saved at all: shapes, lengths, known consents. A draft may be incomplete, never malformed."""
from datetime import datetime
from typing import Any

from models import clock
from models.campaign import forms
from models.campaign.plan import Plan
from models.entries.draft import Draft
from models.problems import ConsentOutdated, FieldsFaulty


def require_saveable(draft: Draft, plan: Plan) -> None:
    """Raises NotFound for an unknown track, FieldsFaulty with every fault, ConsentOutdated."""
    faults = forms.draft_faults(plan, draft.track, type_id=draft.type, title=draft.title, fields=draft.fields, authors=draft.authors)
    if faults:
        raise FieldsFaulty(summary="；".join(f"{fault['label']}{fault['says']}" for fault in faults[:3]), fields=faults)
    _require_known_consents(draft, plan)


def _require_known_consents(draft: Draft, plan: Plan) -> None:
    known = {consent.id: consent for consent in plan.consents}
    wrong = [one["id"] for one in draft.consents if one["id"] not in known or known[one["id"]].version != one["version"]]
    if wrong:
        labels = [known[each].label if each in known else each for each in wrong]
        raise ConsentOutdated(summary="、".join(labels), fields=[{"field": f"consents.{each}", "says": "版本不对"} for each in wrong])


def dated_consents(given: list[dict[str, Any]], before: list[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    """The consents with the instant each was first given."""
    first = {(one["id"], one["version"]): one["at"] for one in before}
    return [{"id": one["id"], "version": one["version"], "at": first.get((one["id"], one["version"]), clock.to_wire(at))} for one in given]
