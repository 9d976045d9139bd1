"""The ledger through any course of events: whatever happens in whatever order, nobody is pushed twice, and nobody is missing.

What really goes over the wire is kept beside the ledger; at the end the two must agree.
"""
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.accounts.tables import Account
from models.db import writing
from models.notices.ledger import claiming, credits, fan_out, outcomes, receipts
from models.notices.ledger.tables import Credit, Delivery, Follower
from models.notices.plans import stepping
from models.notices.plans.law import step_for
from models.notices.plans.tables import Notice
from models.ports import Pushed
from models.rows import find_row
from tests.cast import Cast
from tests.models.notices.ledger.told import AT, TEMPLATES, a_notice, follow, grant, people

ANSWERS = [("sent", 0), ("unknown", 0), ("unsent", 0), ("refused", 43101), ("refused", 43004), ("refused", 47003), ("refused", -1),
           ("refused", 45009)]
ACTS = ["plan", "claim", "start", "answer", "end", "die", "grant", "follow", "leave", "pause", "go_on", "receipt"]
LIVE_ONES = ("planned", "sending", "sent", "delivered", "unknown")


@dataclass
class Course:
    """One course of events. `wire`: what WeChat may have delivered, by (notice, person)."""
    notices: list[Notice]
    people: list[str]
    now: datetime = AT
    senders: list[str] = field(default_factory=list)
    claimed: list[tuple[str, claiming.Claim]] = field(default_factory=list)
    flying: list[tuple[str, claiming.Claim]] = field(default_factory=list)
    wire: Counter[tuple[str, str]] = field(default_factory=Counter)

    def go(self, act: str, which: int) -> None:
        self.now += timedelta(seconds=1)
        getattr(self, f"_{act}")(which)

    def _plan(self, which: int) -> None:
        fan_out.plan_next(TEMPLATES, self.now, size=1 + which % 3)

    def _claim(self, which: int) -> None:
        if not self.senders or which % 4 == 0:
            self.senders.append(claiming.begin(self.now))
        sender = self.senders[which % len(self.senders)]
        self.claimed += [(sender, one) for one in claiming.claim(sender, TEMPLATES, self.now, limit=1 + which % 3)]

    def _start(self, which: int) -> None:
        """What the ledger lets begin is on the wire from then on."""
        if self.claimed:
            sender, claim = self.claimed.pop(which % len(self.claimed))
            if claim.id in outcomes.settle(sender, [], [claim.id], TEMPLATES, self.now).started:
                self.flying.append((sender, claim))

    def _answer(self, which: int) -> None:
        if self.flying:
            sender, claim = self.flying.pop(which % len(self.flying))
            outcome, code = ANSWERS[which % len(ANSWERS)]
            self.wire[claim.notice_id, claim.account_id] += outcome in ("sent", "unknown")
            outcomes.settle(sender, [Pushed(claim.id, outcome, code)], [], TEMPLATES, self.now)  # type: ignore[arg-type]

    def _end(self, which: int) -> None:
        """A sender leaves: what it had on the wire may have arrived."""
        if self.senders:
            self._lose(self.senders.pop(which % len(self.senders)))

    def _lose(self, sender: str) -> None:
        claiming.end(sender, self.now)
        self.claimed = [one for one in self.claimed if one[0] != sender]
        for _, claim in (one for one in self.flying if one[0] == sender):
            self.wire[claim.notice_id, claim.account_id] += 1
        self.flying = [one for one in self.flying if one[0] != sender]

    def _die(self, which: int) -> None:
        """A sender is silent for too long: it is buried, and what it still does has no effect."""
        self.now += timedelta(seconds=31)
        claiming.bury_the_dead(self.now)
        for sender in self.senders:
            self._lose(sender)
        self.senders.clear()

    def _grant(self, which: int) -> None:
        grant(self.people[which % len(self.people)], at=self.now)

    def _follow(self, which: int) -> None:
        one = self.people[which % len(self.people)]
        if not Follower.select().where(Follower.openid == f"oa-{Account.get_by_id(one).unionid}").exists():
            follow(one)

    def _leave(self, which: int) -> None:
        unionid = Account.get_by_id(self.people[which % len(self.people)]).unionid
        told = {"Event": "unsubscribe", "FromUserName": f"oa-{unionid}", "CreateTime": int(self.now.timestamp())}
        receipts.receive("oa", told, self.now)

    def _pause(self, which: int) -> None:
        self._step("stop", which, "45009")

    def _go_on(self, which: int) -> None:
        self._step("go_on", which, None)

    def _step(self, act: str, which: int, why: str | None) -> None:
        with writing():
            notice: Any = find_row(Notice, self.notices[which % len(self.notices)].id, hold=True)
            if step_for(act, notice.state):
                stepping.by_clock(notice, act, self.now, why)

    def _receipt(self, which: int) -> None:
        """WeChat says that one on its way arrived, before its own answer."""
        if self.flying:
            _, claim = self.flying[which % len(self.flying)]
            account, name = ("mp", "subscribe_msg_sent_event") if claim.channel == "mini" else ("oa", "TEMPLATESENDJOBFINISH")
            told = {"Event": name, "FromUserName": claim.openid, "MsgID": str(claim.id), "Status": "success",
                    "List": [{"TemplateId": claim.template, "MsgID": str(claim.id), "ErrorCode": "0"}]}
            receipts.receive(account, told, self.now)  # type: ignore[arg-type]

    def rest(self) -> None:
        """Everything goes on until nothing is left to do."""
        for which, _ in enumerate(self.notices):
            self._go_on(which)
        self._die(0)
        self.now += timedelta(hours=1)
        while fan_out.plan_next(TEMPLATES, self.now):
            pass
        sender = claiming.begin(self.now)
        while claims := claiming.claim(sender, TEMPLATES, self.now):
            started = outcomes.settle(sender, [], [one.id for one in claims], TEMPLATES, self.now).started
            self.wire.update((one.notice_id, one.account_id) for one in claims if one.id in started)
            outcomes.settle(sender, [Pushed(one, "sent", msgid=f"last-{one}") for one in sorted(started)], [], TEMPLATES, self.now)
        claiming.end(sender, self.now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), max_size=40))
def test_nobody_twice_and_nobody_missing_whatever_happens(cast: Cast, acts: list[tuple[str, int]]) -> None:
    everybody = people(4)
    notices = [a_notice(audience={"accounts": everybody}, once_a_day=which == 0, expires_at=AT + timedelta(days=9)) for which in range(2)]
    course = Course(notices, everybody)
    for act, which in acts:
        course.go(act, which)
        _at_every_moment(course)
    course.rest()
    _at_every_moment(course)
    _in_the_end(course)


def _at_every_moment(course: Course) -> None:
    rows = _rows(course)
    live = Counter((row.notice_id, row.account_id) for row in rows if row.state in LIVE_ONES)
    assert not live or max(live.values()) == 1
    spent = Counter(row.spent_by for row in Credit.select().where(Credit.spent_by.is_null(False)))
    assert not spent or max(spent.values()) == 1
    assert all(credits.at_hand(one, TEMPLATES)["T1"] >= 0 for one in course.people)


def _in_the_end(course: Course) -> None:
    """Everybody has a row of every notice; whoever WeChat may have told is sent, delivered or unknown, and was told once."""
    rows = _rows(course)
    assert {(row.notice_id, row.account_id) for row in rows} == {(notice.id, one) for notice in course.notices for one in course.people}
    assert not [row for row in rows if row.state == "sending"]
    assert not course.wire or max(course.wire.values()) == 1
    maybe = {(row.notice_id, row.account_id) for row in rows if row.state in ("sent", "delivered", "unknown")}
    assert maybe == {key for key, count in course.wire.items() if count}


def _rows(course: Course) -> list[Delivery]:
    return list(Delivery.select().where(Delivery.notice.in_([notice.id for notice in course.notices])))
