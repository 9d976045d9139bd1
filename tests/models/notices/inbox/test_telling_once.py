"""However often, by how many processes, and wherever a process dies: everybody is told, and once."""
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import fn

from models import clock, ids, journal
from models.accounts import actions as accounts
from models.accounts import membership
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.accounts.tables import Account
from models.campaign import queries as campaigns
from models.db import database, insert_in_slices, is_postgres, writing
from models.entries.tables import Entry
from models.journal import Line
from models.notices.inbox import actions, cursor, queries
from models.notices.inbox.letters import SLICE
from models.notices.inbox.tables import JournalCursor, Message
from models.notices.ledger import fan_out
from models.notices.ledger.tables import Credit, Delivery
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.notices.inbox.reading import HOUSE, RECEIPT, announce_all, forget_what_was, messages, told
from tests.models.notices.inbox.standing import a_standing_notice
from tests.models.notices.ledger.told import TEMPLATES, a_notice, grant
from tests.models.works import COLLECTING, PUBLISHING, move, now, submitted
from tests.running import HOME

MANY = 2 * SLICE + 50
PHONE = "13800001234"
ONE_AFTER_ANOTHER = """
import sys
from models import clock
from models.db import database, open_database
from models.notices.inbox import actions
from tests.models.notices.inbox.reading import HOUSE
open_database(sys.argv[1])
with database.connection_context():
    more = True
    while more:
        written, more = actions.announce_slice(int(sys.argv[2]), clock.from_wire(sys.argv[3]), HOUSE)
        print(written, flush=True)
        if len(sys.argv) > 4:
            sys.stdin.readline()
"""


def selected(count: int) -> None:
    """People with a selected work each, two of them with two; the results are published with one line."""
    people = [{"id": ids.mint("acc"), "openid": f"openid-{n}", "created_at": COLLECTING, "last_seen_at": COLLECTING} for n in range(count)]
    version = campaigns.newest_version("qinghai-2022")
    works = [{"id": ids.mint("ent"), "campaign": "qinghai-2022", "plan_version": version, "track": "photo", "title": "晨光",
              "author": one["id"], "author_key": one["id"], "entered_by": one["id"], "saved_at": COLLECTING, "received_at": COLLECTING,
              "state": "approved", "campaign_slot": slot, "track_slot": slot}
             for slot, some in ((1, people), (2, people[:2])) for one in some]
    credits = [{"account": one["id"], "template": TEMPLATES["T2"].mini, "granted_at": COLLECTING, "told_by": "event"} for one in people]
    with writing():
        insert_in_slices(Account, people)
        insert_in_slices(Entry, works)
        insert_in_slices(Credit, credits)
        journal.write("entry.results_agreed", str(works[0]["id"]), actor_id=None, at=PUBLISHING, track="photo", published=True)


def start(url: str, *more: str) -> "subprocess.Popen[str]":
    asked = [sys.executable, "-c", ONE_AFTER_ANOTHER, url, str(settled()), clock.to_wire(PUBLISHING), *more]
    own = {**os.environ, "PYTHONPATH": str(HOME)}
    return subprocess.Popen(asked, cwd=HOME, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def settled() -> int:
    """The journal's end: everything here was written before."""
    return int(Line.select(fn.MAX(Line.id)).scalar())


def place() -> JournalCursor:
    found: JournalCursor = JournalCursor.get(JournalCursor.name == cursor.NAME)
    return found


def returned(cast: Cast) -> None:
    """One work more that came back, which is told; without the receipt of having submitted it."""
    move(submitted(cast), "return", cast.ma)
    announce_all()
    with writing():
        delete_rows(Message, Message.purpose == RECEIPT)


def counts() -> tuple[int, int, int, int]:
    """(messages, people who have one, pushes, people who are to get one)."""
    return (Message.select().count(), Message.select(Message.account).distinct().count(),
            Delivery.select().where(Delivery.state == "planned").count(), Delivery.select(Delivery.account).distinct().count())


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    forget_what_was()
    a_standing_notice("G1")
    selected(MANY)
    return cast


def test_a_process_killed_between_two_slices_has_lost_and_repeated_nothing(crowd: Cast, db: str) -> None:
    process = start(db, "wait")
    assert process.stdout is not None
    assert process.stdout.readline() == f"{SLICE}\n"
    process.kill()
    process.communicate()
    assert counts() == (SLICE,) * 4
    assert place().within != ""
    assert announce_all(PUBLISHING) == MANY - SLICE
    assert counts() == (MANY,) * 4
    assert (place().within, announce_all(PUBLISHING)) == ("", 0)


def test_two_processes_at_once_tell_each_person_once(crowd: Cast, db: str) -> None:
    both = [start(db) for _ in range(2)]
    said = [int(line) for process in both for line in process.communicate(timeout=60)[0].split()]
    assert (sum(said), counts()) == (MANY, (MANY,) * 4)


def test_lines_are_told_while_a_notice_for_everybody_is_fanned_out_and_neither_waits_for_the_other_for_ever(crowd: Cast) -> None:
    notice = a_notice(due_at=PUBLISHING, expires_at=PUBLISHING + timedelta(days=1), once_a_day=False)
    everybody = Account.select().where(Account.deleted_at.is_null()).count()
    with ThreadPoolExecutor(2) as both:
        planned = both.submit(connected, fan_out_all, 40)
        for done in (both.submit(connected, announce_all, PUBLISHING), planned):
            done.result(timeout=60)
    rows = Delivery.select().where(Delivery.notice == notice.id).count()
    assert (rows, Delivery.select().count() - rows) == (everybody, MANY)


def fan_out_all(size: int) -> None:
    while fan_out.plan_next(TEMPLATES, PUBLISHING, size):
        pass


def test_who_has_two_works_reads_of_both_in_one_message(crowd: Cast) -> None:
    announce_all(PUBLISHING)
    both = list(Message.select().where(Message.about.is_null()))
    assert [row.words[:11] for row in both] == ["《晨光》、《晨光》入选"] * 2
    pushed = Delivery.select().where(Delivery.account.in_([row.account_id for row in both]))
    assert [row.values[0] for row in pushed] == ["晨光等2件"] * 2


def test_a_line_committed_after_a_later_one_is_told_all_the_same(cast: Cast, db: str) -> None:
    """PostgreSQL only: SQLite has one writer, and its lines come to be in their order."""
    forget_what_was()
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    if not is_postgres():
        assert cursor.journal_end() == settled()
        return
    with psycopg.connect(db) as late:
        late.execute("UPDATE account SET nickname = '晚到' WHERE id = %s", (cast.baima.account_id,))
        late.execute("INSERT INTO line (what, about, details, at) VALUES ('membership.refused', %s, '{}', %s)",
                     (cast.lincuo.account_id, clock.to_wire(COLLECTING)))
        membership.answer_membership(str(cast.yangjin.account_id), cast.factory, "refuse", actor=cast.cairang, at=COLLECTING)
        for _ in range(3):
            assert actions.announce(COLLECTING) == 0
        late.commit()
    assert told(cast.lincuo, cast.yangjin) == [["membership_refused"], ["membership_refused"]]


def test_the_same_line_never_gives_one_person_two_messages_of_a_purpose(cast: Cast) -> None:
    """Even were the cursor set back, by a restored copy of one table, say."""
    forget_what_was()
    move(submitted(cast), "return", cast.ma)
    assert told(cast.lincuo) == [["entry_returned"]]
    with writing():
        JournalCursor.update(line=0, ahead=0, horizon=0).execute()
    assert told(cast.lincuo)[0].count("entry_returned") == 1


def test_reading_marks_ones_own_and_nobody_elses(cast: Cast) -> None:
    forget_what_was()
    for _ in range(3):
        returned(cast)
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    membership.answer_membership(str(cast.yangjin.account_id), cast.factory, "refuse", actor=cast.cairang)
    announce_all()
    first, theirs = messages(cast.lincuo)[0].id, messages(cast.yangjin)[0].id
    assert actions.read([first, theirs, ids.mint("msg")], actor=cast.lincuo, at=COLLECTING) == 2
    assert (queries.unread(cast.lincuo), queries.unread(cast.yangjin)) == (2, 1)
    assert actions.read(None, actor=cast.lincuo, at=COLLECTING + timedelta(hours=1)) == 0
    assert [row.read_at - COLLECTING for row in messages(cast.lincuo)] == [timedelta(0), timedelta(hours=1), timedelta(hours=1)]
    assert queries.unread(cast.yangjin) == 1


def test_reading_what_is_read_writes_nothing(cast: Cast) -> None:
    announce_all()
    actions.read(None, actor=cast.lincuo)
    with count_queries() as counted:
        assert actions.read(None, actor=cast.lincuo) == 0
    assert (counted.reads, counted.writes) == (2, 0)


def test_a_page_of_the_inbox_asks_as_often_for_three_as_for_one(cast: Cast) -> None:
    forget_what_was()
    for number in (1, 3):
        while Message.select().where(Message.account == cast.lincuo.account_id).count() < number:
            returned(cast)
        with count_queries() as counted:
            page = list(queries.inbox(cast.lincuo).order_by(Message.at.desc(), Message.id.desc()).limit(21))
        assert (len(page), queries.unread(cast.lincuo), counted.reads) == (number, number, 1)


def test_nothing_new_is_nothing_written(cast: Cast) -> None:
    announce_all()
    with count_queries() as counted:
        assert actions.announce(COLLECTING) == 0
    assert (counted.reads, counted.writes) == (3 if is_postgres() else 2, 0)


ACTS = st.lists(st.sampled_from(["of_ones_own", "entered_for_somebody", "announce", "crowd"]), min_size=1, max_size=10)


class Standing:
    """Two works that go back and forth between their authors and the unit; how often each person was to be told so."""

    def __init__(self, cast: Cast) -> None:
        accounts.verify_phone(PHONE, actor=cast.yangjin)
        self.cast, self.people = cast, {"lincuo": cast.lincuo, "yangjin": cast.yangjin, "ma": cast.ma}
        self.returns: Counter[str] = Counter()
        self.own = submitted(cast)
        self.entered = submitted(cast, cast.ma, on_behalf_of={"name": "白玛央金", "phone": PHONE})
        a_standing_notice("S2")
        for one in self.people.values():
            grant(str(one.account_id), TEMPLATES["T2"].mini, 1)

    def take(self, act: str) -> None:
        if act == "announce":
            actions.announce(COLLECTING, HOUSE)
        elif act == "crowd":
            self.announce_at_once()
        elif act == "of_ones_own":
            self.go(self.own, self.cast.lincuo, ["lincuo"])
        else:
            self.go(self.entered, self.cast.ma, ["yangjin", "ma"])

    def go(self, entry_id: str, enterer: Actor, told: list[str]) -> None:
        if now(entry_id) == "returned":
            move(entry_id, "submit", enterer)
        else:
            move(entry_id, "return", self.cast.liqing)
            self.returns.update(told)

    def announce_at_once(self) -> None:
        """Three threads, while a line is written."""
        with ThreadPoolExecutor(4) as crowd:
            for done in [*[crowd.submit(connected, actions.announce, COLLECTING, HOUSE) for _ in range(3)],
                         crowd.submit(connected, self.take, "of_ones_own")]:
                done.result(timeout=30)


def connected(what: Callable[..., object], *given: object) -> None:
    with database.connection_context():
        what(*given)


@pytest.fixture
def standing(cast: Cast) -> Standing:
    forget_what_was()
    return Standing(cast)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_in_whatever_order_lines_are_written_and_told_each_person_has_one_message_and_one_push_of_each(
        standing: Standing, acts: list[str]) -> None:
    for act in acts:
        standing.take(act)
    announce_all()
    wanted = Counter({(str(one.account_id), "entry_returned"): standing.returns[name] for name, one in standing.people.items()})
    assert Counter((row.account_id, row.purpose) for row in Message.select().where(Message.purpose == "entry_returned")) == +wanted
    pushed = [(row.account_id, row.line) for row in Delivery.select()]
    told = [(row.account_id, row.line) for row in Message.select().where(Message.purpose == "entry_returned")]
    assert (sorted(pushed), len(set(pushed))) == (sorted(told), len(pushed))
    assert Delivery.select().where(Delivery.state == "planned").count() == len(pushed)
