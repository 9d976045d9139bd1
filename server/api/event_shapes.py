"""An event as one reader may see it: a line for everybody who may know of it, the whole for staff, secrets for its coordinators."""
from typing import Any

from models.accounts.actor import Actor
from models.events import moving, progress, queries, secrets
from models.events.law import KINDS, ROLE_LABELS, STATE_LABELS, EventState
from models.events.moving import Told, WayOn
from models.events.progress import Progress
from models.events.queries import Counts
from models.events.standing import Reach
from models.events.tables import Event
from models.media import queries as files
from models.units import queries as units
from server.api.file_shapes import file_shapes
from server.refusals import describe


def line_shapes(events: list[Event], reach: Reach) -> list[dict[str, Any]]:
    """Events in a list; two queries whatever their number, besides what the reader holds."""
    counts = queries.counts(event.id for event in events)
    names = units.names({one for event in events for one in (event.unit_id, event.reporting_unit_id) if one})
    return [_line_shape(event, reach, counts[event.id], names) for event in events]


def event_shape(event: Event, actor: Actor, *, with_secrets: bool = False) -> dict[str, Any]:
    """The contract's Event, as far as this reader may see it. `with_secrets`: for its coordinators, and only where one event is read."""
    reach = Reach(actor)
    shape = line_shapes([event], reach)[0]
    if reach.is_staff(event):
        shape |= _whole(event, reach)
    if with_secrets and reach.shows_codes(event):
        known = [secrets.to_wire(one) for one in secrets.all_of(event.id)]
        shape |= {"secret": known[0] if known else None, "secrets": known}
    return shape


def progress_shape(one: Progress) -> dict[str, Any]:
    return {"unit": one.unit_id, "unit_name": one.unit_name, "done": one.done, "reported": one.reported, "task": one.task}


def _line_shape(event: Event, reach: Reach, counts: Counts, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": event.id, "campaign": event.campaign_id, "unit": event.unit_id, "unit_name": names[event.unit_id],
        "reporting_unit": event.reporting_unit_id, "reporting_unit_name": names.get(event.reporting_unit_id or ""),
        "kind": event.kind, "kind_label": KINDS[event.kind], "title": event.title, "place": event.place,
        "starts_at": event.starts_at, "ends_at": event.ends_at, "state": event.state, "state_label": STATE_LABELS[EventState(event.state)],
        "revision": event.revision, "may_look_after": reach.looks_after(event),
        "counts": {"attended": counts.attended, "claimed": event.claimed, "live": counts.live, "late": counts.late,
                   "by_hand": counts.by_hand, "suspicious": counts.suspicious, "waiting": counts.waiting},
    }


def _whole(event: Event, reach: Reach) -> dict[str, Any]:
    """What staff and observers see besides. The sign-in sheet is evidence, so whoever confirms or watches may open it."""
    told, task = moving.history(event), progress.of_event(event)
    return {
        "claimed": event.claimed, "enterprise": event.enterprise, "promoters_present": event.promoters_present,
        "online_reach": event.online_reach, "links": event.links, "note": event.note, "saved_at": event.saved_at,
        "files": file_shapes(files.files_of(event.id), originals=reach.looks_after(event)),
        "moves": [_way_shape(way, event.id) for way in moving.ways_on(event, reach)],
        "history": [_told_shape(one) for one in told],
        "self_confirmed": event.state == EventState.CONFIRMED and told[-1].own,
        "task": progress_shape(task) if task else None,
    }


def _way_shape(way: WayOn, event_id: str) -> dict[str, Any]:
    return {"act": way.step.act, "label": way.step.label, "asks": list(way.step.asks),
            "problem": describe(way.problem, f"urn:move:{event_id}:{way.step.act}") if way.problem else None}


def _told_shape(told: Told) -> dict[str, Any]:
    return {"id": told.id, "act": told.act, "label": told.label, "from": told.source, "to": told.target,
            "to_label": STATE_LABELS[EventState(told.target)], "at": told.at, "comment": told.comment, "late_s": told.late_s,
            "own": told.own, "on_behalf_of": told.on_behalf_of,
            "actor": {"role": told.role, "role_label": ROLE_LABELS[told.role], "unit": told.unit}}
