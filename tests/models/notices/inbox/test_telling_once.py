"""However often, by how many processes, and wherever a process dies: everybody is told, and once."""
import os
import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from peewee import fn

from models import clock, ids
from models.accounts import membership
from models.accounts.tables import Account
from models.campaign import queries as campaigns
from models.db import insert_in_slices, is_postgres, writing
from models.entries.tables import Entry
from models.journal import Line
from models.notices.inbox import actions, cursor, queries
from models.notices.inbox.letters import SLICE
from models.notices.inbox.tables import JournalCursor, Message
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.notices.inbox.reading import announce_all, forget_what_was, messages, told
from tests.models.works import COLLECTING, move, submitted
from tests.running import HOME

MANY = 2 * SLICE + 50
SOON = clock.from_shanghai("2022-08-30 12:00")
ONE_AFTER_ANOTHER = """
import sys
from models import clock
from models.db import database, open_database
from models.notices.inbox import actions, cursor
open_database(sys.argv[1])
with database.connection_context():
    more = True
    while more:
        written, more = actions.announce_slice(int(sys.argv[2]), clock.from_wire(sys.argv[3]))
        print(written, flush=True)
        if len(sys.argv) > 4:
            sys.stdin.readline()
"""


def writers(cast: Cast, count: int) -> None:
    """People with a draft each, two of them with two."""
    people = [{"id": ids.mint("acc"), "openid": f"openid-{n}", "created_at": COLLECTING, "last_seen_at": COLLECTING} for n in range(count)]
    version = campaigns.newest_version("qinghai-2022")
    drafts = [{"id": ids.mint("ent"), "campaign": "qinghai-2022", "plan_version": version, "track": "photo", "title": "晨光",
               "author": one["id"], "author_key": one["id"], "entered_by": one["id"], "saved_at": COLLECTING, "received_at": COLLECTING}
              for one in [*people, *people[:2]]]
    with writing():
        insert_in_slices(Account, people)
        insert_in_slices(Entry, drafts)


def start(url: str, *more: str) -> "subprocess.Popen[str]":
    asked = [sys.executable, "-c", ONE_AFTER_ANOTHER, url, str(settled()), clock.to_wire(SOON), *more]
    own = {**os.environ, "PYTHONPATH": str(HOME)}
    return subprocess.Popen(asked, cwd=HOME, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def settled() -> int:
    """The journal's end: everything here was written before."""
    return int(Line.select(fn.MAX(Line.id)).scalar())


def counts() -> tuple[int, int]:
    """(messages, people who have one)."""
    return Message.select().count(), Message.select(Message.account).distinct().count()


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    forget_what_was()
    writers(cast, MANY)
    actions.write_closing_soon(SOON)
    return cast


def test_a_process_killed_between_two_slices_has_lost_and_repeated_nothing(crowd: Cast, db: str) -> None:
    process = start(db, "wait")
    assert process.stdout is not None
    assert process.stdout.readline() == f"{SLICE}\n"
    process.kill()
    process.communicate()
    assert counts() == (SLICE, SLICE)
    assert JournalCursor.get().within != ""
    assert announce_all(SOON) == MANY - SLICE
    assert counts() == (MANY, MANY)
    assert (JournalCursor.get().within, announce_all(SOON)) == ("", 0)


def test_two_processes_at_once_tell_each_person_once(crowd: Cast, db: str) -> None:
    both = [start(db) for _ in range(2)]
    said = [int(line) for process in both for line in process.communicate(timeout=60)[0].split()]
    assert (sum(said), counts()) == (MANY, (MANY, MANY))


def test_who_has_two_drafts_reads_of_both_in_one_message(crowd: Cast) -> None:
    announce_all(SOON)
    assert Message.select().where(Message.about.is_null()).count() == 2
    assert {row.words[:10] for row in Message.select().where(Message.about.is_null())} == {"《晨光》、《晨光》还"}


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
        move(submitted(cast), "return", cast.ma)
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
            move(submitted(cast), "return", cast.ma)
            announce_all()
        with count_queries() as counted:
            page = list(queries.inbox(cast.lincuo).order_by(Message.at.desc(), Message.id.desc()).limit(21))
        assert (len(page), queries.unread(cast.lincuo), counted.reads) == (number, number, 1)


def test_nothing_new_is_nothing_written(cast: Cast) -> None:
    announce_all()
    with count_queries() as counted:
        assert actions.announce(COLLECTING) == 0
    assert (counted.reads, counted.writes) == (3 if is_postgres() else 2, 0)
