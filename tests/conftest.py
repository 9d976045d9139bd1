"""Fixtures every room uses: a database on each engine, a running house, Node, one Chromium. PostgreSQL is started once a run."""
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from models import clock, schema, seal
from models.db import database, open_database
from tests.browser import LAUNCH_FLAGS, chromium_for_a_test
from tests.postgres import VARIABLE, TestServer
from tests.running import House, config_with, running
from tests.tools import find_node, with_packages

KEY = bytes(range(32))
ENGINES = ("sqlite", "postgres")
METRICS_TOKEN = "for-the-tests-only"
LIMITS = tuple(f"limits__{what}_per_minute" for what in ("sign_ins", "anonymous", "reads", "writes"))
PHONE = Path(__file__).parent.parent / "miniprogram"
_server: list[TestServer] = []


def pytest_configure(config: pytest.Config) -> None:
    """The process that hands out the work starts the server; workers find its address in the environment."""
    if not hasattr(config, "workerinput") and VARIABLE not in os.environ:
        server = TestServer()
        _server.append(server)
        os.environ[VARIABLE] = server.start()


def pytest_unconfigure() -> None:
    for server in _server:
        server.stop()
        os.environ.pop(VARIABLE, None)
    _server.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of one running house go to one worker, so that each engine's house is started once in a run."""
    for item in items:
        if "house" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(f"house-{item.callspec.params['house']}"))  # type: ignore[attr-defined]


@pytest.fixture(scope="session", params=ENGINES)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[House]:
    """The service as `make run` starts it, on each engine; but all tests come from one address, so nobody is slowed down."""
    url = database_for(f"house_{worker_id}") if request.param == "postgres" else ""
    folder = tmp_path_factory.mktemp(f"house-{request.param}")
    patient = str(config_with(folder / "config.yaml", **dict.fromkeys(LIMITS, 1_000_000)))
    with running(folder / "var", url, WANGJU_METRICS_TOKEN=METRICS_TOKEN, WANGJU_CONFIG=patient) as started:
        yield started


@pytest.fixture(autouse=True)
def _right_time() -> Iterator[None]:
    """No test leaves the clock or the key behind."""
    seal.use(KEY)
    yield
    clock.run_ahead(clock.now() - clock.now())


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> str:
    """A database of this worker's own, migrated."""
    url = database_for(f"rooms_{worker_id}")
    _migrated(url)
    return url


def database_for(name: str) -> str:
    """An empty PostgreSQL database of this name; its URL."""
    with _patiently(os.environ[VARIABLE] + "/postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{os.environ[VARIABLE]}/{name}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy; closing its last connection leaves nothing in a side file."""
    path = tmp_path_factory.mktemp("template") / "wangju.sqlite"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database on each engine, opened; its URL."""
    url = _empty(request, tmp_path)
    opened = open_database(url)
    with database.connection_context():
        yield url
    opened.close_all()


def _empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "wangju.sqlite")
        return f"sqlite:///{tmp_path / 'wangju.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    tables = ", ".join(f'"{table._meta.table_name}"' for table in schema.TABLES)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return url


def _migrated(url: str) -> None:
    opened = open_database(url)
    schema.migrate()
    opened.close_all()


def _patiently(url: str) -> psycopg.Connection:
    """A connection as soon as the server answers."""
    until = time.monotonic() + 30
    while True:
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.fixture(scope="session")
def node() -> str:
    """The path of node."""
    return find_node()


@pytest.fixture(scope="session")
def packages(node: str) -> Path:
    """miniprogram/, with what its lock file names installed."""
    return with_packages(PHONE, node)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker; without one they say so."""
    path = chromium_for_a_test()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(LAUNCH_FLAGS))
        yield started
        started.close()
