"""The same check-ins in any order and grouping end the same: whatever comes first, twice, late, or beside another process."""
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from models import ids
from models.db import database
from models.events import actions, arriving, by_hand, decisions, moving, scanning, secrets, settling
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
    """`after`: names of deeds that are done before it. `scan`: it comes in a batch, and `do` is nothing."""
    name: str
    do: Callable[[], Any] = lambda: None
    after: frozenset[str] = frozenset()
    scan: Arrival | None = None


some_places = some.frozensets(some.integers(0, 6), max_size=2)
scanned = some.builds(
    Scanned, who=some.sampled_from(PEOPLE), minute=some.integers(-90, 150), phone=some.integers(0, 5),
    ahead=some.sampled_from((0, 0, 120, -180)), late=some.sampled_from((0, 0, 1, 600)),
    what=some.sampled_from(("code", "code", "code", "printed", "forged")))
written = some.builds(Written, name=some.sampled_from(NAMES), minute=some.integers(0, 60), late=some.sampled_from((0, 600)))
stories = some.builds(
    Story, came=some.lists(some.one_of(scanned, scanned, written), min_size=2, max_size=7).map(tuple),
    claimed=some.sampled_from((None, 0, 1, 4)), secret_is_late=some.booleans(), code_ahead=some.sampled_from((0, 120)),
    undone=some_places, accepted=some_places, cancelled=some.sampled_from((False, False, False, True)))


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
            name = f"came {place}"
            if isinstance(one, Scanned):
                found.append(Deed(name, scan=self._arrival(one, place)))
            else:
                found.append(Deed(name, self._written_down(one, place)))
        found += [Deed(f"decided {place}", self._decided(place), frozenset({"saved", f"came {place}"}))
                  for place in sorted(story.undone | story.accepted) if place < len(story.came)]
        if story.secret_is_late:
            found.append(Deed("secret", self._save_with_secret, frozenset({"saved"})))
        if story.cancelled:
            earlier = {deed.name for deed in found if not deed.name.startswith("came")}
            found.append(Deed("cancelled", self._cancel, frozenset(earlier)))
        return found

    def _arrival(self, one: Scanned, place: int) -> Arrival:
        shown = SOON + timedelta(minutes=one.minute)
        code: Any = code_at(self.event, shown + timedelta(minutes=self.story.code_ahead))
        if one.what == "printed":
            code = Printed(self.event, printed_key(self.event))
        elif one.what == "forged":
            code = replace(code, mac="A" * 16)
        return a_scan(self.tokens[one.who], self.event, shown, code=code, check_in_id=self.check_ins[place],
                      device=f"phone-number-{one.phone:05d}", ahead=timedelta(minutes=one.ahead),
                      arrives=shown + timedelta(seconds=1, minutes=one.late))

    def _written_down(self, one: Written, place: int) -> Callable[[], Any]:
        at = SOON + timedelta(minutes=one.minute)
        return lambda: by_hand.write_down(
            self.event, self.check_ins[place], name=one.name, scanned_at=at, sent_at=at, device="coordinators-phone",
            actor=self.cast.cairang, at=at + timedelta(seconds=1, minutes=one.late))

    def _decided(self, place: int) -> Callable[[], Any]:
        return lambda: decisions.decide(
            self.event, self.check_ins[place], "undo" if place in self.story.undone else "accept", move_id=ids.mint("mov"),
            comment="核实过", actor=self.cast.cairang, at=SOON + timedelta(days=1))

    def _draft(self) -> EventDraft:
        return EventDraft(unit=self.cast.factory, kind="speech", starts_at=BEGINS, title="宣讲", place="大礼堂", claimed=self.story.claimed)

    def _save(self) -> None:
        secret = None if self.story.secret_is_late else secrets.to_wire(SECRET)
        actions.save(self.event, self._draft(), revision=0, secret=secret, actor=self.cast.cairang, at=SOON)

    def _save_with_secret(self) -> None:
        secret = secrets.to_wire(SECRET)
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
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=stories, seed=some.integers(0, 2**32))
def test_any_order_and_grouping_ends_in_the_same_states_and_the_same_attendance(
        cast: Cast, tokens: dict[str, str], story: Story, seed: int) -> None:
    tellings = [Telling(cast, story, tokens) for _ in range(3)]
    for number, telling in enumerate(tellings):
        telling.told(random.Random(seed + number), settled_between=number == 1)
    first, *others = [telling.outcome() for telling in tellings]
    assert others == [first] * 2


def test_six_hundred_at_the_door_at_once_are_all_in_and_each_counts(cast: Cast) -> None:
    """As request threads do it: each hands its scan over and waits until it is durable."""
    event = an_event(cast).id
    scans = crowd(event, [a_token(f"crowd{number}") for number in range(100)], [ids.mint("chk") for _ in range(200)]) * 3
    with ThreadPoolExecutor(100) as pool:
        kept = list(pool.map(scanning.arrive, scans))
    assert sum(one.first for one in kept) == CheckIn.select().where(CheckIn.event_id == event).count() == 200
    assert {one.state for one in kept} == {"accepted"}
    assert Attendance.select().where(Attendance.event == event).count() == 100
    assert [one[1] for one in ended(event, [scan.check_in_id for scan in scans[:200]])] == [None, "again"] * 100


# Two processes of one house: only PostgreSQL has more than one, and threads there share nothing but the database

def at_once(*work: Callable[[], object]) -> list[BaseException]:
    """Each in a thread with a connection of its own, all begun together; what failed."""
    failed, ready = list[BaseException](), threading.Barrier(len(work))

    def run(do: Callable[[], object]) -> None:
        try:
            with database.connection_context():
                ready.wait(30)
                do()
        except BaseException as why:
            failed.append(why)

    threads = [threading.Thread(target=run, args=(do,)) for do in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return failed


def crowd(event: str, people: Sequence[str], check_ins: Sequence[str]) -> list[Arrival]:
    """Each person scans by two phones, the second one a minute later."""
    return [a_scan(token, event, SOON + timedelta(seconds=place, minutes=phone), check_in_id=check_ins[2 * place + phone],
                   device=f"phone-number-{place:05d}-{phone}") for place, token in enumerate(people) for phone in range(2)]


def ended(event: str, check_ins: Sequence[str]) -> list[tuple[Any, ...]]:
    settling.settle(event, SOON)
    assert not Unsettled.select().where(Unsettled.event_id == event).exists()
    counted = {row.check_in_id: row.person for row in Attendance.select().where(Attendance.event == event)}
    rows = {row.id: row for row in CheckIn.select().where(CheckIn.event_id == event)}
    assert sorted(rows) == sorted(check_ins)
    return [(row.state, row.reason, row.evidence, row.scan_at, row.person, counted.get(row.id)) for row in (rows[one] for one in check_ins)]


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
@pytest.mark.parametrize("settled_at_once", [0, arriving.SETTLED_AT_ONCE])
def test_two_processes_that_hear_the_same_crowd_in_opposite_orders_end_as_one_does(
        cast: Cast, monkeypatch: pytest.MonkeyPatch, settled_at_once: int) -> None:
    """Both get every scan, as where phones that heard no answer ask again; jobs judge meanwhile."""
    monkeypatch.setattr(arriving, "SETTLED_AT_ONCE", settled_at_once)
    people = [a_token(f"crowd{number}") for number in range(24)]
    events = [an_event(cast).id for _ in range(2)]
    check_ins = [[ids.mint("chk") for _ in range(2 * len(people))] for _ in events]
    crowds = [crowd(event, people, own) for event, own in zip(events, check_ins, strict=True)]
    mixed = [scan for both in zip(*crowds, strict=True) for scan in both]
    batches = [mixed[start:start + 8] for start in range(0, len(mixed), 8)]

    def judge() -> None:
        for _ in range(20):
            for event in settling.due(10):
                settling.settle(event, SOON)

    failed = at_once(lambda: [together(*batch) for batch in batches],
                     lambda: [together(*reversed(batch)) for batch in batches], judge, judge)
    assert failed == []
    found = [ended(*one) for one in zip(events, check_ins, strict=True)]
    assert [(state, reason) for state, reason, *_ in found[0]] == [("accepted", None), ("accepted", "again")] * len(people)
    assert found[0][0][5] is not None
    alone, own = an_event(cast).id, [ids.mint("chk") for _ in check_ins[0]]
    together(*crowd(alone, people, own))
    assert [[line[:5] for line in one] for one in found] == [[line[:5] for line in ended(alone, own)]] * 2
