"""Stores shared by these tests: one at the root, one under /kodo as the service mounts it."""
from collections.abc import Iterator

import pytest

from .running import RunningStore


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    with RunningStore(tmp_path_factory.mktemp("store")) as running:
        yield running


@pytest.fixture(scope="session")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    with RunningStore(tmp_path_factory.mktemp("mounted"), mount="/kodo") as running:
        yield running
