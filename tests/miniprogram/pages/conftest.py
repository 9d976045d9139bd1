"""A house for the pages of one module: who submits, leaves or publishes in one must not be met in another."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.miniprogram.driving import built
from tests.running import House, running


@pytest.fixture(scope="module")
def open_house(packages: Path, node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The service while collection is open, with the preview as the sources are now."""
    built(packages, node)
    with running(tmp_path_factory.mktemp("open-house") / "var") as house:
        yield house
