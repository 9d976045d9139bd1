"""What the notices bench sends: one notice for everybody, people with a credit each, their rows planned; and the bare floor of planning."""
import shutil
import time
from datetime import timedelta
from pathlib import Path

import psycopg

from bench.check_in_stock import execute, pour, settle
from bench.notice_senders import VALUES, openid
from models import clock, schema, seal
from models.config import generate_missing, load
from models.db import database, open_database, writing
from models.notices.ledger import fan_out
from models.notices.plans import templates
from models.notices.plans.tables import Notice
from server import demo

NOTICE = "ntc_bench00000000000"
TITLE, WORDS = "作品征集还有 3 天截止", "作品征集 8 月 31 日 24:00 截止。还没有提交的，请在截止前提交。"
CAMPAIGN, TEMPLATE = "qinghai-2022", "demo-progress-mini"
BARE_MESSAGES = """
INSERT INTO message (id, account_id, purpose, title, words, page, line, at)
SELECT {message_id}, id, '{notice}', '{title}', '{words}', '/pages/inbox/inbox', 0, '{at}' FROM account WHERE id >= 'acc_told'
"""
BARE_DELIVERIES = """
INSERT INTO delivery (notice_id, account_id, line, channel, state, due_at, tries, day)
SELECT '{notice}', id, 0, 'mini', 'planned', '{at}', 0, '{day}' FROM account WHERE id >= 'acc_told'
"""


def fill(url: str, data_dir: Path, people: int) -> None:
    """A migrated database with the demo's campaign, and so many people."""
    config = load(environment={"DATA_DIR": str(data_dir), "PORT": "8000"})
    opened = open_database(url)
    generate_missing(config)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))
    schema.migrate()
    demo.prepare(config, say=lambda _: None)
    opened.close_all()
    add_people(url, people)


def add_people(url: str, people: int) -> None:
    """People with an openid and a credit, and the notice that is being sent."""
    at, false = clock.to_wire(clock.now() - timedelta(days=1)), False if url.startswith("postgresql") else 0
    pour(url, "account", ("id", "openid", "nickname", "avatar", "unit_typed", "created_at", "last_seen_at", "is_demo"),
         ((_account(n), openid(n), "", "", "", at, at, false) for n in range(people)))
    pour(url, "credit", ("account_id", "template", "granted_at", "told_by"), ((_account(n), TEMPLATE, at, "report") for n in range(people)))
    opened, now = open_database(url), clock.now()
    with writing():
        Notice.insert(id=NOTICE, campaign=CAMPAIGN, origin="organiser", title=TITLE, words=WORDS, template="T1", values=list(VALUES),
                      audience={"everybody": True}, due_at=now, expires_at=now + timedelta(days=2), state="sending", revision=1,
                      saved_at=now, received_at=now).execute()
    opened.close_all()
    settle(url)


def plan(url: str) -> float:
    """Fan it out, slice after slice; seconds."""
    opened, known = open_database(url), templates.of(load())
    with database.connection_context():
        began = time.perf_counter()
        while fan_out.plan_next(known):
            pass
        took = time.perf_counter() - began
    opened.close_all()
    return took


def plan_barely(url: str) -> float:
    """The same rows by one INSERT … SELECT a table, in one transaction; seconds."""
    is_postgres, now = url.startswith("postgresql"), clock.now()
    said = {"notice": NOTICE, "title": TITLE, "words": WORDS, "at": clock.to_wire(now), "day": clock.shanghai_day(now),
            "message_id": "'msg_' || substr(md5(gen_random_uuid()::text), 1, 16)" if is_postgres else "'msg_' || lower(hex(randomblob(8)))"}
    opened = open_database(url)
    with database.connection_context():
        began = time.perf_counter()
        with writing():
            for sql in (BARE_MESSAGES, BARE_DELIVERIES):
                database.execute_sql(sql.format(**said))
        took = time.perf_counter() - began
    opened.close_all()
    return took


def copy(url: str, into: Path, server: str | None) -> str:
    """A database like this one, which nobody has open; its URL."""
    if server is None:
        into.mkdir()
        shutil.copyfile(url.removeprefix("sqlite:///"), into / "bench.sqlite")
        return f"sqlite:///{into / 'bench.sqlite'}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {into.name} TEMPLATE {url.rsplit('/', 1)[1]}")
    return f"{server}/{into.name}"


def drop(url: str) -> None:
    """Give the disk back."""
    if url.startswith("sqlite"):
        shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)
    else:
        execute(f"{url.rsplit('/', 1)[0]}/postgres", f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")


def states(url: str) -> dict[str, int]:
    """How many rows are in each state."""
    return {str(state): count for state, count in execute(url, "SELECT state, COUNT(*) FROM delivery GROUP BY state")}


def _account(number: int) -> str:
    return f"acc_told{number:012d}"
