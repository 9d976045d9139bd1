"""The rooms' own people, for the jobs that change rows of theirs, and a store with a bucket for each test."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.gateways.kodo.running import PUBLIC, RunningStore
from tests.jobs.shop import BUCKETS, Shop
from tests.models.conftest import cast

__all__ = ["cast"]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    with RunningStore(tmp_path_factory.mktemp("store"), buckets={PUBLIC: False, **dict.fromkeys(BUCKETS, True)}) as store:
        yield store


@pytest.fixture
def shop(running: RunningStore, db: str, tmp_path: Path, cast: Cast) -> Shop:
    return Shop(running, db, tmp_path, cast)
