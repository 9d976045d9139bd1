"""What the lives on a phone need: one Chromium, the preview as the sources are, and phones in hands."""
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser

from tests.miniprogram.drawn import photograph
from tests.miniprogram.driving import Hand, built, holding


class Give(Protocol):
    """Puts a phone as new into somebody's hand."""
    def __call__(self, url: str, user: str = "demo-worker", **look: Any) -> Hand: ...


@pytest.fixture
def give(browser: Browser, packages: Path, node: str) -> Iterator[Give]:
    """Phones for one test; at its end none of them may have met a fault of the app's own code."""
    built(packages, node)
    with ExitStack() as hands:
        yield lambda url, user="demo-worker", **look: hands.enter_context(holding(browser, url, user, **look))


@pytest.fixture(scope="session")
def picture(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photograph of more than 2 MB."""
    return photograph(browser, tmp_path_factory.mktemp("pictures") / "mountains.jpg", 4)
