"""An entry as one reader may see it: the state or its word, the personal fields or not, the history told accordingly."""
from typing import Any

from models.accounts import queries as people
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.entries import private
from models.entries.standing import Reach, is_own
from models.entries.tables import Entry
from models.law import ROLE_LABELS, SHOWN_LABELS, STATE_LABELS, Role, Shown, State
from models.media import queries as files
from models.safety import queries as safety
from models.workflow import queries as workflow
from models.workflow.queries import Told, WayOn
from server.api.file_shapes import file_shapes
from server.refusals import describe


def line_shape(entry: Entry, reach: Reach) -> dict[str, Any]:
    """An entry in a list. `reach` is the reader's, made once for the page: a line asks nothing of the database."""
    shown, sees = reach.shown(entry), reach.sees_jury(entry)
    return {
        "id": entry.id, "campaign": entry.campaign_id, "track": entry.track, "type": entry.type, "title": entry.title,
        "state": entry.state if sees else shown, "shown_state": shown,
        "state_label": STATE_LABELS[State(entry.state)] if sees else SHOWN_LABELS[shown],
        "revision": entry.revision, "authors": entry.authors, "unit": entry.unit_id, "unit_typed": entry.unit_typed,
        "reporting_unit": entry.reporting_unit_id, "author": entry.author_id, "entered_by": entry.entered_by_id,
        "saved_at": entry.saved_at, "submitted_at": entry.submitted_at,
        "editable_until": entry.editable_until, "exhibited": entry.exhibited_at is not None,
    }


def entry_shape(entry: Entry, actor: Actor) -> dict[str, Any]:
    """The contract's Entry, as far as this reader may see it."""
    reach = Reach(actor)
    return {
        **line_shape(entry, reach), "plan_version": campaigns.number_of(entry.plan_version_id),
        "fields": private.answers(entry) if reach.sees_private(entry) else entry.fields,
        "claimed": entry.author_id is not None,
        "unit_confirmed": _unit_confirmed(entry, actor),
        "consents": entry.consents, "files": file_shapes(files.files_of(entry.id), originals=reach.sees_originals(entry)),
        "moves": [_way_shape(way, entry.id) for way in workflow.ways_on(entry, actor, reach=reach)],
        "history": _history_shape(entry, reach),
        "content": safety.of_entry(entry) if reach.sees_jury(entry) else None,
    }


def _unit_confirmed(entry: Entry, actor: Actor) -> bool:
    """Whether the author's membership is confirmed: until then the entry counts for no unit."""
    if is_own(entry, actor):
        return actor.unit_confirmed
    return bool(entry.author and entry.author.unit_confirmed_at)


def _way_shape(way: WayOn, entry_id: str) -> dict[str, Any]:
    return {"act": way.step.act, "label": way.step.label, "asks": list(way.step.asks),
            "problem": describe(way.problem, f"urn:move:{entry_id}:{way.step.act}") if way.problem else None}


def _history_shape(entry: Entry, reach: Reach) -> list[dict[str, Any]]:
    told = workflow.history(entry, reach.actor, reach=reach)
    who = {one.who for one in told if one.who}
    names = people.names(who) if who else {}
    return [_told_shape(one, names) for one in told]


def _told_shape(told: Told, names: dict[str, str]) -> dict[str, Any]:
    actor = {"role": told.role, "role_label": ROLE_LABELS[Role(told.role)], "unit": told.unit}
    if told.who:
        actor |= {"id": told.who, "name": names.get(told.who)}
    return {"id": told.id, "act": told.act, "from": told.source, "to": told.target, "to_label": _label(told), "at": told.at,
            "actor": actor, "comment": told.comment, "due_at": told.due_at, "late_s": told.late_s, "on_behalf_of": told.on_behalf_of}


def _label(told: Told) -> str:
    if told.who:
        return STATE_LABELS[State(told.target)]
    return SHOWN_LABELS[Shown(told.target)]
