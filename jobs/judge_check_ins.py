"""Check-ins of an event judged together again, where more came, or the event, its secrets or somebody's decision changed."""
import logging

from gateways import Gateways
from models.events import settling

log = logging.getLogger("wangju.jobs")

A_RUN = 200                  # events of one run; the next tick goes on


def run(_: Gateways) -> int:
    """How many events were judged, and how many check-ins were given up because their event never came."""
    return sum(_settled(event_id) for event_id in settling.due(A_RUN)) + settling.lapse()


def _settled(event_id: str) -> bool:
    """One event that cannot be judged keeps its ticket, and does not keep the others."""
    try:
        return settling.settle(event_id)
    except Exception as why:
        log.exception("job=judge_check_ins event=%s failed kind=%s", event_id, type(why).__name__, exc_info=False)
        return False
