"""Everybody tries everything, in any order, at instants before, at and after every edge: no walk reaches what the law does not have."""
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models import clock, ids
from models.accounts import actions as accounts
from models.accounts.actor import Actor
from models.db import is_postgres, writing
from models.entries import actions as entries
from models.entries import queries
from models.entries.standing import Reach, supplement_open
from models.entries.tables import Entry, Publication, Revision
from models.journal import Line
from models.law import ACTS, AUTHORS_ACTS, JURY, LAW, LIVE, Shown, State
from models.media.tables import Discarded, File
from models.problems import Problem
from models.workflow import actions
from models.workflow import queries as workflow
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.works import CLOSING, COLLECTING, INSTANT, all_looked_into, move, photo, ready, row, song, with_file

PEOPLE = ("lincuo", "ma", "cairang", "qilian", "liqing", "zhuoma", "hanmei", "yangjin", "baima")
ACTING = ("lincuo", "ma", "cairang", "qilian", "liqing", "zhuoma", "yangjin")
INSTANTS = (COLLECTING, CLOSING - INSTANT, CLOSING, *(clock.from_shanghai(text) for text in (
    "2022-09-02 10:00", "2022-09-04 10:00", "2022-09-05 24:00", "2022-09-07 18:00", "2022-09-08 24:00", "2022-10-01 00:00")))
PHONE = "13900000001"
JURYS_OWN = {"preselected", "declined", "shortlisted", "approved"}
RESULTS = {Shown.SELECTED, Shown.NOT_SELECTED, Shown.RECOMMENDED}
FREE = {"move_track", "change_reporting_unit", "publish"}        # what they ask may be wrong though the step itself is open
ENDS = ("withdraw", "disqualify", "decline")                     # taken seldom, or no walk would reach the last desks
MOST_ENTRIES = 4
STEPS = 15


class Walk(RuleBasedStateMachine):
    """A few works, the whole cast, and a clock that only goes forward."""
    works = Bundle("works")

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.cast, self.now = cast, 0
        everything: tuple[Any, ...] = (Move, Revision, Publication, Entry, File, Discarded, Line)
        with writing():
            for table in everything:
                table.delete().execute()

    @initialize(target=works)
    def two_works_are_in(self) -> Any:
        """An author's and an organiser's own, so that walks begin where there is something to do."""
        found = [ready(self.cast, self.person(name)) for name in ("lincuo", "liqing")]
        for entry_id, name in zip(found, ("lincuo", "liqing"), strict=True):
            self._try(entry_id, self.person(name), "submit")
        return multiple(*found)

    @property
    def at(self) -> Any:
        return INSTANTS[self.now]

    def person(self, name: str) -> Actor:
        actor: Actor = getattr(self.cast, name)
        return actor

    @precondition(lambda self: Entry.select().count() < MOST_ENTRIES)
    @rule(target=works, author=st.sampled_from(("lincuo", "ma", "liqing", "qilian")), is_song=st.booleans())
    def draft(self, author: str, is_song: bool) -> str:
        entry_id = ids.mint("ent")
        entries.save(entry_id, song(self.cast) if is_song else photo(self.cast), revision=0, actor=self.person(author), at=COLLECTING)
        with_file(entry_id, self.person(author), kind="song" if is_song else "photo")
        return entry_id

    @precondition(lambda self: Entry.select().count() < MOST_ENTRIES)
    @rule(target=works, liaison=st.sampled_from(("ma", "cairang", "qilian")))
    def draft_for_another(self, liaison: str) -> str:
        return ready(self.cast, self.person(liaison), on_behalf_of={"name": "扎西", "phone": PHONE, "unit": self.cast.factory})

    @rule(entry_id=works, name=st.sampled_from(("yangjin", "lincuo")))
    def claim(self, entry_id: str, name: str) -> None:
        """央金 has the phone; 林措 has not."""
        try:
            assert actions.claim(entry_id, actor=self.person(name), at=self.at).author_id == self.person(name).account_id
        except Problem:
            assert row(entry_id).author_id != self.person(name).account_id

    @rule(entry_id=works, name=st.sampled_from((*PEOPLE, "its author", "its author", "its author")))
    def somebody_tries_everything_that_is_not_offered(self, entry_id: str, name: str) -> None:
        person = self.person(name) if name in PEOPLE else self._author_of(entry_id)
        offered = self._offered(entry_id, person)
        for act in ACTS:
            if not offered.get(act):
                self._try(entry_id, person, act)

    @rule(entry_id=works, seed=st.integers(0, 2**32))
    def somebody_does_what_is_offered(self, entry_id: str, seed: int) -> None:
        """So that walks get far: six of the steps that stand open to anybody, one after the other."""
        chance = Random(seed)
        for _ in range(6):
            all_looked_into(entry_id)
            offered = [(name, act) for name in ACTING for act, is_open in self._offered(entry_id, self.person(name)).items() if is_open]
            offered = [step for step in offered if step[1] not in ENDS or chance.random() < 0.15]
            if offered:
                name, act = chance.choice(offered)
                self._try(entry_id, self.person(name), act)

    @rule(entry_id=works, name=st.sampled_from(PEOPLE))
    def somebody_saves(self, entry_id: str, name: str) -> None:
        before = row(entry_id)
        draft = song(self.cast) if before.track == "song" else photo(self.cast)
        try:
            entries.save(entry_id, draft, revision=before.revision, actor=self.person(name), at=self.at)
        except Problem:
            assert row(entry_id).revision == before.revision
            return
        assert before.state in ("draft", "returned") or supplement_open(before, self.at)
        assert self.person(name).account_id in (before.author_id, before.entered_by_id)

    @precondition(lambda self: self.now < len(INSTANTS) - 1)
    @rule(seldom=st.integers(0, 2))
    def time_passes(self, seldom: int) -> None:
        self.now += seldom == 0

    def _author_of(self, entry_id: str) -> Actor:
        """Whoever authored it, else who entered it."""
        entry = row(entry_id)
        wanted = entry.author_id or entry.entered_by_id
        return next(self.person(name) for name in PEOPLE if self.person(name).account_id == wanted)

    def _try(self, entry_id: str, actor: Actor, act: str) -> None:
        """A step is taken exactly when it was offered; a refusal leaves nothing behind."""
        offered, before = self._offered(entry_id, actor).get(act, False), row(entry_id)
        moves, lines = Move.select().count(), Line.select().count()
        facts = {"track": "song" if before.track == "photo" else "photo", "unit": self.cast.city} if act in FREE else None
        try:
            assert move(entry_id, act, actor, self.at, facts=facts)
        except Problem:
            assert not offered or act in FREE, (act, actor)
            assert (row(entry_id).__data__, Move.select().count(), Line.select().count()) == (before.__data__, moves, lines)
            return
        assert offered, (act, actor)

    def _offered(self, entry_id: str, actor: Actor) -> dict[str, bool]:
        entry = queries.find(entry_id, actor)
        return {way.step.act: way.problem is None for way in workflow.ways_on(entry, actor, self.at)} if entry else {}

    @invariant()
    def every_state_was_reached_by_the_law(self) -> None:
        allowed = {(step.act, source.value, (step.target or source).value) for step in LAW for source in step.source}
        for entry in Entry.select():
            moves = list(Move.select().where(Move.entry == entry.id).order_by(Move.number))
            assert [one.number for one in moves] == list(range(1, len(moves) + 1))
            assert {(one.act, one.source, one.target) for one in moves} <= allowed
            assert all(later.source == earlier.target for earlier, later in pairwise(moves))
            assert (moves[0].source, moves[-1].target) == (State.DRAFT, entry.state) if moves else entry.state == State.DRAFT

    @invariant()
    def slots_are_held_while_live_and_never_twice(self) -> None:
        held = [(entry.author_key, entry.campaign_slot) for entry in Entry.select() if entry.campaign_slot]
        assert len(held) == len(set(held))
        for entry in Entry.select():
            live = entry.state in LIVE
            assert (entry.campaign_slot is not None, entry.track_slot is not None) == (live, live)
            assert live or entry.editable_until is None

    @invariant()
    def nobody_judged_their_own(self) -> None:
        for moved in Move.select(Move, Entry).join(Entry):
            assert moved.act in AUTHORS_ACTS or moved.actor_id != moved.entry.author_id

    @invariant()
    def authors_read_nothing_of_the_jury(self) -> None:
        for entry in Entry.select().where(Entry.author.is_null(False)):
            author = next(self.person(name) for name in PEOPLE if self.person(name).account_id == entry.author_id)
            history = workflow.history(entry, author)
            words = {str(Reach(author).shown(entry, self.at))} | {str(word) for told in history for word in (told.source, told.target)}
            assert not words & JURYS_OWN
            assert Reach(author).published_at(entry) or not words & RESULTS
            ways = [way.step.act for way in workflow.ways_on(entry, author, self.at)]
            assert set(ways) <= {"submit", "withdraw"}
            assert ways == ["withdraw"] or entry.state not in JURY or supplement_open(entry, self.at)

    @invariant()
    def only_published_selections_are_exhibited(self) -> None:
        for entry in Entry.select().where(Entry.exhibited_at.is_null(False)):
            assert entry.state in (State.APPROVED, State.RECOMMENDED)
            assert Publication.get(Publication.campaign == entry.campaign_id, Publication.track == entry.track).published_at

    @invariant()
    def each_move_has_one_line_in_the_journal(self) -> None:
        written = sorted(line.details["move"] for line in Line.select().where(Line.what.startswith("entry.")) if "move" in line.details)
        assert written == sorted(moved.id for moved in Move.select(Move.id))


@pytest.mark.slow
def test_no_walk_leaves_the_law(cast: Cast) -> None:
    """`_min_steps`: left to itself hypothesis walks four or five steps, which never get past the first desk."""
    accounts.verify_phone(PHONE, actor=cast.yangjin)
    walks: Any = partial(Walk, cast)
    run_state_machine_as_test(walks, _min_steps=STEPS, settings=settings(
        max_examples=2 if is_postgres() else 20, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck)))
