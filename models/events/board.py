"""The live board: how many are there, by what evidence. Refreshed at most once a second, whatever the number of watchers."""
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from models import clock
from models.accounts.actor import Actor
from models.events import queries
from models.events.tables import Event
from models.problems import NotFound
from models.rows import find_row
from models.units import queries as units

FRESH_S = 1.0
KEPT = 500                   # boards in memory
ALLOWED_S = 10.0             # for so long nobody is asked again whether they may watch
WATCHERS = 20_000


@dataclass(frozen=True, slots=True)
class Board:
    """What a watcher sees. Counts of people; `claimed` is the coordinator's own head-count."""
    event: str
    state: str
    at: datetime
    attended: int
    claimed: int | None
    live: int
    late: int
    by_hand: int
    suspicious: int
    waiting: int


_kept: dict[str, tuple[float, Board]] = {}
_watchers: dict[tuple[str, str], float] = {}
_looking = threading.Lock()


def board(event_id: str) -> Board:
    """The board of an event as it was within the last second. Raises NotFound."""
    return _fresh(event_id) or _look_again(event_id)


def may_watch(event_id: str, actor: Actor) -> None:
    """Raises NotFound, unless this person, or a member of the same unit, might see the event within the last seconds.

    A watcher asks every second, and whoever belongs to the event's unit, or to one below, may watch.
    """
    unit_id = actor.unit_id if actor.unit_confirmed else None
    if _is_allowed(str(actor.account_id), event_id) or (unit_id and _is_allowed(unit_id, event_id)):
        return
    event = queries.require_visible(event_id, actor)
    _allow(str(actor.account_id), event_id)
    if unit_id and event.unit_id in units.chain(unit_id):
        _allow(unit_id, event_id)


def _is_allowed(who: str, event_id: str) -> bool:
    return time.monotonic() - _watchers.get((who, event_id), -ALLOWED_S) < ALLOWED_S


def _allow(who: str, event_id: str) -> None:
    if len(_watchers) >= WATCHERS:
        _watchers.clear()
    _watchers[who, event_id] = time.monotonic()


def _fresh(event_id: str) -> Board | None:
    kept = _kept.get(event_id)
    return kept[1] if kept and time.monotonic() - kept[0] < FRESH_S else None


def _look_again(event_id: str) -> Board:
    """One looks, the others wait for what it saw."""
    with _looking:
        if seen := _fresh(event_id):
            return seen
        began = time.monotonic()
        found = _look(event_id)
        former = _kept.get(event_id)
        if former and _same(former[1], found):
            found = former[1]                          # its instant too, so that the ETag stands while nothing changes
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[event_id] = began, found
        return found


def _same(one: Board, other: Board) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in Board.__slots__ if name != "at")


def _look(event_id: str) -> Board:
    event = find_row(Event, event_id)
    if event is None:
        raise NotFound(what="这场活动")
    found = queries.counts([event_id])[event_id]
    return Board(event=event_id, state=event.state, at=clock.now(), attended=found.attended, claimed=event.claimed, live=found.live,
                 late=found.late, by_hand=found.by_hand, suspicious=found.suspicious, waiting=found.waiting)
