"""The same check-ins in any order and grouping end the same: whatever comes first, twice, late, or beside another process."""
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from models import ids
from models.db import database
from models.events import actions, arriving, by_hand, decisions, moving, secrets, settling
from models.events.codes import Printed, printed_key
from models.events.draft import EventDraft
from models.events.scanning import Arrival
from models.events.tables import Attendance, CheckIn, Unsettled
from tests.cast import Cast
from tests.models.events.arrived import BEGINS, SECRET, a_scan, a_token, an_event, code_at, together

SOON = BEGINS + timedelta(minutes=5)
PEOPLE = ("lincuo", "yangjin", "ma", "w1", "w2")
NAMES = ("林措", "才让", "卓嘎")
ROUNDS_AT_MOST = 5


class Scanned(NamedTuple):
    """Who scanned, when, by which phone, with a clock so many minutes ahead, and how much later it arrived."""
    who: str
    minute: int
    phone: int
    ahead: int
    late: int
    what: str


class Written(NamedTuple):
    """Whom the coordinator wrote down, and when it arrived."""
    name: str
    minute: int
    late: int


class Story(NamedTuple):
    """What happens around one event, in whatever order."""
    came: tuple[Scanned | Written, ...]
    claimed: int | None
    secret_is_late: bool
    code_ahead: int
    undone: frozenset[int]
    accepted: frozenset[int]
    cancelled: bool


class Deed(NamedTuple):
    """`group`: what may come in one batch with others of the same kind. `after`: names of deeds that are done before it."""
    name: str
    do: Callable[[], Any]
    after: frozenset[str] = frozenset()
    scan: Arrival | None = None


scanned = some.builds(Scanned, some.sampled_from(PEOPLE), some.integers(-90, 150), some.integers(0, 5), some.sampled_from((0, 0, 120, -180)),
                      some.sampled_from((0, 0, 1, 600)), some.sampled_from(("code", "code", "code", "printed", "forged")))
written = some.builds(Written, some.sampled_from(NAMES), some.integers(0, 60), some.sampled_from((0, 600)))
stories = some.builds(Story, some.lists(some.one_of(scanned, scanned, written), min_size=2, max_size=7).map(tuple), some.sampled_from((None, 0, 1, 4)),
                      some.booleans(), some.sampled_from((0, 120)), some.frozensets(some.integers(0, 6), max_size=2),
                      some.frozensets(some.integers(0, 6), max_size=2), some.sampled_from((False, False, False, True)))


class Telling:
    """A story told once: an event of its own, its deeds, and what became of it."""

    def __init__(self, cast: Cast, story: Story, tokens: dict[str, str]) -> None:
        self.cast, self.story, self.tokens = cast, story, tokens
        self.event = ids.mint("evt")
        # In ids a story's check-ins stand as they do in the story: what is equal else is told apart by them.
        self.check_ins = sorted(ids.mint("chk") for _ in story.came)

    def deeds(self) -> list[Deed]:
        story, found = self.story, [Deed("saved", self._save)]
        for place, one in enumerate(story.came):
            scan = self._arrival(one, place) if isinstance(one, Scanned) else None
            found.append(Deed(f"came {place}", self._written_down(one, place) if isinstance(one, Written) else lambda: None, scan=scan))
        found += [Deed(f"decided {place}", self._decided(place, "undo" if place in story.undone else "accept"),
                       frozenset({"saved", f"came {place}"}))
                  for place in sorted(story.undone | story.accepted) if place < len(story.came)]
        if story.secret_is_late:
            found.append(Deed("secret", lambda: self._saved_again(secrets.to_wire(SECRET)), frozenset({"saved"})))
        if story.cancelled:
            earlier = {deed.name for deed in found if not deed.name.startswith("came")}
            found.append(Deed("cancelled", self._cancel, frozenset(earlier)))
        return found

    def _arrival(self, one: Scanned, place: int) -> Arrival:
        shown = SOON + timedelta(minutes=one.minute)
        code: Any = code_at(self.event, shown + timedelta(minutes=self.story.code_ahead))
        code = Printed(self.event, printed_key(self.event)) if one.what == "printed" else replace(
            code, mac="A" * 16) if one.what == "forged" else code
        return a_scan(self.tokens[one.who], self.event, shown, code=code, check_in_id=self.check_ins[place], device=f"phone-number-{one.phone:05d}",
                      ahead=timedelta(minutes=one.ahead), arrives=shown + timedelta(seconds=1, minutes=one.late))

    def _written_down(self, one: Written, place: int) -> Callable[[], Any]:
        at = SOON + timedelta(minutes=one.minute)
        return lambda: by_hand.write_down(self.event, self.check_ins[place], name=one.name, scanned_at=at, sent_at=at, device="coordinators-phone",
                                          actor=self.cast.cairang, at=at + timedelta(seconds=1, minutes=one.late))

    def _decided(self, place: int, act: Any) -> Callable[[], Any]:
        return lambda: decisions.decide(self.event, self.check_ins[place], act, move_id=ids.mint("mov"), comment="核实过", actor=self.cast.cairang,
                                        at=SOON + timedelta(days=1))

    def _draft(self) -> EventDraft:
        return EventDraft(unit=self.cast.factory, kind="speech", starts_at=BEGINS, title="宣讲", place="大礼堂", claimed=self.story.claimed)

    def _save(self) -> None:
        secret = None if self.story.secret_is_late else secrets.to_wire(SECRET)
        actions.save(self.event, self._draft(), revision=0, secret=secret, actor=self.cast.cairang, at=SOON)

    def _saved_again(self, secret: str) -> None:
        actions.save(self.event, self._draft(), revision=0, secret=secret, actor=self.cast.cairang, at=SOON + timedelta(days=1))

    def _cancel(self) -> None:
        moving.move(self.event, "cancel", move_id=ids.mint("mov"), comment="改期", actor=self.cast.cairang, at=SOON + timedelta(days=2))

    def told(self, chance: random.Random, *, settled_between: bool) -> None:
        """In an order by chance; scans that come one after the other may come in one batch; some come twice."""
        batch: list[Arrival] = []
        for deed in _ordered(self.deeds(), chance):
            if deed.scan:
                batch += [deed.scan] * chance.choice((1, 1, 2))
            if batch and (not deed.scan or chance.random() < 0.5):
                together(*batch)
                batch = []
            if not deed.scan:
                deed.do()
            if settled_between and chance.random() < 0.5:
                settling.settle(self.event, SOON)
        if batch:
            together(*batch)

    def outcome(self) -> list[tuple[Any, ...]]:
        """What became of each check-in, in the story's order, once jobs had nothing more to do."""
        for _ in range(ROUNDS_AT_MOST):
            if not Unsettled.select().where(Unsettled.event_id == self.event).exists():
                break
            settling.settle(self.event, SOON)
        assert not Unsettled.select().where(Unsettled.event_id == self.event).exists()
        counted = {row.check_in_id: (row.person, row.evidence, row.at) for row in Attendance.select().where(Attendance.event == self.event)}
        rows = {row.id: row for row in CheckIn.select().where(CheckIn.event_id == self.event)}
        assert sorted(rows) == self.check_ins
        return [(row.state, row.reason, row.evidence, row.scan_at, self._named(row.person), self._named(counted.get(row.id)))
                for row in (rows[one] for one in self.check_ins)]

    def _named(self, told: Any) -> Any:
        """The same with a check-in's place in the story for its id, which every telling has others of."""
        if isinstance(told, tuple):
            return tuple(map(self._named, told))
        return self.check_ins.index(told) if told in self.check_ins else told


def _ordered(deeds: Sequence[Deed], chance: random.Random) -> list[Deed]:
    """By chance, but none before those it must come after."""
    left, done = list(deeds), list[Deed]()
    while left:
        names = {deed.name for deed in done}
        done.append(chance.choice([deed for deed in left if deed.after <= names]))
        left.remove(done[-1])
    return done


@pytest.fixture
def tokens(cast: Cast) -> dict[str, str]:
    return {who: a_token(who) for who in PEOPLE}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@settings(max_examples=1200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=stories, seed=some.integers(0, 2**32))
def test_any_order_and_grouping_ends_in_the_same_states_and_the_same_attendance(
        cast: Cast, tokens: dict[str, str], story: Story, seed: int) -> None:
    tellings = [Telling(cast, story, tokens) for _ in range(3)]
    for number, telling in enumerate(tellings):
        telling.told(random.Random(seed + number), settled_between=number == 1)
    first, *others = [telling.outcome() for telling in tellings]
    assert others == [first] * 2
